import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LabOptions } from "../../../../lib/adapters/lab/options";
import { Refusal } from "../../../../lib/adapters/lab/laws/refusal";
import type { Truth } from "../../../../lib/adapters/lab/truth";
import { TruthFile } from "../../../../lib/adapters/lab/truth-file";
import type { Resident } from "../../../../lib/adapters/lab/world";
import { World } from "../../../../lib/adapters/lab/world";
import type { Clock } from "../../../../lib/time/clock";
import { scaledClock } from "../../../../lib/time/clock";
import { handlers, tools } from "./all";
import type { Fate } from "./changes";
import { Changes } from "./changes";
import { environmentFor } from "./environment";
import type { Account } from "./computers/accounts";
import { Accounts, usualAccounts } from "./computers/accounts";
import { Folders } from "./computers/folders";
import { furnish } from "./furnish";
import type { Context, Given } from "./handlers";
import { unreachable, WindowsError } from "./handlers";
import { LineServer } from "./line-server";
import { Processes } from "./computers/processes";
import { Scheduler } from "./computers/scheduler";

/** As the lab's: a Saturday at ten in the evening. */
const BEGINNING = Date.UTC(2026, 0, 10, 22);
/** How often time goes on by itself, on the clock of the wall. */
const TICK_MS = 10;

export interface WindowsOptions extends Omit<LabOptions, "folder"> {
  /** The PowerShell that scheduled tasks run in. */
  readonly pwsh: string;
  /** The name of the SCOM management server; `SCOM1` unless told. */
  readonly monitoring?: string;
  /** Under which tasks can run; {@link usualAccounts} unless told. */
  readonly accounts?: readonly Account[];
  /** Whether a domain controller answers those who ask from a session; unless told, none does, since a logon over the network goes no further. */
  readonly directory?: boolean;
  /** Where the disks of the computers are; a folder of its own, which goes when the world stops, unless told. */
  readonly root?: string;
}

interface Request {
  readonly server: string;
  readonly ask: string;
  readonly args?: Given;
  readonly pid?: number;
}

type Reply =
  | { readonly ok: true; readonly value: unknown; readonly lost?: true }
  | { readonly ok: false; readonly error: { readonly id: string; readonly message: string } };

/** The lab's world as computers with Windows: it answers stand-ins for Windows' commands, and keeps the computers' disks and processes. */
export class WindowsWorld {
  readonly world: World;
  readonly clock: Clock;
  readonly monitoring: string;
  readonly folders: Folders;
  readonly processes = new Processes();
  /** Are told when a machine goes down or comes up: whoever has a door to it (sshd) closes and opens it. */
  readonly onPower: ((member: string, up: boolean) => void)[] = [];
  private readonly accounts: Accounts;
  private readonly scheduler: Scheduler;
  private readonly changes: Changes;
  private readonly truthFile: TruthFile | null;
  private readonly lines = new LineServer((question) => this.answer(question as Request));
  private readonly ticking: NodeJS.Timeout;

  private constructor(readonly options: WindowsOptions) {
    const { array, role = "exchange-cas", seed, members, faults, found = {}, speed, clock, truthFile, monitoring = "SCOM1" } = options;
    this.monitoring = monitoring;
    this.clock = clock ?? scaledClock(speed, BEGINNING);
    // Not what that clock shows by now: two worlds that are alike have begun at the same moment.
    const startsAt = clock === undefined ? BEGINNING : Math.floor(clock.now());
    this.world = new World({ array, role, seed, product: "exchange-2010", culture: "en-US", startsAt });
    this.folders = new Folders(options.root ?? mkdtempSync(join(tmpdir(), "rolling-update-windows-")));
    this.accounts = new Accounts(options.accounts ?? usualAccounts);
    const { accounts } = this;
    this.scheduler = new Scheduler({
      pwsh: options.pwsh,
      accounts,
      environment: (server) => ({ ...process.env, ...this.environment(server) }),
    });
    this.changes = new Changes(this.world);
    this.world.open(members, faults, found);
    furnish(this.world, this.folders, monitoring, options.pwsh);
    for (const resident of this.world.all()) this.wire(resident);
    this.truthFile = truthFile === undefined ? null : new TruthFile(truthFile, () => this.truth());
    this.truthFile?.touch();
    this.ticking = setInterval(() => this.advance(), TICK_MS).unref();
  }

  /** Starts a world; it answers on `port`, on this machine only. */
  static async start(options: WindowsOptions): Promise<WindowsWorld> {
    const windows = new WindowsWorld(options);
    await windows.lines.listen();
    return windows;
  }

  /** Where it answers, on this machine only. */
  get port(): number {
    return this.lines.port;
  }

  /** By which a PowerShell process, or an sshd, is on this computer: a member, or the management server. */
  environment(server: string): Record<string, string> {
    return environmentFor(this.options.pwsh, this.port, server, server.toLowerCase() !== this.monitoring.toLowerCase());
  }

  /** What really happened, and how it really is by now. */
  truth(): Truth {
    this.advance();
    return this.changes.truth();
  }

  /** Lets the answer to a member's next change get lost, with the session in which it was asked for; see the lab's. */
  loseNextAnswer(member: string): void {
    this.world.resident(member)?.line.loseNextAnswer();
  }

  /** Never answers a member's next change: who has asked for it waits. Resolves when the change has been made. */
  keepBackNextAnswer(member: string): Promise<void> {
    return this.changes.keepBackNextAnswer(member);
  }

  /** Ends all processes on the members, and writes the truth a last time. */
  async stop(): Promise<void> {
    clearInterval(this.ticking);
    await this.truthFile?.close();
    this.processes.stop();
    await this.lines.close();
    if (this.options.root === undefined) rmSync(this.folders.root, { recursive: true, force: true, maxRetries: 3 });
  }

  private wire({ machine, jobs }: Resident): void {
    machine.hardware.whenDown.push(() => this.power(machine.name, false));
    machine.hardware.whenUp.push(() => this.power(machine.name, true));
    // An installer that restarts Windows is over a moment before: whoever waits for it, in real time, learns how it ended.
    const restartNow = jobs.restartNow;
    jobs.restartNow = () => void setTimeout(() => this.world.timeline.happen(restartNow), 1500);
  }

  private power(member: string, up: boolean): void {
    if (!up) this.processes.lost(member);
    for (const listener of this.onPower) listener(member, up);
  }

  private advance(): void {
    this.world.timeline.advance(Math.floor(this.clock.now()));
  }

  /** @returns null where the answer is kept back */
  private async answer(request: Request): Promise<Reply | null> {
    this.advance();
    if (this.processes.isLost(request.pid ?? 0)) return null;
    if (this.world.resident(request.server)?.machine.up === true) await this.processes.bury(request.server);
    const fate: { is: Fate } = { is: "answered" };
    try {
      const value = await this.handle(request, this.context(request, fate));
      if (fate.is === "kept back") return null;
      return { ok: true, value: value ?? null, ...(fate.is === "lost" ? { lost: true } : {}) };
    } catch (error) {
      return { ok: false, error: asError(error) };
    } finally {
      this.truthFile?.touch();
    }
  }

  private handle({ ask, args = {} }: Request, context: Context): unknown {
    if (ask === "tool") {
      const run = tools[String(args["tool"]).toLowerCase()];
      if (run === undefined) throw new WindowsError("no-such-tool", `There is no stand-in for ${String(args["tool"])}.`);
      return run(context, args["args"] as string[]);
    }
    const handler = handlers[ask];
    if (handler === undefined) throw new WindowsError("no-such-handler", `The world has no handler ${ask}.`);
    return handler(context, args);
  }

  private context({ server, pid = 0 }: Request, fate: { is: Fate }): Context {
    const { world, folders, processes, scheduler, accounts } = this;
    const resident = (): Resident => {
      const found = world.resident(server);
      if (found === undefined || !found.machine.up) throw unreachable(server);
      return found;
    };
    return {
      world,
      folders,
      processes,
      scheduler,
      accounts,
      directory: this.options.directory ?? false,
      server,
      pid,
      speed: this.options.clock === undefined ? this.options.speed : 1000,
      monitoring: this.monitoring,
      get resident() {
        return resident();
      },
      change: (op, args, effect, about) => {
        const is = this.changes.make(about ?? resident(), op, args, effect);
        if (is !== "answered") fate.is = is;
      },
    };
  }
}

function asError(error: unknown): { id: string; message: string } {
  if (error instanceof WindowsError) return { id: error.id, message: error.message, ...error.detail };
  if (error instanceof Refusal) return { id: error.errorId, message: error.message };
  return { id: "stand-in-broken", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

import { isDeepStrictEqual } from "node:util";
import type { Account, Call, Connection, Invoke, OperationName } from "../../server";
import { Fenced, keepsFence, OperationFailed, operationOf, OutcomeUnknown, Unreachable } from "../../server";
import { text } from "../../texts";
import type { Clock, StartTimer } from "../../time";
import { realTimer, scaledClock, seconds, timerOn } from "../../time";
import type { Effect, Subject } from "./behaviours";
import { behaviours } from "./behaviours";
import { Refusal, share } from "./laws";
import type { Accepted, FenceKept, Opened } from "./durable-log";
import { DurableLog } from "./durable-log";
import type { LabOptions } from "./options";
import { originOf, worldName } from "./options";
import type { Truth } from "./truth";
import { TruthLog, truthOf } from "./truth";
import { TruthFile } from "./truth-file";
import type { Trouble } from "./line";
import type { Resident } from "./resident";
import { World } from "./world";

/** How long a caller waits for a server that does not answer. */
const NO_ANSWER_MS = seconds(4);

/** How long a slow answer takes. */
const SLOW_MS = seconds(20);

/** When every world begins: a Saturday at ten in the evening. The same seed then gives the same night, whenever it is played. */
const BEGINNING = Date.UTC(2026, 0, 10, 22);

/** What is written down. */
interface Records {
  /** From which a later process makes the world again; null where it is not kept. */
  readonly log: DurableLog | null;
  readonly noted: TruthLog;
  readonly truthFile: TruthFile | null;
}

/** An operation that has reached its member. */
interface Asked {
  readonly about: { readonly server: string; readonly operation: OperationName };
  /** Its arguments, parsed. */
  readonly asked: unknown;
  readonly fence: number | undefined;
  /** Never written down. */
  readonly account: Account | undefined;
}

/** The simulated array as an adapter: takes operations, writes down accepted changes, and lets the world go on. */
export class Lab implements Connection {
  readonly kind = "lab";
  readonly clock: Clock;
  private readonly world: World;
  private readonly records: Records;
  private closed = false;

  /** A clock that was given is one that jumps; the lab's own is only fast. */
  get limits(): StartTimer {
    return this.options.clock === undefined ? realTimer : timerOn(this.clock);
  }

  /** Opens the world of this array, role and seed: where a folder is given and the world exists, as it is by now. */
  constructor(private readonly options: LabOptions) {
    const { folder, truthFile, unwatched = false } = options;
    this.records = {
      log: folder === undefined ? null : new DurableLog(folder, worldName(options), !unwatched),
      noted: new TruthLog(!unwatched),
      truthFile: truthFile === undefined ? null : new TruthFile(truthFile, () => this.truth()),
    };
    const past = this.records.log?.entries ?? [];
    const former = past.findLast((entry) => entry.type === "opened");
    const opened = this.opening(former);
    this.clock = options.clock ?? scaledClock(opened.speed, opened.atMs, opened.wallMs);
    this.world = new World({ ...originOf(options), startsAt: past[0]?.atMs ?? opened.atMs, unwatched });
    for (const entry of past) {
      this.world.timeline.advance(entry.atMs);
      if (entry.type === "opened") this.open(entry);
      else if (entry.type === "accepted") this.redo(entry);
      else if (entry.type === "troubled") this.world.resident(entry.server)?.line.trouble();
      else this.keepAgain(entry);
    }
    // Exactly to the moment that is written down: the next process opens the world at that moment.
    this.world.timeline.advance(opened.atMs);
    if (former === undefined || !isDeepStrictEqual({ ...opened, atMs: 0, wallMs: 0 }, { ...former, atMs: 0, wallMs: 0 })) {
      this.records.log?.append(opened);
      this.open(opened);
    }
    this.records.truthFile?.touch();
  }

  readonly invoke: Invoke = async (server, op, args, call) => {
    const askedAtMs = Math.floor(this.clock.now());
    try {
      return (await this.serve({ server, operation: op }, args, call)) as never;
    } catch (error) {
      const member = this.world.resident(server)?.machine.name ?? server;
      this.records.noted.failed(error, { askedAtMs, atMs: this.world.timeline.now, member, op, args });
      throw error;
    }
  };

  private async serve(about: Asked["about"], args: unknown, { signal, fence, account }: Call): Promise<unknown> {
    const { server, operation: op } = about;
    const operation = operationOf(op);
    const asked = operation.args.parse(args);
    // The same call at the same time takes equally long: chance must not depend on how often somebody looks.
    await this.clock.sleep(50 + Math.floor(share(this.options.seed, server, op, this.clock.now()) * 250), signal);
    this.advance();
    const resident = this.reach(about) ?? (await this.silence(about, signal));
    const trouble = operation.kind === "read" && operation.on === "member" ? resident.line.trouble() : null;
    if (trouble !== null) await this.suffer(trouble, { resident, about, signal });
    const seen = resident.line.fence;
    if (keepsFence(operation) && fence !== undefined && fence < seen) {
      throw new Fenced({ ...about, what: `the fencing number ${fence} was refused: ${seen} has been seen here` });
    }
    try {
      return this.ask(resident, { about, asked, fence, account });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { errorId, what, hint } = error;
      throw new OperationFailed({ ...about, errorId, what, ...(hint === undefined ? {} : { hint }) });
    } finally {
      this.records.truthFile?.touch();
    }
  }

  /** The member that is asked; null where nobody answers: it does not exist, or is down. */
  private reach(about: Asked["about"]): Resident | null {
    const { on } = operationOf(about.operation);
    if (on === "monitoring" && this.options.scomServer === null) {
      const [what, hint] = [text("server.no-scom-server"), text("server.no-scom-server.hint")];
      throw new OperationFailed({ ...about, errorId: "no-scom-server", what, hint });
    }
    const resident = this.world.resident(about.server);
    if (resident === undefined && on === "monitoring") {
      throw new OperationFailed({
        ...about,
        errorId: "scom-unknown-computer",
        what: "SCOM knows no such computer",
        hint: "Check its name.",
      });
    }
    const away = (resident?.line.awayUntil ?? 0) > this.world.timeline.now;
    if (resident === undefined || (on === "member" && (away || !resident.machine.up))) return null;
    if (this.closed) throw new Unreachable({ ...about, what: text("server.connection-closed") });
    return resident;
  }

  /** Nobody answers, and whoever asks waits for it in vain. */
  private async silence(about: Asked["about"], signal: AbortSignal | undefined): Promise<never> {
    const isThere = this.world.resident(about.server) !== undefined;
    await this.clock.sleep(NO_ANSWER_MS, signal);
    throw new Unreachable({ ...about, what: isThere ? text("server.silent") : text("server.not-in-array") });
  }

  /** What is wrong with an answer: it comes late, or not at all. It is written down, so that it is so once. */
  private async suffer(
    trouble: Trouble,
    { resident, about, signal }: { readonly resident: Resident; readonly about: Asked["about"]; readonly signal: AbortSignal | undefined },
  ): Promise<void> {
    this.records.log?.append({ type: "troubled", atMs: this.world.timeline.now, server: resident.machine.name });
    await this.clock.sleep(trouble === "slow" ? SLOW_MS : NO_ANSWER_MS, signal);
    if (trouble === "lost") throw new Unreachable({ ...about, what: text("server.silent") });
    this.advance();
  }

  /** Lets an operation do what it does. @returns the answer of a read; changes and tells have none */
  private ask(resident: Resident, { about, asked, fence, account }: Asked): unknown {
    const { machine, line } = resident;
    const op = about.operation;
    const operation = operationOf(op);
    const subject: Subject = { ...resident, world: this.world, account };
    if (operation.kind === "read") {
      const answer = behave(op, subject, asked);
      if (operation.keepsFence === true && fence !== undefined && fence > line.fence) this.keep(resident, fence);
      this.records.noted.note(this.world, resident, { op, args: asked });
      return answer;
    }
    if (operation.kind === "tell") {
      this.records.noted.note(this.world, resident, { op, args: behave(op, subject, asked) });
      if (line.losesAnswer(op)) throw new OutcomeUnknown({ ...about, what: "the connection broke before the answer came" });
      return undefined;
    }
    const effect = behave(op, subject, asked) as Effect;
    const accepted: Accepted = {
      type: "accepted",
      atMs: this.world.timeline.now,
      server: machine.name,
      op,
      args: asked,
      fence: fence ?? null,
    };
    this.records.log?.append(accepted);
    if (this.make(accepted, subject, effect) === "lost") {
      throw new OutcomeUnknown({ ...about, what: text("server.answer-lost") });
    }
    return undefined;
  }

  /** What really happened, and how it really is by now. */
  truth(): Truth {
    if (!this.closed) this.advance();
    return truthOf(this.world, this.records.noted);
  }

  /**
   * Loses the answer to a member's next change, whichever change that is, like a network that fails for a moment. The change is made.
   * In this process only: unlike the fault `answer-lost` this is not written down.
   */
  loseNextAnswer(member: string): void {
    this.world.resident(member)?.line.loseNextAnswer();
  }

  /** Writes the truth a last time. From then on nobody answers. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.advance();
    this.closed = true;
    this.records.log?.close();
    await this.records.truthFile?.close();
  }

  private advance(): void {
    this.world.timeline.advance(Math.floor(this.clock.now()));
  }

  /** A world begins at its start time and has gone on since then at its own speed, however long it takes to make this object. */
  private opening(former: Opened | undefined): Opened {
    const { clock, speed, members, faults, found = {}, events = [] } = this.options;
    const wallMs = Date.now();
    const own = former === undefined ? BEGINNING : former.atMs + (wallMs - former.wallMs) * former.speed;
    return {
      type: "opened",
      atMs: Math.floor(clock?.now() ?? own),
      wallMs,
      speed,
      members: [...members],
      faults: [...faults],
      found: { ...found },
      events: [...events],
    };
  }

  private open({ members, faults, found, events }: Opened): void {
    this.world.open(members, faults, found);
    this.world.outside.happenings.plan(events);
  }

  /** Makes a change again that was accepted by an earlier process. */
  private redo(entry: Accepted): void {
    const resident = this.world.resident(entry.server);
    if (resident === undefined) return;
    const subject: Subject = { ...resident, world: this.world };
    try {
      this.make(entry, subject, behave(entry.op, subject, entry.args) as Effect);
    } catch (error) {
      // This version of the lab may refuse what an older one allowed: the world then goes on without it.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  private keep({ machine, line }: Resident, fence: number): void {
    this.records.log?.append({ type: "fenced", atMs: this.world.timeline.now, server: machine.name, fence });
    line.fence = fence;
  }

  private keepAgain({ server, fence }: FenceKept): void {
    const line = this.world.resident(server)?.line;
    if (line !== undefined) line.fence = Math.max(line.fence, fence);
  }

  private make({ op, args, fence }: Accepted, subject: Subject, effect: Effect): "answered" | "lost" {
    const { line } = subject;
    this.records.noted.note(this.world, subject, { op, args });
    this.world.change(effect);
    this.world.outside.happenings.afterChange(subject.machine.name, op, args);
    line.fence = Math.max(line.fence, fence ?? 0);
    return line.losesAnswer(op) ? "lost" : "answered";
  }
}

/** The behaviour of an operation, for code that has its name and arguments as data; the arguments match the catalogue. */
const behave = (op: OperationName, subject: Subject, args: unknown): unknown =>
  (behaviours[op] as (subject: Subject, args: unknown) => unknown)(subject, args);

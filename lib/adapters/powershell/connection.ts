import type { Connection, Member } from "../../server/array";
import { memberNamed } from "../../server/array";
import type { OperationName } from "../../server/catalogue";
import { operationOf } from "../../server/catalogue";
import { OperationFailed, Unreachable } from "../../server/errors";
import { isAddress } from "../../server/host-name";
import type { Place } from "../../server/operation";
import { keepsFence } from "../../server/operation";
import type { ChangeCall, Invoke } from "../../server/server";
import type { Clock } from "../../time/clock";
import { realClock } from "../../time/clock";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { Account } from "./account";
import type { CallerError } from "./failures";
import { failureOfCall, failureOfShell } from "./failures";
import type { Flat, Parameters } from "./functions";
import { functionOf } from "./functions";
import { jobCredential } from "./job-account";
import type { CallerRequest } from "./request";
import type { Seen } from "./seen-here";
import { seenHere } from "./seen-here";
import type { PowerShellSettings } from "./settings";
import { Processes } from "./processes";
import { ShellFailure } from "./shell";
import { Shells } from "./shells";
import type { Target } from "./target";
import { targetOf } from "./target";

interface Options {
  readonly settings: PowerShellSettings;
  readonly members: readonly Member[];
  /** Name or address of the SCOM management server; null where there is none. */
  readonly scomServer: string | null;
  /** What waiting and polling run on. Default: the real clock. Time limits of operations are always real. */
  readonly clock?: Clock;
  /** For the shells, added to what this process has. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether this host can read a file. Default: it looks. */
  readonly seenHere?: (path: string) => Promise<Seen>;
  /** For check-windows: its own questions can be asked too. */
  readonly checks?: boolean;
}

/** A function of a PowerShell module, beyond the operations. */
export interface Question {
  readonly on: Place;
  /** Like `Get-RUCheckEvent`. */
  readonly name: string;
  readonly parameters?: Parameters;
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

/** Real servers: each operation is a function of the module RollingUpdate, called where it belongs. */
export class PowerShellConnection implements Connection {
  readonly clock: Clock;
  private readonly shells = new Map<string, Shells>();
  private readonly processes: Processes;
  /** Of the connection's password, if it has one. */
  private readonly account: Account | undefined;
  private closed = false;

  /** Its servers are as slow as they are, whatever clock the run goes by. */
  get answersOn(): Clock {
    return realClock;
  }

  constructor(private readonly options: Options) {
    this.processes = new Processes(options.settings, options.environment);
    if (options.settings.winrm?.credential) this.account = new Account();
    this.clock = options.clock ?? realClock;
  }

  get kind(): PowerShellSettings["kind"] {
    return this.options.settings.kind;
  }

  readonly invoke: Invoke = async (server, op, args, call) => {
    const operation = operationOf(op);
    const asked = operation.args.parse(args);
    const where = { server, operation: op };
    if (this.closed) throw new Unreachable({ ...where, what: text("server.connection-closed") });
    const { members } = this.options;
    const member = memberNamed(members, server);
    if (member === undefined) throw new Unreachable({ ...where, what: text("server.not-in-array") });
    call.signal?.throwIfAborted();
    return (await this.ask(member, op, asked, call)) as never;
  };

  /**
   * Calls a function by its name. What it changes is the caller's business: a failure is told as that of a read.
   * @throws ServerError
   */
  async question(server: string, { on, name, parameters = {}, limitMs, signal }: Question): Promise<readonly Flat[]> {
    const where = { server, operation: "script.look" } as const;
    const member = memberNamed(this.options.members, server);
    if (member === undefined) throw new Unreachable({ ...where, what: text("server.not-in-array") });
    const shells = on === "monitoring" ? this.monitoring(where) : this.ofMember(member);
    try {
      const { frame, printed } = await shells.call({ type: "call", function: name, parameters }, { limitMs, ...(signal && { signal }) });
      if (!frame.ok) throw failureOfCall(frame["error"] as CallerError, where, printed);
      return frame["records"] as readonly Flat[];
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error;
      signal?.throwIfAborted();
      throw failureOfShell(error, where);
    }
  }

  /** Ends its processes at once, as a crash would: their sessions are left on the servers. */
  async abandon(): Promise<void> {
    this.closed = true;
    await this.processes.kill();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.shells.values()].map((shells) => shells.close()));
    await this.processes.close();
  }

  private async ask(member: Member, op: OperationName, args: unknown, { signal, fence }: ChangeCall): Promise<unknown> {
    const operation = operationOf(op);
    const { withinMs, kind, on } = operation;
    const binding = functionOf(op);
    if (binding === undefined) throw new Error(`No function does ${op}.`);
    const { scomServer } = this.options;
    const at: { at?: Text } =
      on === "monitoring" && scomServer !== null ? { at: text("powershell.scom-server", { name: scomServer }) } : {};
    const parameters: Parameters = {
      ...(on === "monitoring" ? { Computer: member.name } : {}),
      ...binding.parameters(args as never),
      ...(keepsFence(operation) && fence !== undefined ? { Fence: fence } : {}),
    };
    const seen = await this.seen(op, parameters);
    const silent = seen === "silent" ? { silentShare: String(parameters["From"]) } : {};
    const where = { server: member.name, operation: op, ...at, ...silent };
    const credential = jobCredential({ server: member.name, op, args }, this.options.settings.jobCredential ?? null);
    const shells = on === "monitoring" ? this.monitoring(where) : this.ofMember(member);
    // A package that this host can see is sent by it; any other path is for the server to read.
    const request: CallerRequest =
      seen === "yes"
        ? { type: "push", from: String(parameters["From"]), parameters }
        : { type: "call", function: binding.name, parameters, ...(credential === null ? {} : { credentialOf: credential.user }) };
    try {
      const secret = credential === null ? {} : { secret: credential.password };
      const { frame, printed } = await shells.call(request, { limitMs: withinMs, ...secret, ...(signal && { signal }) });
      if (!frame.ok) throw failureOfCall(frame["error"] as CallerError, where, printed);
      return binding.answer(frame["records"] as readonly Flat[], args as never);
    } catch (error) {
      if (!(error instanceof ShellFailure)) throw error;
      if (error.code === "cancelled" && (kind === "read" || !error.sent)) signal?.throwIfAborted();
      throw failureOfShell(error, where);
    } finally {
      // Whether it goes down or not, its sessions are of no use.
      if (op === "system.restart") void shells.drop();
    }
  }

  /** Whether this host can read the package that is to be copied. */
  private async seen(op: OperationName, { From: from }: Parameters): Promise<Seen> {
    if (op !== "files.copy" || this.kind === "local" || typeof from !== "string") return "no";
    return (this.options.seenHere ?? seenHere)(from);
  }

  private ofMember({ name, address }: Member): Shells {
    // An address says nothing about the name of the computer.
    const expect = isAddress(name) ? null : name;
    const { checks = false } = this.options;
    return this.shellsFor("member", name, () => targetOf(this.options.settings, "member", { address, expect, checks }));
  }

  private monitoring(where: { server: string; operation: OperationName }): Shells {
    const { scomServer, settings, checks = false } = this.options;
    if (scomServer === null || scomServer === "") {
      throw new OperationFailed({
        ...where,
        errorId: "no-scom-server",
        what: text("server.no-scom-server"),
        hint: text("server.no-scom-server.hint"),
      });
    }
    return this.shellsFor("monitoring", scomServer, () => targetOf(settings, "monitoring", { address: scomServer, expect: null, checks }));
  }

  private shellsFor(on: Place, server: string, target: () => Target): Shells {
    const key = `${on} ${server.trim().toLowerCase()}`;
    const known = this.shells.get(key);
    if (known !== undefined) return known;
    const shells = new Shells(target(), this.processes.opener(server), { account: this.account });
    this.shells.set(key, shells);
    return shells;
  }
}

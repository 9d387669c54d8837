import type { Flat, Parameters } from "./functions";
import type { CallerError } from "./failures";
import { written } from "./request";
import type { Shell } from "./shell";
import { Hosts } from "./shell";
import { callerModule, checkManifest } from "./target";

interface Options {
  readonly executable: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A PowerShell of this computer by itself, as a connection starts it: whether requests get through to it is no question of any server. */
export class OwnPowerShell {
  private readonly hosts: Hosts;
  private readonly shell: Shell;

  constructor({ executable, environment = {} }: Options) {
    this.hosts = new Hosts({ executable, caller: callerModule, env: environment }, { alone: true });
    this.shell = this.hosts.shell();
  }

  /** Like `5.1.17763.1`; empty before it has answered. */
  get version(): string {
    return this.shell.version;
  }

  /** `Desktop` is Windows PowerShell. */
  get edition(): string {
    return this.shell.edition;
  }

  /**
   * Tells it for whom it works: this computer.
   * @param secret goes to it in a line of its own, as a password does
   * @throws ShellFailure
   */
  async connect(secret: string, limitMs: number): Promise<void> {
    const target = { kind: "local", module: checkManifest, expect: null, user: "check-windows" };
    answered(await this.shell.call(written({ type: "connect", target, hasSecret: true }), { limitMs, secret }));
  }

  /** @throws ShellFailure, or an Error with what the function said */
  async call(name: string, parameters: Parameters, limitMs: number): Promise<readonly Flat[]> {
    return answered(await this.shell.call(written({ type: "call", function: name, parameters }), { limitMs }));
  }

  async close(): Promise<void> {
    await this.shell.close();
    await this.hosts.close();
  }
}

function answered({ frame }: Awaited<ReturnType<Shell["call"]>>): readonly Flat[] {
  if (frame.ok) return frame["records"] as readonly Flat[];
  throw new Error((frame["error"] as CallerError).message);
}

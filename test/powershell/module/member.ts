import { basename, delimiter, join } from "node:path";
import type { World } from "../../../lib/adapters/lab/world";
import type { Flat, Parameters, RemoteOp } from "../../../lib/adapters/powershell/functions";
import { functionOf } from "../../../lib/adapters/powershell/functions";
import { operationOf } from "../../../lib/server/catalogue";
import { thePowerShell } from "../../shared/powershell";
import type { WindowsOptions } from "../windows/world/server";
import { WindowsWorld } from "../windows/world/server";
import { WarmShell } from "./warm-shell";

const MODULE = join(__dirname, "..", "..", "..", "powershell", "RollingUpdate", "RollingUpdate.psd1");

/** How the module said no. */
export class SaidNo extends Error {
  constructor(
    readonly id: string,
    readonly category: string,
    message: string,
    readonly hint: string | null,
  ) {
    super(message);
  }
}

/** A PowerShell on a computer of a simulated array, with the module loaded. */
export class MemberShell {
  private readonly shell = WarmShell.take();

  constructor(
    readonly name: string,
    environment: Readonly<Record<string, string>>,
  ) {
    this.shell.open(MODULE, environment);
  }

  /** @throws SaidNo */
  script(script: string): Promise<readonly Flat[]> {
    return this.send({ script });
  }

  call(name: string, parameters: Parameters = {}): Promise<readonly Flat[]> {
    return this.send({ function: name, parameters });
  }

  /** Does an operation of the catalogue as the product would: its function, its parameters, its answer, looked at. */
  async invoke(op: RemoteOp, args: unknown = {}): Promise<unknown> {
    const operation = operationOf(op);
    const binding = functionOf(op);
    if (binding === undefined) throw new Error(`no function for ${op}`);
    const given = operation.args.parse(args) as never;
    const records = await this.call(binding.name, binding.parameters(given));
    if (operation.kind === "read") return operation.result.parse(binding.answer(records, given));
    if (records.length > 0) throw new Error(`${binding.name} gives something back: ${JSON.stringify(records)}`);
    return undefined;
  }

  close(): void {
    this.shell.giveBack();
  }

  private async send(request: unknown): Promise<readonly Flat[]> {
    const { records, error } = await this.shell.send(request);
    if (error !== undefined) throw new SaidNo(error.id, error.category, error.message, error.hint);
    return records ?? [];
  }
}

/** A simulated array whose time the test moves on, with a shell on its first member. */
export class Stage {
  private constructor(
    readonly windows: WindowsWorld,
    readonly shell: MemberShell,
    private readonly time: { now: number },
  ) {}

  /** @param without a module of Windows that this member shall not have */
  static async open(options: Partial<WindowsOptions> = {}, without?: "modules of members"): Promise<Stage> {
    const time = { now: Date.UTC(2026, 0, 10, 22) };
    const clock = { now: () => time.now, elapsed: () => time.now, sleep: () => Promise.resolve() };
    const members = ["CAS1", "CAS2", "CAS3"];
    const windows = await WindowsWorld.start({
      array: "CAS array",
      members,
      seed: 7,
      speed: 1,
      faults: [],
      clock,
      pwsh: thePowerShell(),
      ...options,
    });
    const env = { ...windows.environment("CAS1") };
    if (without !== undefined) {
      const folders = (env["PSModulePath"] ?? "").split(delimiter);
      env["PSModulePath"] = folders.filter((folder) => basename(folder) !== "modules-member").join(delimiter);
    }
    return new Stage(windows, new MemberShell("CAS1", env), time);
  }

  get world(): World {
    return this.windows.world;
  }

  get resident() {
    return this.residentOf("CAS1");
  }

  residentOf(name: string) {
    const found = this.world.resident(name);
    if (found === undefined) throw new Error(`no member ${name}`);
    return found;
  }

  /** Lets time go by, in seconds. */
  wait(seconds: number): void {
    this.time.now += seconds * 1000;
    this.world.timeline.advance(this.time.now);
  }

  /** Lets something happen in the world behind the module's back. */
  happen(what: () => void): void {
    this.world.timeline.happen(what);
  }

  async close(): Promise<void> {
    this.shell.close();
    await this.windows.stop();
  }
}

/** The error with which something was refused. */
export async function refusal(work: Promise<unknown>): Promise<SaidNo> {
  try {
    await work;
  } catch (error) {
    if (error instanceof SaidNo) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

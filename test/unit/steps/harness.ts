import { Lab, packages } from "../../../lib/adapters/lab";
import type { FaultName, Found } from "../../../lib/adapters/lab";
import { waiting } from "../../../lib/run/member/wait";
import type { Progress, StepContext, StepResult } from "../../../lib/run/step";
import { StepFailed } from "../../../lib/run/step";
import type { ArgsOf, ChangeData, ChangeOp, OperationName, ReadOp, TellOp } from "../../../lib/server/catalogue";
import { operationOf } from "../../../lib/server/catalogue";
import { OutcomeUnknown, Unreachable } from "../../../lib/server/errors";
import { checked } from "../../../lib/server/layers/checked";
import { dryRun } from "../../../lib/server/layers/dry-run";
import type { Picture } from "../../../lib/server/picture";
import { takePicture } from "../../../lib/server/picture";
import type { ChangeCall, Invoke, Layer } from "../../../lib/server/server";
import { Server, layered } from "../../../lib/server/server";
import { seen } from "../../../lib/server/settled";
import { servingBy } from "../../../lib/gates/serving";
import { steps } from "../../../lib/steps";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import { said } from "../../shared/english";
import { minutes, seconds } from "../../../lib/time/duration";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import { fields as ofAnArray } from "../../../nodes/server-array/fields";
import { initially } from "../../../nodes/shared/fields";
import { optionsOf } from "../../shared/node-fields";

type PackageName = keyof typeof packages;

/** A package of the lab as an update-package node gives it. */
export const packageOf = (name: PackageName, differently: Partial<UpdatePackage> = {}): UpdatePackage => {
  const { kind, title, file, copyFrom, sha256, build, fitsBuilds } = packages[name];
  return { name: title, kind, file, copyFrom, sha256, expectedBuild: build, fitsBuilds, arguments: [], kbs: [], ...differently };
};

/** A change that a step has sent, or would. */
export interface Sent {
  readonly op: ChangeOp;
  readonly args: unknown;
  readonly undo: ChangeData | null;
  readonly onlyIf: string | null;
  readonly startsUpdate: boolean;
}

interface WorldOptions {
  readonly members?: readonly string[];
  readonly faults?: readonly FaultName[];
  readonly found?: Found;
  readonly seed?: number;
}

interface WorkOptions {
  readonly dry?: boolean;
  readonly minInService?: number;
  readonly deadline?: number | null;
  readonly flowProblems?: StepContext["flowProblems"];
  /** Instead of the lab's answer, for what the lab cannot be made to do. */
  readonly instead?: Layer;
}

/** A lab of three members of which the first, CAS1, is worked on, and has the faults. */
export function world({ members = ["CAS1", "CAS2", "CAS3"], faults = [], found, seed = 7 }: WorldOptions = {}): SmallWorld {
  return new SmallWorld(
    members,
    new Lab({
      array: "CAS-ARRAY",
      members,
      seed,
      speed: 1,
      faults: faults.map((name) => ({ name, member: "CAS1" })),
      ...(found === undefined ? {} : { found: { CAS1: found } }),
      clock: new VirtualClock(),
    }),
  );
}

export class SmallWorld {
  constructor(
    readonly members: readonly string[],
    readonly lab: Lab,
  ) {}

  /** CAS1 as it really is. */
  get member() {
    const member = this.lab.truth().members.CAS1;
    if (member === undefined) throw new Error("The lab has no CAS1.");
    return member;
  }

  server(name = "CAS1"): Server {
    return new Server(name, layered(this.lab.invoke, checked));
  }

  /** Begins to work on CAS1, as a run would when it takes the member. */
  async work(options: WorkOptions = {}): Promise<WorkOnMember> {
    const work = new WorkOnMember(this, options);
    await work.begin();
    return work;
  }

  async pass(ms: number): Promise<void> {
    await this.lab.clock.sleep(ms);
  }
}

/** The result of a step, with its text made. */
type InEnglish<Result extends StepResult> = Omit<Result, "text"> & { readonly text: string };

/** One member at work: gives steps a small context of its own, and keeps what they did. */
export class WorkOnMember {
  readonly sent: Sent[] = [];
  /** What was told somebody; nothing in a dry run. */
  readonly told: { readonly op: TellOp; readonly args: unknown }[] = [];
  readonly warnings: string[] = [];
  readonly progress: Progress[] = [];
  readonly upkeep = new Map<ChangeOp, unknown>();
  private readonly results: { readonly step: string; readonly result: StepResult }[] = [];
  private before: unknown = null;
  private found: Picture | null = null;
  private visit = 0;
  private readonly invoke: Invoke;
  private readonly signal = new AbortController().signal;

  constructor(
    private readonly world: SmallWorld,
    private readonly options: WorkOptions,
  ) {
    const { instead } = options;
    const lab = layered(world.lab.invoke, ...(instead === undefined ? [] : [instead]));
    this.invoke = layered(layered(lab, checked), options.dry === true ? this.planned : this.kept);
  }

  async begin(): Promise<void> {
    this.found = await takePicture(new Server("CAS1", this.invoke));
  }

  /** What was sent, in short: `nlb.drain`, `services.stop MSExchangeTransport`. */
  get changes(): string[] {
    return this.sent.map(inShort);
  }

  /** Does a step as a node would, and keeps its result for later ones. @returns the result, with its text in English */
  async do<Result extends StepResult = StepResult>(
    name: string,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<InEnglish<Result>> {
    this.visit++;
    return await this.again<Result>(name, options);
  }

  /** Does a step a second time in the same visit: as after a crash of ours, with the same job ids. */
  async again<Result extends StepResult = StepResult>(
    name: string,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<InEnglish<Result>> {
    const step = steps.get(name);
    if (step === undefined) throw new Error(`There is no step ${name}.`);
    const result = await step.run(this.context(), optionsOf(name, options));
    // The journal keeps JSON: what does not survive that is lost to later steps.
    const kept = JSON.parse(JSON.stringify(result)) as StepResult;
    this.results.push({ step: name, result: kept });
    if (kept.before !== undefined) this.before = kept.before;
    return { ...(kept as Result), text: said(kept.text) };
  }

  /** How a step fails. */
  async refusalOf(name: string, options: Readonly<Record<string, unknown>> = {}): Promise<StepFailed> {
    try {
      await this.do(name, options);
    } catch (error) {
      if (error instanceof StepFailed) return error;
      throw error;
    }
    throw new Error(`${name} was expected to fail.`);
  }

  /** Plays the undo list back as a run does: in reverse, each waited for. */
  async putBack(): Promise<void> {
    const server = new Server("CAS1", layered(this.world.lab.invoke, checked));
    const wait = waiting({ server, clock: this.world.lab.clock, signal: this.signal, dryRun: false });
    for (const { undo } of [...this.sent].reverse()) {
      if (undo === null) continue;
      const [op, args] = undo;
      if ((await seen(server, op, args)) === "settled") continue;
      await server.change(op, args);
      if (!(await wait.settled(op, args))) throw new Error(`${op} was not seen.`);
    }
  }

  context(): StepContext {
    const { world, options, found } = this;
    const server = new Server("CAS1", this.invoke);
    const clock = world.lab.clock;
    const everyone = world.members.map((name) => new Server(name, layered(world.lab.invoke, checked)));
    const serving = servingBy(initially(ofAnArray));
    const visit = this.visit;
    return {
      server,
      member: { name: "CAS1", address: "10.0.0.1", position: 1, of: world.members.length },
      array: {
        name: "CAS-ARRAY",
        minInService: options.minInService ?? 1,
        others: everyone.filter(({ name }) => name !== "CAS1"),
        serving: () => serving(everyone),
      },
      wait: waiting({ server, clock, signal: this.signal, dryRun: options.dry === true }),
      report: (progress) => void this.progress.push(progress),
      warn: (words) => void this.warnings.push(said(words)),
      now: () => clock.now(),
      deadline: options.deadline ?? null,
      found: (read: ReadOp) => (found?.readings[read] ?? undefined) as never,
      before: this.before,
      earlier: (name) => this.results.filter(({ step }) => step === name).map(({ result }) => result),
      jobId: (attempt) => `run_CAS1_node_${visit}_${attempt}`,
      keepUp: ([op, args]) => void this.upkeep.set(op, args),
      endUpkeep: (op) => {
        this.upkeep.delete(op);
        return Promise.resolve();
      },
      flowProblems: options.flowProblems ?? [],
    };
  }

  private note(op: OperationName, args: unknown, call: ChangeCall): void {
    const { undo = null, onlyIf = null, startsUpdate } = call;
    this.sent.push({ op: op as ChangeOp, args, undo, onlyIf: onlyIf === null ? null : said(onlyIf), startsUpdate: startsUpdate === true });
  }

  private readonly planned: Layer = dryRun((_, op, args, call) => this.note(op, args, call));

  /** Keeps what is sent, and looks for a change whose answer was lost, as a run does. */
  private readonly kept: Layer = (next) => async (server, op, args, call) => {
    const { kind } = operationOf(op);
    if (kind === "tell") this.told.push({ op: op as TellOp, args });
    if (kind !== "change") return await next(server, op, args, call);
    this.note(op, args, call);
    try {
      return await next(server, op, args, call);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      const there = new Server(server, next);
      for (const limit = this.world.lab.clock.now() + minutes(2); ; await this.world.pass(seconds(5))) {
        const how = await seen(there, op as ChangeOp, args as ArgsOf<ChangeOp>).catch((lost: unknown) => {
          if (lost instanceof Unreachable) return "not";
          throw lost;
        });
        if (how !== "not") return undefined as never;
        if (this.world.lab.clock.now() >= limit) throw error;
      }
    }
  };
}

export function inShort({ op, args }: Pick<Sent, "op" | "args">): string {
  const { name, state, to } = args as { name?: string; state?: string; to?: string };
  return [op, name ?? state ?? to].filter((part) => part !== undefined).join(" ");
}

/** Answers one operation differently on CAS1; everything else goes on to the lab. */
export const answering =
  <Op extends OperationName>(op: Op, answer: (real: () => Promise<unknown>, args: ArgsOf<Op>) => unknown): Layer =>
  (next) =>
  async (server, asked, args, call) => {
    if ((asked as string) !== op || server !== "CAS1") return await next(server, asked, args, call);
    return (await answer(() => next(server, asked, args, call), args as unknown as ArgsOf<Op>)) as never;
  };

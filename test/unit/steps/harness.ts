import { Lab, packages } from "../../../lib/adapters/lab";
import type { CultureName, FaultName, Found, ProductName } from "../../../lib/adapters/lab";
import { waiting } from "../../../lib/run/member/wait";
import { hasRunOut } from "../../../lib/run/member/upkeep";
import type { LeftHalfDone, Progress, StepContext, StepResult } from "../../../lib/run/step";
import { Secrets, StepFailed } from "../../../lib/run/step";
import type { ArgsOf, ChangeOp, OperationName, ReadOp } from "../../../lib/server/catalogue";
import { checked } from "../../../lib/server/layers/checked";
import type { Picture } from "../../../lib/server/picture";
import { takePicture } from "../../../lib/server/picture";
import type { Invoke, Layer } from "../../../lib/server/server";
import { Server, layered } from "../../../lib/server/server";
import { seen } from "../../../lib/server/settled";
import { servingBy } from "../../../lib/gates/serving";
import { steps } from "../../../lib/steps";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import { said } from "../../shared/english";
import type { Text } from "../../../lib/texts";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import { fields as ofAnArray } from "../../../nodes/server-array/fields";
import { initially } from "../../../nodes/shared/fields";
import { optionsOf } from "../../shared/node-fields";
import type { Sent } from "./sent";
import { SentByStep, inShort } from "./sent";

type PackageName = keyof typeof packages;

/** A package of the lab as an update-package node gives it. */
export const packageOf = (name: PackageName, differently: Partial<UpdatePackage> = {}): UpdatePackage => {
  const { kind, title, file, copyFrom, sha256, build, fitsBuilds } = packages[name];
  return {
    name: title,
    kind,
    file,
    copyFrom,
    sha256,
    expectedBuild: build,
    fitsBuilds,
    arguments: [],
    account: null,
    kbs: [],
    ...differently,
  };
};

export interface WorldOptions {
  readonly members?: readonly string[];
  readonly faults?: readonly FaultName[];
  /** How the member at work is found. */
  readonly found?: Found;
  /** How the others are. */
  readonly others?: Found;
  readonly seed?: number;
  readonly product?: ProductName;
  readonly culture?: CultureName;
}

export interface WorkOptions {
  readonly dry?: boolean;
  readonly minInService?: number;
  readonly takenOut?: StepContext["array"]["takenOut"];
  /** Why the member could not be finished in time. */
  readonly tooLate?: Text;
  /** What its node keeps apart from the options. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly leftOut?: readonly string[];
  readonly flowProblems?: StepContext["flowProblems"];
  readonly foundEarlier?: boolean;
  readonly left?: LeftHalfDone;
  /** Instead of the lab's answer, for what the lab cannot be made to do. */
  readonly instead?: Layer;
}

/** A lab of three members of which the first, CAS1, is worked on, and has the faults. */
export function world(options: WorldOptions = {}): SmallWorld {
  const { members = ["CAS1", "CAS2", "CAS3"], faults = [], found = {}, others = {}, seed = 7, ...servers } = options;
  return new SmallWorld(
    members,
    new Lab({
      array: "CAS-ARRAY",
      members,
      seed,
      speed: 1,
      faults: faults.map((name) => ({ name, member: "CAS1" })),
      found: Object.fromEntries(members.map((name) => [name, name === "CAS1" ? found : others])),
      clock: new VirtualClock(),
      ...servers,
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

/** What a run knows of a member at work. */
interface Known {
  found: Picture | null;
  readonly results: { readonly step: string; readonly result: StepResult }[];
  before: unknown;
  visit: number;
}

/** One member at work: gives steps a small context of its own, and keeps what they did. */
export class WorkOnMember {
  readonly warnings: string[] = [];
  readonly progress: Progress[] = [];
  readonly upkeep = new Map<ChangeOp, unknown>();
  /** What is said where upkeep has to begin again. */
  readonly begunAgain = new Map<ChangeOp, (keptForMs: number | null) => string>();
  private readonly onTheWay: SentByStep;
  private readonly known: Known = { found: null, results: [], before: null, visit: 0 };
  private readonly invoke: Invoke;
  private readonly signal = new AbortController().signal;

  constructor(
    private readonly world: SmallWorld,
    private readonly options: WorkOptions,
  ) {
    const { instead } = options;
    this.onTheWay = new SentByStep(world.lab.clock);
    const lab = layered(world.lab.invoke, ...(instead === undefined ? [] : [instead]));
    this.invoke = layered(layered(lab, checked), options.dry === true ? this.onTheWay.planned : this.onTheWay.kept);
  }

  async begin(): Promise<void> {
    this.known.found = await takePicture(new Server("CAS1", this.invoke));
  }

  get sent(): readonly Sent[] {
    return this.onTheWay.changes;
  }

  /** What was told somebody; nothing in a dry run. */
  get told(): SentByStep["told"] {
    return this.onTheWay.told;
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
    this.known.visit++;
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
    this.known.results.push({ step: name, result: kept });
    if (kept.before !== undefined) this.known.before = kept.before;
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
    const { world, options } = this;
    const { found, results, before, visit } = this.known;
    const server = new Server("CAS1", this.invoke);
    const clock = world.lab.clock;
    const everyone = world.members.map((name) => new Server(name, layered(world.lab.invoke, checked)));
    const serving = servingBy(initially(ofAnArray));
    return {
      server,
      member: { name: "CAS1", address: "10.0.0.1", position: 1, of: world.members.length },
      array: {
        name: "CAS-ARRAY",
        minInService: options.minInService ?? 1,
        takenOut: options.takenOut ?? "at-gate",
        others: everyone.filter(({ name }) => name !== "CAS1"),
        serving: () => serving(everyone),
      },
      wait: waiting({ server, clock, signal: this.signal, dryRun: options.dry === true }),
      secrets: new Secrets(options.secrets),
      report: (progress) => void this.progress.push(progress),
      warn: (words) => void this.warnings.push(said(words)),
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      tooLate: () => options.tooLate ?? null,
      leftOut: options.leftOut ?? null,
      found: (read: ReadOp) => (found?.readings[read] ?? undefined) as never,
      foundEarlier: options.foundEarlier ?? true,
      leftHalfDone: () => Promise.resolve(options.left ?? null),
      before,
      earlier: (name) => results.filter(({ step }) => step === name).map(({ result }) => result),
      workId: (which) => `run_CAS1_node_${visit}_${which}`,
      keepUp: ([op, args], _, ifEnded) => {
        this.upkeep.set(op, args);
        const since = clock.elapsed();
        if (ifEnded !== undefined)
          this.begunAgain.set(op, (keptMs) => said(hasRunOut(ifEnded, clock.elapsed() - since, keptMs) ? ifEnded.ranOut : ifEnded.begun));
      },
      endUpkeep: (op) => {
        this.upkeep.delete(op);
        return Promise.resolve();
      },
      flowProblems: options.flowProblems ?? [],
    };
  }
}

/** Answers one operation differently on CAS1; everything else goes on to the lab. */
export const answering =
  <Op extends OperationName>(op: Op, answer: (real: () => Promise<unknown>, args: ArgsOf<Op>) => unknown): Layer =>
  (next) =>
  async (server, asked, args, call) => {
    if ((asked as string) !== op || server !== "CAS1") return await next(server, asked, args, call);
    return (await answer(() => next(server, asked, args, call), args as unknown as ArgsOf<Op>)) as never;
  };

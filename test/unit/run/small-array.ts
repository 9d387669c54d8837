import { catalogue, operationNames } from "../../../lib/server/catalogue";
import type { ArgsOf, ChangeData, OperationName } from "../../../lib/server/catalogue";
import { Fenced, OperationFailed, OutcomeUnknown, Unreachable } from "../../../lib/server/errors";
import type { Invoke } from "../../../lib/server/server";
import type { Verdict } from "../../../lib/server/array";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import type { ArraySetup } from "../../../lib/run/array-setup";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import type { StepAnswer } from "../../../lib/run/engine/listener";
import type { Run } from "../../../lib/run/engine/run";
import { defaultSettings } from "../../../lib/run/settings";
import { Runs } from "../../../lib/run/engine/runs";
import type { StartAsk } from "../../../lib/run/rules/plan";
import { english } from "../../shared/english";
import type { Step, StepContext, StepResult } from "../../../lib/run/step";
import { quoted } from "../../../lib/texts";

type Nlb = "converged" | "converging" | "draining" | "stopped" | "suspended";

interface MemberWorld {
  nlb: Nlb;
  defaultState: "started" | "stopped" | "suspended";
  forefront: "enabled" | "disabled";
  scomEndsAt: string | null;
  build: string;
  bootedAt: string;
  reachable: boolean;
  /** The highest fencing number that came with a read, unless the test says otherwise. */
  fence: number;
}

/** What happens to the next change of that name: its answer is lost after or before it was made, or the server says no. */
type Trouble = "answer-lost" | "request-lost" | "refused";

/** An array that does at once what it is told, for tests of the run alone. */
export class SmallArray {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore();
  readonly runs = new Runs(this.store, english);
  readonly members = new Map<string, MemberWorld>();
  /** Changes that arrived, as `CAS1 nlb.stop`. */
  readonly sent: string[] = [];
  readonly fences: (number | undefined)[] = [];
  /** Fencing numbers that came with reads, and after how many changes. */
  readonly shown: { readonly member: string; readonly fence: number; readonly after: number }[] = [];
  readonly trouble = new Map<string, Trouble>();
  /** How long jobs run. */
  jobsLastMs = 0;
  private jobsEndAt = 0;
  /** Before a change is made: what the test wants to look at. */
  beforeChange: (member: string, op: string) => void = () => undefined;
  readonly setup: ArraySetup;

  constructor(names: readonly string[] = ["CAS1", "CAS2", "CAS3"], minInService = 1) {
    for (const name of names) {
      this.members.set(name, {
        nlb: "converged",
        defaultState: "started",
        forefront: "enabled",
        scomEndsAt: null,
        build: "14.3.123.4",
        bootedAt: new Date(0).toISOString(),
        reachable: true,
        fence: 0,
      });
    }
    this.setup = {
      name: "CAS-ARRAY",
      members: names.map((name) => ({ name, address: name.toLowerCase() })),
      minInService,
      connection: { kind: "lab", clock: this.clock, close: () => Promise.resolve(), invoke: this.invoke },
      serving: () => Promise.resolve([...this.members].map(([name, world]) => verdict(name, world))),
    };
  }

  at(name: string): MemberWorld {
    const world = this.members.get(name);
    if (world === undefined) throw new Error(`The test has no member ${name}.`);
    return world;
  }

  readonly invoke: Invoke = async (name, op, args, call) => {
    const world = this.at(name);
    await this.clock.sleep(10, call.signal);
    const onMember = catalogue[op].on === "member";
    if (onMember && !world.reachable) throw new Unreachable({ server: name, operation: op, what: "no answer" });
    if (catalogue[op].kind === "read" && call.fence !== undefined) {
      if (call.fence < world.fence) throw new Fenced({ server: name, operation: op, what: `${world.fence} has been seen here` });
      world.fence = call.fence;
      this.shown.push({ member: name, fence: call.fence, after: this.sent.length });
    }
    if (catalogue[op].kind === "read") return this.read(world, op) as never;
    this.beforeChange(name, op);
    const trouble = this.trouble.get(op);
    this.trouble.delete(op);
    if (trouble === "refused") throw new OperationFailed({ server: name, operation: op, what: "refused", errorId: "refused" });
    if (trouble !== "request-lost") {
      this.sent.push(`${name} ${op}`);
      this.fences.push(call.fence);
      if (catalogue[op].kind === "change") this.change(world, [op, args] as ChangeData);
    }
    if (trouble !== undefined) throw new OutcomeUnknown({ server: name, operation: op, what: "no answer came" });
    return undefined as never;
  };

  private read(world: MemberWorld, op: OperationName): unknown {
    const clock = new Date(this.clock.now()).toISOString();
    switch (op) {
      case "nlb.host":
        return {
          state: world.nlb,
          text: world.nlb,
          isDefaultHost: false,
          priority: 1,
          defaultState: world.defaultState,
          persistsLastState: false,
          cluster: "c",
          convergedWith: null,
        };
      case "forefront.status":
        return { state: world.forefront, rollupScript: false };
      case "scom.maintenance": {
        const on = world.scomEndsAt !== null;
        return { on, inEffect: on, endsAt: world.scomEndsAt, reason: null, comment: null, clock };
      }
      case "update.installed":
        return { product: "Exchange", build: world.build, updates: [] };
      case "services.list":
        return { services: [] };
      case "system.info":
        return { computer: "x", os: "x", powershell: "2.0", bootedAt: world.bootedAt, clock, freeDiskMb: 9999 };
      case "job.poll":
        if (this.clock.now() < this.jobsEndAt) return { state: "running", exitCode: null, startedAt: null, finishedAt: null, text: "" };
        return { state: "finished", exitCode: 0, startedAt: null, finishedAt: null, text: "" };
      default:
        throw new Error(`The small array does not know ${op}.`);
    }
  }

  private change(world: MemberWorld, [op, args]: ChangeData): void {
    switch (op) {
      case "nlb.drain":
      case "nlb.stop":
        world.nlb = "stopped";
        return;
      case "nlb.start":
        world.nlb = "converged";
        return;
      case "nlb.setDefaultState":
        world.defaultState = args.state;
        return;
      case "forefront.disable":
        world.forefront = "disabled";
        return;
      case "forefront.enable":
        world.forefront = "enabled";
        return;
      case "scom.begin":
      case "scom.extend":
        world.scomEndsAt = new Date(this.clock.now() + args.minutes * 60_000).toISOString();
        return;
      case "scom.end":
        world.scomEndsAt = null;
        return;
      case "job.start":
        this.jobsEndAt = this.clock.now() + this.jobsLastMs;
        world.build = args.brings?.build ?? world.build;
        return;
      default:
        throw new Error(`The small array does not know ${op}.`);
    }
  }
}

const verdict = (member: string, world: MemberWorld): Verdict => {
  const serves = world.reachable && world.nlb === "converged";
  const converging = world.reachable && world.nlb === "converging";
  const code = !world.reachable ? "unreachable" : serves ? "serves" : converging ? "converging" : "out";
  return { member, serves, converging, code, why: world.reachable ? world.nlb : "unreachable" };
};

/** A step that does what the test says. */
export const doing = (name: string, run: (context: StepContext) => Promise<Partial<StepResult> | void>, verifies?: true): Step => ({
  name,
  summary: name,
  uses: operationNames,
  ...(verifies === undefined ? {} : { verifies }),
  run: async (context) => ({ changed: true, text: quoted(name), ...(await run(context)) }),
});

const stop = doing("stop", (c) => c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] }));
const stay = doing("stay out", (c) =>
  c.server.change("nlb.setDefaultState", { state: "stopped" }, { undo: ["nlb.setDefaultState", { state: "started" }] }),
);
export const installArgs = (id: string): ArgsOf<"job.start"> => ({
  id,
  work: { kind: "command", file: "update.exe", arguments: [] },
  limitMinutes: 60,
  brings: { build: "14.3.195.1" },
});
const install = doing("install", (c) => c.server.change("job.start", installArgs(c.jobId(1)), { startsUpdate: true }));
const verify = doing("verify", () => Promise.resolve(), true);
const start = doing("start", (c) => c.server.change("nlb.start", {}));
const usual = doing("as found", (c) => c.server.change("nlb.setDefaultState", { state: "started" }));

/** The procedure in short. */
export const procedure = { stop, stay, install, verify, start, usual };

export interface Played {
  readonly run: Run;
  /** What each step was answered with, or the error it ended with. */
  readonly answers: (StepAnswer | Error)[];
}

/** What became of each member. */
export const outcomes = ({ run }: Played): string[] => run.state.members.map(({ outcome }) => outcome);

/** Starts a run and plays the flow: each member's message goes through the steps and back to the loop. */
export async function play(
  array: SmallArray,
  steps: readonly Step[] = Object.values(procedure),
  ask: Partial<StartAsk> = {},
): Promise<Played> {
  const answers: (StepAnswer | Error)[] = [];
  let run: Run | undefined;
  const ended = new Promise<Run>((resolve, reject) => {
    array.runs
      .start(
        {
          ...asked,
          array: array.setup,
          ...ask,
        },
        {
          changed: () => undefined,
          ended: (ended) => resolve(ended as Run),
          member: (message) => {
            run = array.runs.runningOn(array.setup.name);
            void walk(run as Run, message.run.token, steps, answers);
          },
        },
      )
      .catch(reject);
  });
  run = await ended;
  return { run, answers };
}

async function walk(run: Run, first: string, steps: readonly Step[], answers: (StepAnswer | Error)[]): Promise<void> {
  let token = first;
  for (const step of steps) {
    try {
      const answer = await run.step({ token, node: step.name, step, options: () => ({}), message: { payload: 1 } });
      answers.push(answer);
      token = answer.run.token;
    } catch (error) {
      answers.push(error as Error);
      return;
    }
  }
  await run.returned(token);
}

/** What a start is asked with where nothing else is said; the array is to be added. */
export const asked = {
  update: null,
  dryRun: false,
  members: null,
  requestedBy: null,
  note: null,
  key: null,
  body: {},
  flow: "loop",
  settings: defaultSettings,
};

/** What a step by hand on a member asks for, besides the step. */
export const byHandOn = (array: SmallArray, member: string) => ({
  array: array.setup,
  member,
  node: "n",
  options: () => ({}),
  message: {},
  requestedBy: null,
  note: null,
  flow: "n",
  settings: defaultSettings,
});

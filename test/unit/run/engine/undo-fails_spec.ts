import should from "should";
import { Fenced } from "../../../../lib/server/errors";
import { minutes } from "../../../../lib/time/duration";
import { StepFailed } from "../../../../lib/run/step";
import type { Step } from "../../../../lib/run/step";
import type { RunState } from "../../../../lib/run/record/state";
import type { Run } from "../../../../lib/run/engine/run";
import { leftToDo } from "../../../../lib/run/record/summary";
import { quoted } from "../../../../lib/texts";
import { saidReason } from "../../../shared/english";
import { asked } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify } = procedure;

/** How far the member has come when it happens. */
const moments = {
  "before its update": [stop, stay],
  "after its update has started": [stop, stay, install],
  "after it was verified": [stop, stay, install, verify],
} as const;
type Moment = keyof typeof moments;

/** What happens to the change that is taken back first, which is the default state. */
const undos = { works: undefined, "fails once": "refused", "fails always": "always-refused" } as const;
type Undo = keyof typeof undos;

/** What ends the run, of each class; a step of its own, or what comes between steps. */
interface Happening {
  readonly step?: (array: SmallArray) => Step;
  readonly between?: (array: SmallArray, run: Run) => unknown;
  readonly code: string;
}

const failed = (code: string) => Promise.reject(new StepFailed(code, quoted("It failed.")));

const happenings: Readonly<Record<string, Happening>> = {
  "a step that fails": { step: () => doing("failing", () => failed("backup-failed")), code: "backup-failed" },
  "a step that takes too long": {
    step: () =>
      doing("slow", async (c) => {
        const { met } = await c.wait.until(
          () => Promise.resolve(false),
          (yes) => yes,
          { limitMs: minutes(20) },
        );
        if (!met) await failed("drain-limit");
      }),
    code: "drain-limit",
  },
  "a member that is away for a while": {
    step: (array) =>
      doing("asking", async (c) => {
        array.at("CAS1").reachable = false;
        void array.clock.sleep(minutes(1)).then(() => (array.at("CAS1").reachable = true));
        await c.server.read("system.info", {});
      }),
    code: "unreachable",
  },
  "an error of somebody else's node": { between: (_, run) => void run.foreignError(quoted("It threw.")), code: "foreign-error" },
  "a message that is lost": { between: () => undefined, code: "message-lost" },
  "a lock that is lost": { between: (array) => (array as WithLock).loseLock(), code: "lock-lost" },
  "a guard that is broken": {
    between: (array) => {
      for (const name of ["CAS2", "CAS3"]) array.at(name).nlb = "stopped";
    },
    code: "guard-broken",
  },
  "an operator's stop": { between: (_, run) => void run.stop("now", "anna"), code: "stopped-by-operator" },
};

/** An array whose lock can be lost. */
class WithLock extends SmallArray {
  private readonly lost = new AbortController();

  constructor() {
    super();
    const { locks } = this.store;
    this.store.locks = { take: async (array, run) => ({ ...(await locks.take(array, run)), lost: this.lost.signal }) };
  }

  loseLock(): void {
    this.lost.abort();
  }
}

/** A night in which it happens to CAS1 at this moment. @param before what is done as it happens */
async function night(
  moment: Moment,
  { step, between }: Happening,
  before: (array: SmallArray) => void,
): Promise<{ array: SmallArray; state: RunState }> {
  const array = new WithLock();
  const ended = new Promise<Run>((resolve, reject) => {
    const member = async ({ run: { token: first } }: { readonly run: { readonly token: string } }) => {
      const run = array.runs.runningOn(array.setup.name) as Run;
      let token = first;
      for (const one of moments[moment])
        token = (await run.step({ token, node: one.name, step: one, options: () => ({}), message: {} })).run.token;
      before(array);
      between?.(array, run);
      const last = step?.(array);
      if (last !== undefined)
        await run.step({ token, node: last.name, step: last, options: () => ({}), message: {} }).catch(() => undefined);
    };
    array.runs
      .start(
        { ...asked, array: array.setup },
        { changed: () => undefined, ended: (run) => resolve(run as Run), member: (message) => void member(message) },
      )
      .catch(reject);
  });
  return { array, state: (await ended).state };
}

const MENDS = {
  defaultState: "Get-NlbClusterNode -HostName CAS1 -NodeName CAS1 | Set-NlbClusterNode -InitialHostState Started -Force",
  nlb: "Start-NlbClusterNode -HostName CAS1",
};

/** What of CAS1 is really not as it was, as the commands that would mend it. */
const reallyLeft = (array: SmallArray): string[] => {
  const { nlb, defaultState } = array.at("CAS1");
  return [...(defaultState === "started" ? [] : [MENDS.defaultState]), ...(nlb === "converged" ? [] : [MENDS.nlb])];
};

/** What the report says is what is. */
function isAsSaid({ array, state }: { array: SmallArray; state: RunState }, moment: Moment, undo: Undo): void {
  const [member] = state.members;
  const rests = moment === "after its update has started";
  const back = !rests && undo !== "fails always";
  const left = reallyLeft(array);
  left.should.eql(back ? [] : [MENDS.defaultState, MENDS.nlb]);
  member!.toMend.map(({ command }) => command).should.eql(left);
  leftToDo(state, member!).should.equal(!back);
  should(member!.left?.facts["nlb"]).equal(array.at("CAS1").nlb);
  should(member!.left?.facts["defaultState"]).equal(array.at("CAS1").defaultState);
  should(member!.outcome).equal(back && moment === "after it was verified" ? "updated" : "failed");
  const said = saidReason(member!.reason);
  if (back) said.should.match(/CAS1 was put back as it was found\./);
  else if (rests) said.should.match(/had started and is not verified\. It is left out of service/);
  else
    said.should.match(
      /could not be put back as it was found: .*tried 4 times: .*By hand: Get-NlbClusterNode .*InitialHostState Started -Force\./,
    );
  state.members.slice(1).forEach(({ changes }) => changes.should.be.empty());
}

describe("a member is left as the report says", () => {
  for (const [what, happening] of Object.entries(happenings))
    for (const moment of Object.keys(moments) as Moment[])
      for (const undo of Object.keys(undos) as Undo[])
        it(`after ${what} ${moment}, where taking back ${undo}`, async () => {
          const trouble = undos[undo];
          const ended = await night(moment, happening, (array) => {
            if (trouble !== undefined) array.trouble.set("nlb.setDefaultState", trouble);
          });
          should(ended.state.reason?.code).equal(happening.code);
          isAsSaid(ended, moment, undo);
        });

  for (const moment of Object.keys(moments) as Moment[])
    it(`after a journal that cannot be written any more ${moment}: nothing is touched, and everything is named`, async () => {
      let sent = 0;
      const { array, state } = await night(moment, { code: "journal-failed", step: () => doing("failing", () => failed("x")) }, (now) => {
        now.store.journals.append = () => Promise.reject(new Error("ENOSPC"));
        sent = now.sent.length;
      });
      should(state.reason?.code).equal("journal-failed");
      array.sent.should.have.length(sent);
      state.members[0]!.toMend.map(({ command }) => command).should.eql(reallyLeft(array));
      should(state.members[0]!.outcome).equal("failed");
    });

  it("names everything also where it does not answer at the end, and says that it could not be asked", async () => {
    const { state } = await night("before its update", happenings["a step that fails"]!, (array) => {
      array.at("CAS1").reachable = false;
    });
    state.members[0]!.toMend.map(({ command }) => command).should.eql([MENDS.defaultState, MENDS.nlb]);
    saidReason(state.members[0]!.reason).should.match(/could not be put back/);
  });

  it("does not go on with a member that another run has taken meanwhile", async () => {
    const { array, state } = await night("before its update", happenings["a lock that is lost"]!, (now) => {
      now.at("CAS1").fence = 99;
      now.beforeChange = () => {
        throw fenced();
      };
    });
    reallyLeft(array).should.eql([MENDS.defaultState, MENDS.nlb]);
    saidReason(state.members[0]!.reason).should.match(/tried once/);
  });
});

const fenced = () => new Fenced({ server: "CAS1", operation: "nlb.setDefaultState", what: "99 has been seen here" });

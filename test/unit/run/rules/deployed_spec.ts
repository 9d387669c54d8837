import should from "should";
import type { ArraySetup } from "../../../../lib/run";
import { fieldsHashed } from "../../../../lib/run";
import type { RunState } from "../../../../lib/run/record";
import { begin } from "../../../../lib/run/record";
import { planDifferences, planOf } from "../../../../lib/run/rules";
import type { RunSettings } from "../../../../lib/run/settings";
import { defaultSettings } from "../../../../lib/run/settings";
import type { Words } from "../../../../lib/texts";
import { english } from "../../../shared/english";
import { asked } from "../play";
import { SmallArray } from "../small-array";

const node = (name: string, fields: Record<string, unknown>) => ({ name, fields: fieldsHashed(fields) });
const nodes = { drain: node("Drain", { limit: 30, secret: "hunter2" }), check: node("Check", { events: true }) };

interface Edited {
  array?: (setup: ArraySetup) => Partial<ArraySetup>;
  now?: typeof nodes | Record<string, ReturnType<typeof node>>;
  settings?: Partial<RunSettings>;
  happened?: (state: RunState) => void;
}

const inEnglish = (differences: readonly Words[]) => differences.map((difference) => english.documents(difference)).join("; ");

/** What a run of two members finds different, after this was changed and that has happened: what it cannot go on with, and what it can. */
function edited({ array = (setup) => setup, now = nodes, settings = {}, happened = () => undefined }: Edited): {
  readonly refused: string;
  readonly allowed: string;
} {
  const { setup } = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
  const plan = planOf({ ...asked, array: setup, members: ["CAS1", "CAS2"], nodes });
  const state = begin({ type: "run started", run: "r", plan, planHash: "", fence: 1, at: 0 });
  happened(state);
  const found = planDifferences(state, { ...setup, ...array(setup) }, { nodes: now, settings: { ...defaultSettings, ...settings } });
  return { refused: inEnglish(found.refused), allowed: inEnglish(found.allowed) };
}

/** The same, where nothing of it is allowed. */
function found(changed: Edited): string {
  const { refused, allowed } = edited(changed);
  allowed.should.equal("");
  return refused;
}

/** The first member is behind the drain, and nobody comes after it. */
const last = (state: RunState): void => {
  const [first, second] = state.members;
  Object.assign(first as object, { phase: "at work", steps: [{ node: "drain", outcome: "done" }] });
  Object.assign(second as object, { phase: "ended" });
};

describe("what is deployed, against the plan of a run", () => {
  it("is the same where nothing was changed", () => {
    found({}).should.equal("");
  });

  it("names a node that was changed with its fields, one that was added and one that is gone", () => {
    found({ now: { ...nodes, drain: node("Drain", { limit: 31, secret: "hunter2" }) } }).should.match(/“Drain” has been changed \(limit\)/);
    found({ now: { ...nodes, ticket: node("Ticket", {}) } }).should.match(/“Ticket” has been added/);
    found({ now: { drain: nodes.drain } }).should.match(/“Check” is no longer there/);
  });

  it("names members of the run that went or moved", () => {
    const [one, , three] = new SmallArray(["CAS1", "CAS2", "CAS3"], 1).setup.members;
    found({ array: () => ({ members: [one!, three!] }) }).should.match(/no longer lists CAS2/);
    found({ array: () => ({ members: [one!, { name: "CAS2", address: "10.0.0.2" }, three!] }) }).should.match(/address of CAS2/);
  });

  it("allows what becomes of members with which the run has nothing to do, or no more, and names it", () => {
    const [one, two, three] = new SmallArray(["CAS1", "CAS2", "CAS3"], 1).setup.members;
    const none = { refused: "" };
    should(edited({ array: () => ({ members: [one!, two!] }) })).match({ ...none, allowed: /no longer lists CAS3/ });
    const more = [one!, two!, three!, { name: "CAS4", address: "CAS4" }];
    should(edited({ array: () => ({ members: more }) })).match({ ...none, allowed: /lists CAS4 now/ });
    should(edited({ array: () => ({ members: [one!, three!] }), happened: last })).match({ ...none, allowed: /no longer lists CAS2/ });
  });

  it("allows another number of members that have to stay in service: the guard goes by it from then on", () => {
    should(edited({ array: () => ({ minInService: 2 }) })).match({ refused: "", allowed: /was 1 and is 2 now/ });
  });

  it("allows the run to be watched over otherwise, and names each setting", () => {
    const settings: Partial<RunSettings> = {
      guardEveryMs: 30_000,
      watchdogMs: 60_000,
      memberMs: 3_600_000,
      window: { from: "22:00", to: "04:00", zone: "Europe/Zurich" },
      afterRestart: "end",
      whenStepFails: "hold",
      holdMs: 60_000,
      holdThen: "abandon",
    };
    const said = edited({ settings });
    said.refused.should.equal("");
    said.allowed.split("; ").should.have.length(8);
    said.allowed.should.match(
      /others serve.*counts as lost.*planned time.*window.*after a restart.*step fails.*waits for an answer.*without an answer/,
    );
  });

  it("names another kind of connection", () => {
    found({ array: ({ connection }) => ({ connection: { ...connection, kind: "ssh" } }) }).should.match(/is “ssh” now/);
  });

  it("does not mind what no member has before it", () => {
    const now = { ...nodes, drain: node("Drain", { limit: 31 }) };
    found({ now, happened: last }).should.equal("");
    found({ now: { ...nodes, check: node("Check", {}) }, happened: last }).should.match(/“Check” has been changed/);
  });

  /** How the first member stands, whether another one comes after it, and whether a drain that was changed counts. */
  const stands = {
    "one that comes later has it before it": ["at work", "done", "waiting", true],
    "the one at work has it behind it": ["at work", "unchanged", "ended", false],
    "it has failed on the one at work": ["at work", "failed", "ended", true],
    "it is at work on the one at work": ["at work", "at work", "ended", true],
    "only one that is through has it behind it": ["ended", "done", "at work", true],
  } as const;
  for (const [how, [phase, outcome, other, counts]] of Object.entries(stands))
    it(`${counts ? "minds" : "does not mind"} a node that was changed where ${how}`, () => {
      const happened = (state: RunState): void => {
        Object.assign(state.members[0] as object, { phase, steps: [{ node: "drain", outcome }] });
        Object.assign(state.members[1] as object, { phase: other });
      };
      found({ now: { ...nodes, drain: node("Drain", { limit: 31 }) }, happened }).should.match(counts ? /“Drain” has been changed/ : /^$/);
    });

  it("keeps no value of a field: it may be a secret", () => {
    JSON.stringify(nodes).should.not.containEql("hunter2");
    should(nodes.drain.fields["secret"]).match(/^[0-9a-f]{12}$/);
  });
});

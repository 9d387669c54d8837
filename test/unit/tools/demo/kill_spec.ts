import "should";
import type { Truth } from "../../../../lib/adapters/lab";
import type { MemberDocument } from "../../../../lib/run/record";
import { Instants } from "../../../../tools/demo/kill/instants";
import { judged } from "../../../../tools/demo/kill/judge";
import { killedLines, survived } from "../../../../tools/demo/kill";

const MEMBERS = 4;
const STEPS = 15;

/** How a run looks when so many of its steps have ended. */
const after = (ended: number): { readonly members: readonly MemberDocument[] } => ({
  members: Array.from({ length: MEMBERS }, (_, index) => {
    const own = Math.min(STEPS, Math.max(0, ended - index * STEPS));
    const state = own === STEPS ? "ended" : own === 0 ? "waiting" : "at work";
    return { state, steps: Array.from({ length: own }, () => ({ outcome: "done" })) } as unknown as MemberDocument;
  }),
});

/** When each kill comes in a night that is looked at after each step, and how long it waits then. */
function kills(count: number, seed: number): readonly (readonly [number, number])[] {
  const instants = new Instants({ count, seed, members: MEMBERS, steps: STEPS });
  const all: (readonly [number, number])[] = [];
  for (let ended = 0; ended < MEMBERS * STEPS; ended++)
    for (let wait = instants.next(after(ended)); wait !== null; wait = instants.next(after(ended))) all.push([ended, wait]);
  return all;
}

describe("The kills of a demo", () => {
  it("are as many as were asked for before the last step has ended, whatever the seed", () => {
    for (let seed = 0; seed < 200; seed++) kills(25, seed).length.should.equal(25);
  });

  it("come at other instants with another seed, and at the same ones with the same seed", () => {
    kills(10, 1).should.eql(kills(10, 1));
    kills(10, 1).should.not.eql(kills(10, 2));
    new Set(kills(10, 1).map(([ended]) => ended)).size.should.be.above(5);
  });

  const change = (op: string, args: unknown = {}, member = "CAS1") => ({ atMs: 1, member, op, kind: "change", args, clients: 0 });
  const truth = (operations: readonly unknown[], outside: readonly unknown[] = []): Truth => {
    const member = { reachable: true, nlb: "converged", outSince: null, version: "2.0" };
    return {
      startedAtMs: 0,
      nowMs: 9,
      operations,
      outside,
      facts: [],
      serving: [],
      alerts: [],
      clientsCut: [],
      failed: [],
      reads: {},
      members: { CAS1: member },
    } as unknown as Truth;
  };
  const twice = (...args: Parameters<typeof truth>) => judged(truth(...args), [], null).doneTwice;

  it("are judged by what the lab was told: the same change again, although nothing had taken it back, was done twice", () => {
    twice([change("nlb.drain"), change("nlb.setDefaultState", { state: "stopped" }), change("nlb.drain")]).should.eql([
      "nlb.drain was done twice on CAS1.",
    ]);
    twice([change("files.copy", { to: "a" }), change("files.copy", { to: "a" })]).should.eql(["files.copy was done twice on CAS1."]);
    const stop = change("services.stop", { name: "MSExchangeTransport" });
    twice([stop, stop]).should.eql(["services.stop was done twice on CAS1."]);
    twice([stop, change("services.start", { name: "MSExchangeTransport" }), stop]).should.eql([]);
    twice([change("nlb.drain"), change("nlb.drain", {}, "CAS2")]).should.eql([]);
    twice([change("nlb.setDefaultState", { state: "stopped" }), change("nlb.setDefaultState", { state: "started" })]).should.eql([]);
  });

  it("do not count what was put right after somebody else", () => {
    const drain = change("nlb.drain");
    twice([drain, drain], [{ atMs: 1, member: "CAS1", event: "nlb-start", by: "somebody" }]).should.eql([]);
  });

  it("are survived only if all were made, every member has the version and serves, and nothing was done twice", () => {
    const { notUpdated } = judged(truth([]), [], "2.1");
    notUpdated.should.eql(["CAS1"]);
    judged(truth([]), [], "2.0").notUpdated.should.eql([]);
    const good = { asked: 3, kills: 3, resumes: 2, doneTwice: [], notUpdated: [] };
    survived(good).should.be.true();
    for (const bad of [{ kills: 2 }, { doneTwice: ["nlb.drain was done twice on CAS1."] }, { notUpdated }])
      survived({ ...good, ...bad }).should.be.false();
    killedLines(good, 200).should.eql([
      "Node-RED was killed 3 times, and the run was taken up 2 times. By the lab's truth every member is updated and serves, and nothing was done twice.",
    ]);
    killedLines({ ...good, kills: 1, resumes: 1, notUpdated, doneTwice: ["x"] }, 300).should.eql([
      "Node-RED was killed once, and the run was taken up once. The run had ended before the other 2 were due. By the lab's truth not updated, or not in service: CAS1, and not everything was done only once.",
      "  x",
    ]);
  });
});

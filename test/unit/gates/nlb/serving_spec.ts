import { saidServing } from "../../../shared/english";
import fc from "fast-check";
import should from "should";
import { AccessDenied, OperationFailed, Unreachable } from "../../../../lib/server/errors";
import { servingByNlb } from "../../../../lib/gates/nlb/serving";
import type { Answers } from "../../../shared/answering";
import { AnsweringServer } from "../../../shared/answering";
import { generated } from "../../../shared/generated";
import { nlbHost } from "../../../shared/readings";
import { catalogue } from "../../../../lib/server/catalogue";

const open = { "probe.tcp": { open: true, ms: 1, error: null } } as const;
const shut = { "probe.tcp": { open: false, ms: 1, error: { code: "refused" } } } as const;
const serving = saidServing(servingByNlb({ scheme: "tcp", port: 443 }));

type Told = Parameters<typeof nlbHost>[0];
const member = (name: string, told: Told, probe: Answers = open) => new AnsweringServer(name, { "nlb.host": nlbHost(told), ...probe });
const defaultHost = (name: string, told: Told = {}, probe: Answers = open) =>
  member(name, { isDefaultHost: true, priority: 1, ...told }, probe);
const silent = (name: string) =>
  new AnsweringServer(name, { "nlb.host": new Unreachable({ server: name, operation: "nlb.host", what: "no answer within 30 s" }) });

const codes = async (...members: AnsweringServer[]) => (await serving(members)).map(({ code }) => code);

describe("An NLB array", () => {
  it("serves with all members that have converged together and answer", async () => {
    const verdicts = await serving([defaultHost("CAS1"), member("CAS2", {})]);
    verdicts.should.eql(
      ["CAS1", "CAS2"].map((name) => ({
        member: name,
        serves: true,
        converging: false,
        code: "serves",
        why: "converged, answers on port 443",
        ...(name === "CAS1" && { isDefaultHost: true }),
      })),
    );
  });

  it("is asked member by member about itself, on its own address, and about nothing else", async () => {
    const members = [defaultHost("CAS1"), member("CAS2", { state: "stopped" })];
    await serving(members);
    members[0]!.asked.should.eql([
      { op: "nlb.host", args: {} },
      { op: "probe.tcp", args: { port: 443 } },
    ]);
    members[1]!.asked.should.eql([{ op: "nlb.host", args: {} }]);
  });

  it("is asked all at once, with the signal of the one who asks", async () => {
    const { signal } = new AbortController();
    let [asked, most] = [0, 0];
    const slow = (name: string, isDefaultHost: boolean) =>
      new AnsweringServer(name, {
        ...open,
        "nlb.host": async (_args, call) => {
          should(call.signal).equal(signal);
          most = Math.max(most, ++asked);
          await new Promise(setImmediate);
          asked--;
          return nlbHost({ isDefaultHost });
        },
      });
    await serving([slow("CAS1", true), slow("CAS2", false), slow("CAS3", false)], signal);
    most.should.equal(3);
  });

  it("gets one verdict for each member, in order, whatever they tell", async () => {
    const answers = fc.record({ nlb: generated(catalogue["nlb.host"].result), probe: generated(catalogue["probe.tcp"].result) });
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { maxLength: 5 }), async (told) => {
        const members = told.map(({ nlb, probe }, index) => new AnsweringServer(`CAS${index}`, { "nlb.host": nlb, "probe.tcp": probe }));
        const verdicts = await serving(members);
        verdicts.map((verdict) => verdict.member).should.eql(members.map(({ name }) => name));
        const converged = told.filter(({ nlb }) => nlb.state === "converged").map(({ nlb }) => nlb.isDefaultHost);
        const defaultHosts = converged.includes(true) ? converged.filter((is) => is === true).length : Number(converged.includes(null));
        verdicts.forEach(({ serves, converging, code, why }, index) => {
          const { nlb, probe } = told[index]!;
          why.should.not.equal("");
          serves.should.equal(code === "serves");
          if (serves) [nlb.state, probe.open, defaultHosts].should.eql(["converged", true, 1]);
          if (converging) [probe.open, serves].should.eql([true, false]);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("A member of an NLB array", () => {
  it("is out while it is stopped, suspended, draining, or in a state that is not known", async () => {
    for (const state of ["stopped", "suspended", "draining", "unknown"] as const) {
      (await codes(member("CAS1", { state }), defaultHost("CAS2"))).should.eql(["out", "serves"]);
    }
  });

  it("says in which state it is out: by name, and by what the server calls one that is not known", async () => {
    const why = async (told: Told) => (await serving([defaultHost("CAS1"), member("CAS2", told)]))[1]?.why;
    const said = [await why({ state: "draining" }), await why({ state: "unknown", text: "code 99" }), await why({ state: "stopped" })];
    should(said[0]).match(/drain/);
    should(said[1]).match(/code 99/);
    should(said[2]).match(/stopped/);
    new Set(said).size.should.equal(3);
  });

  it("has no gate only where it says that NLB is not there: any other failure tells nothing of it", async () => {
    const failing = (errorId: string) =>
      new AnsweringServer("CAS2", { "nlb.host": new OperationFailed({ server: "CAS2", operation: "nlb.host", what: "no", errorId }) });
    (await codes(defaultHost("CAS1"), failing("nlb-no-node"))).should.eql(["serves", "no-gate"]);
    (await codes(defaultHost("CAS1"), failing("GetWMIManagementException"))).should.eql(["serves", "no-answer"]);
  });

  it("is out when it does not answer, and only it", async () => {
    const [first, second] = await serving([silent("CAS1"), defaultHost("CAS2")]);
    first!.should.eql({
      member: "CAS1",
      serves: false,
      converging: false,
      code: "unreachable",
      why: "unreachable (no answer within 30 s)",
    });
    second!.serves.should.be.true();
  });

  it("does not serve when it cannot be asked", async () => {
    const denied = new AccessDenied({ server: "CAS1", operation: "nlb.host", what: "access is denied" });
    const [first] = await serving([new AnsweringServer("CAS1", { "nlb.host": denied }), defaultHost("CAS2")]);
    first!.should.have.properties({ serves: false, code: "no-answer", why: "cannot tell whether it serves: access is denied" });
  });

  it("does not serve when it has converged but does not answer on its own address", async () => {
    const [first] = await serving([member("CAS1", {}, shut), defaultHost("CAS2")]);
    first!.should.have.properties({
      serves: false,
      code: "no-answer",
      why: "converged, but does not answer on port 443 (connection refused)",
    });
  });

  it("keeps its part in the cluster when its probe fails", async () => {
    const failing = { "probe.tcp": new Unreachable({ server: "CAS1", operation: "probe.tcp", what: "no answer within 15 s" }) };
    (await codes(defaultHost("CAS1", {}, failing), member("CAS2", {}))).should.eql(["no-answer", "serves"]);
  });

  it("does not serve while it converges, but counts as coming in if it answers", async () => {
    const [first, second] = await serving([member("CAS1", { state: "converging" }), member("CAS2", { state: "converging" }, shut)]);
    first!.should.have.properties({ serves: false, converging: true, code: "converging", why: "converging, answers on port 443" });
    second!.should.have.properties({ serves: false, converging: false, code: "converging" });
  });

  it("counts as coming in while the array is still to find its default host", async () => {
    const [, second] = await serving([member("CAS1", { state: "converging" }), member("CAS2", {})]);
    second!.should.have.properties({ serves: false, converging: true, code: "converging" });
  });

  it("does not serve when nobody is default host, and nobody is about to be", async () => {
    const verdicts = await serving([silent("CAS1"), member("CAS2", {})]);
    verdicts[1]!.should.have.properties({
      serves: false,
      converging: false,
      code: "out",
      why: "converged, but none of the members that could be asked is the default host",
    });
  });

  it("serves while another one drains, though no code tells then which is the default host", async () => {
    const seen = { isDefaultHost: null, convergedWith: [1, 2, 3] };
    const draining = member("CAS1", { state: "draining", priority: 1, convergedWith: [1, 2, 3] });
    (await codes(draining, member("CAS2", seen), member("CAS3", { ...seen, priority: 3 }))).should.eql(["out", "serves", "serves"]);
    (await codes(member("CAS2", seen), member("CAS3", { ...seen, priority: 3, convergedWith: [3] }))).should.eql([
      "split-cluster",
      "split-cluster",
    ]);
  });

  it("is no default host while it is not in service, whatever it says", async () => {
    (await codes(defaultHost("CAS1", { state: "stopped" }), defaultHost("CAS2"))).should.eql(["out", "serves"]);
  });

  it("brings our own mistakes and the end of the run to light", async () => {
    const ended = new Error("the run has stopped");
    await serving([defaultHost("CAS1"), new AnsweringServer("CAS2", { "nlb.host": ended })]).should.be.rejectedWith(ended);
    await serving([defaultHost("CAS1", {}, { "probe.tcp": ended })]).should.be.rejectedWith(ended);
  });
});

describe("A split NLB cluster", () => {
  it("is one with two default hosts; none that has converged counts as serving", async () => {
    const verdicts = await serving([defaultHost("CAS1"), defaultHost("CAS2"), member("CAS3", {}), member("CAS4", { state: "stopped" })]);
    verdicts.map(({ code }) => code).should.eql(["split-cluster", "split-cluster", "split-cluster", "out"]);
    verdicts[0]!.why.should.equal("converged, but the cluster is split: CAS1 and CAS2 are default hosts at the same time");
  });

  it("is one whose hosts see different hosts, who are named by the priorities that they tell", async () => {
    const verdicts = await serving([
      defaultHost("CAS1", { convergedWith: [1] }),
      member("CAS2", { convergedWith: [2, 3, 7] }),
      member("CAS3", { state: "draining", priority: 3 }),
    ]);
    verdicts.map(({ code }) => code).should.eql(["split-cluster", "split-cluster", "out"]);
    verdicts[0]!.why.should.equal("converged, but the cluster is split: CAS1 sees CAS1, CAS2 sees CAS2, CAS3 and host 7");
  });

  it("names a host that sees nobody as such", async () => {
    const [first] = await serving([defaultHost("CAS1", { convergedWith: [] }), member("CAS2", { convergedWith: [1, 2] })]);
    first!.why.should.equal("converged, but the cluster is split: CAS1 sees nobody, CAS2 sees CAS1 and CAS2");
  });

  it("is one as soon as one host sees one host more, or another one", async () => {
    const seeing = (...convergedWith: number[]) => ({ convergedWith });
    const both = ["split-cluster", "split-cluster"];
    (await codes(defaultHost("CAS1", seeing(1, 2)), member("CAS2", seeing(1, 2, 3)))).should.eql(both);
    (await codes(defaultHost("CAS1", seeing(1, 2, 3)), member("CAS2", seeing(1, 2)))).should.eql(both);
    (await codes(defaultHost("CAS1", seeing(1)), member("CAS2", seeing(2)))).should.eql(both);
  });

  it("is one in which a host that does not tell is not seen by another", async () => {
    const alone = defaultHost("CAS1", { convergedWith: [1] });
    (await codes(alone, member("CAS2", {}))).should.eql(["split-cluster", "split-cluster"]);
    (await codes(member("CAS2", {}), alone)).should.eql(["split-cluster", "split-cluster"]);
  });

  it("is one whose hosts see as many hosts, but not the same, in whatever place the difference is", async () => {
    for (const convergedWith of [
      [1, 2, 4],
      [1, 4, 3],
      [4, 2, 3],
    ]) {
      const split = await codes(defaultHost("CAS1", { convergedWith: [1, 2, 3] }), member("CAS2", { priority: 2, convergedWith }));
      split.should.eql(["split-cluster", "split-cluster"]);
    }
  });

  it("is not one whose hosts see the same hosts in another order", async () => {
    const verdicts = await codes(
      defaultHost("CAS1", { convergedWith: [1, 2] }),
      member("CAS2", { convergedWith: [2, 1] }),
      member("CAS3", { state: "stopped", convergedWith: null }),
    );
    verdicts.should.eql(["serves", "serves", "out"]);
  });

  it("is not one with hosts that tell nothing of each other", async () => {
    (await codes(defaultHost("CAS1"), member("CAS2", {}))).should.eql(["serves", "serves"]);
  });

  it("is not one with a single host left", async () => {
    (await codes(defaultHost("CAS1", { convergedWith: [1] }), silent("CAS2"))).should.eql(["serves", "unreachable"]);
  });
});

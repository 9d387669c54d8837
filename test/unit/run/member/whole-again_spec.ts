import "should";
import { waiting } from "../../../../lib/run/member/wait";
import { wholeAgain } from "../../../../lib/run/member/whole-again";
import type { Verdict } from "../../../../lib/server/array";
import { seconds } from "../../../../lib/time/duration";
import { VirtualClock } from "../../../../lib/time/virtual-clock";
import { AnsweringServer } from "../../../shared/answering";
import { said } from "../../../shared/english";

const verdict = (member: string, serves: boolean): Verdict => ({
  member,
  serves,
  converging: false,
  code: serves ? "serves" : "split-cluster",
  why: "",
});

describe("a cluster that was split", () => {
  const told = async (after: number, code = "split-cluster"): Promise<readonly string[]> => {
    const clock = new VirtualClock();
    const begun = clock.now();
    const wait = waiting({ server: new AnsweringServer("CAS2", {}), clock, signal: new AbortController().signal, dryRun: false });
    const look = () => Promise.resolve([verdict("CAS1", true), verdict("CAS2", clock.now() - begun >= after)]);
    return (await wholeAgain({ look, wait: () => wait }, "CAS2", { code })).map(said);
  };

  it("is said to be whole again as soon as all members serve, and who does not where it stays split", async () => {
    (await told(seconds(40))).should.eql(["Since then the cluster is whole again: all members serve."]);
    (await told(Number.POSITIVE_INFINITY)).should.eql(["The cluster is still not whole; not known to serve: CAS2."]);
  });

  it("is said not to be known to be whole where nobody can be asked", async () => {
    const clock = new VirtualClock();
    const wait = waiting({ server: new AnsweringServer("CAS2", {}), clock, signal: new AbortController().signal, dryRun: false });
    const look = () => Promise.reject(new Error("no such thing"));
    const told = await wholeAgain({ look, wait: () => wait }, "CAS2", { code: "split-cluster" });
    told.map(said).should.eql(["It is not known whether the cluster is whole again."]);
  });

  it("is not asked about where it was not split", async () => {
    (await told(0, "drain-limit")).should.eql([]);
  });
});

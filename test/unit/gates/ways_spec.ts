import should from "should";
import type { ServingSettings } from "../../../lib/gates/serving";
import { servingBy, takenOutBy, usesOfServing } from "../../../lib/gates/serving";
import type { Call } from "../../../lib/server/server";
import { AnsweringServer } from "../../shared/answering";
import { nlbHost } from "../../shared/readings";

const settings: ServingSettings = {
  serving: "nlb",
  servingScheme: "https",
  servingPort: 443,
  servingPath: "/",
  servingHost: "",
  servingStatus: "200",
  servingScript: "C:\\serves.ps1",
  otherMeans: false,
};
const ways = (["nlb", "http", "script"] as const).flatMap((serving) =>
  (["https", "http", "tcp"] as const).flatMap((servingScheme) =>
    [true, false].map((otherMeans): ServingSettings => ({ ...settings, serving, servingScheme, otherMeans })),
  ),
);

/** A member in perfect health, and the calls that went with the questions to it. */
function healthy(name: string): { server: AnsweringServer; calls: Call[] } {
  const calls: Call[] = [];
  const noting =
    <Answer>(answer: Answer) =>
    (_: unknown, call: Call): Answer => {
      calls.push(call);
      return answer;
    };
  const server = new AnsweringServer(name, {
    "nlb.host": noting(nlbHost({ isDefaultHost: true })),
    "probe.http": noting({ status: 200, location: null, ms: 1, error: null }),
    "probe.tcp": noting({ open: true, ms: 1, error: null }),
    "script.look": noting({ exitCode: 0, output: "" }),
  });
  return { server, calls };
}

describe("Every way of telling who serves", () => {
  for (const way of ways) {
    const { serving, servingScheme, otherMeans } = way;
    const byOtherMeans = otherMeans && serving !== "nlb";
    const named = `${serving}, ${servingScheme}${otherMeans ? ", by other means" : ""}`;

    it(`asks NLB unless members are taken out by other means, which NLB itself is not, and asks what it needs the right to (${named})`, async () => {
      const { server } = healthy("CAS1");
      const [verdict] = await servingBy(way)([server]);
      should(verdict?.serves).be.true();
      const asked = server.asked.map(({ op }) => op);
      asked.includes("nlb.host").should.equal(!byOtherMeans);
      asked.includes("script.look").should.equal(serving === "script");
      const probes = server.asked.filter(({ op }) => op === "probe.http");
      for (const { args } of probes) should(args).containEql({ scheme: servingScheme === "http" ? "http" : "https", port: 443, path: "/" });
      const uses = usesOfServing(way);
      uses.should.containDeep(asked);
      uses.includes("nlb.host").should.equal(!byOtherMeans);
      uses.includes("script.look").should.equal(serving === "script");
      takenOutBy(way).should.equal(byOtherMeans ? "by-other-means" : "at-gate");
    });

    it(`connects only to the port where that is enough by the settings, which is beside NLB alone (${named})`, async () => {
      const { server } = healthy("CAS1");
      await servingBy(way)([server]);
      const asks = (op: string) => server.asked.some((one) => one.op === op);
      asks("probe.tcp").should.equal(serving === "nlb" && servingScheme === "tcp");
      asks("probe.http").should.equal(serving === "http" || (serving === "nlb" && servingScheme !== "tcp"));
      asks("script.look").should.equal(serving === "script");
    });

    it(`hands the signal of the one who asks on to every question (${named})`, async () => {
      const { signal } = new AbortController();
      const { server, calls } = healthy("CAS1");
      await servingBy(way)([server], signal);
      calls.length.should.equal(server.asked.length);
      for (const call of calls) should(call.signal).equal(signal);
    });
  }
});

describe("A member that converges and whose page tells that it is out", () => {
  it("does not count as coming in", async () => {
    const server = new AnsweringServer("CAS1", {
      "nlb.host": nlbHost({ state: "converging" }),
      "probe.http": { status: 503, location: null, ms: 1, error: null },
    });
    const [verdict] = await servingBy(settings)([server]);
    should(verdict).match({ code: "converging", serves: false, converging: false });
  });
});

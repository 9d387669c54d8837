import { saidServing } from "../../shared/english";
import should from "should";
import type { ServingSettings } from "../../../lib/gates/serving";
import { servingBy } from "../../../lib/gates/serving";
import { OperationFailed } from "../../../lib/server/errors";
import { AnsweringServer } from "../../shared/answering";
import { nlbHost } from "../../shared/readings";

const settings: ServingSettings = {
  serving: "http",
  servingScheme: "http",
  servingPort: 8080,
  servingPath: "/health",
  servingHost: "mail.example.org",
  servingStatus: "204",
  servingScript: "",
  otherMeans: false,
};

/** What a member in perfect health is asked under these settings. */
const askedBy = async (differently: Partial<ServingSettings> = {}) => {
  const server = new AnsweringServer("CAS1", {
    "nlb.host": nlbHost({ isDefaultHost: true }),
    "probe.http": { status: 204, location: null, ms: 1, error: null },
    "probe.tcp": { open: true, ms: 1, error: null },
    "script.look": { exitCode: 0, output: "" },
  });
  const [verdict] = await saidServing(servingBy({ ...settings, ...differently }))([server]);
  should(verdict?.serves).be.true();
  return server.asked;
};

describe("The settings of how to tell that a member serves", () => {
  it("choose NLB with an HTTP probe or a TCP probe", async () => {
    const http = { scheme: "http", port: 8080, path: "/health", host: "mail.example.org" };
    (await askedBy({ serving: "nlb" })).should.eql([
      { op: "nlb.host", args: {} },
      { op: "probe.http", args: http },
    ]);
    (await askedBy({ serving: "nlb", servingScheme: "tcp" })).should.eql([
      { op: "nlb.host", args: {} },
      { op: "probe.tcp", args: { port: 8080 } },
    ]);
  });

  for (const serving of ["http", "script"] as const)
    it(`ask NLB beside ${serving}, unless members are taken out by other means`, async () => {
      const [first] = await askedBy({ serving, servingScript: "C:\\serves.ps1" });
      should(first).eql({ op: "nlb.host", args: {} });
      const host = new AnsweringServer("CAS1", {
        "nlb.host": nlbHost({ state: "stopped" }),
        "probe.http": { status: 204, location: null, ms: 1, error: null },
        "script.look": { exitCode: 0, output: "" },
      });
      const verdicts = await saidServing(servingBy({ ...settings, serving }))([host]);
      verdicts.map(({ code, why }) => [code, why]).should.eql([["out", "stopped in NLB"]]);
    });

  it("tell of no member that serves where NLB is to say so and is not there", async () => {
    const why = { server: "WEB1", operation: "nlb.host", what: "in no cluster", errorId: "nlb-no-node" } as const;
    const none = new AnsweringServer("WEB1", {
      "nlb.host": new OperationFailed(why),
      "probe.http": { status: 204, location: null, ms: 1, error: null },
    });
    const [verdict] = await saidServing(servingBy(settings))([none]);
    should(verdict).have.properties({ serves: false, code: "no-gate" });
  });

  it("choose an HTTP probe over http too", async () => {
    (await askedBy({ otherMeans: true })).should.eql([
      { op: "probe.http", args: { scheme: "http", port: 8080, path: "/health", host: "mail.example.org" } },
    ]);
  });

  it("choose an HTTP probe, without another host name unless one is set", async () => {
    (await askedBy({ otherMeans: true, servingScheme: "https", servingHost: "" })).should.eql([
      { op: "probe.http", args: { scheme: "https", port: 8080, path: "/health" } },
    ]);
  });

  it("choose a script of the user's own", async () => {
    (await askedBy({ otherMeans: true, serving: "script", servingScript: "C:\\serves.ps1" })).should.eql([
      { op: "script.look", args: { file: "C:\\serves.ps1" } },
    ]);
  });
});

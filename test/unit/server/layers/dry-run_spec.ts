import should from "should";
import type { ArgsOf, OperationName, ReadOp } from "../../../../lib/server/catalogue";
import { operationOf } from "../../../../lib/server/catalogue";
import { dryRun } from "../../../../lib/server/layers/dry-run";
import type { Invoke } from "../../../../lib/server/server";
import { Server } from "../../../../lib/server/server";
import { tells, toldAs } from "../../../shared/tells";
import { maintenance, nlbHost } from "../../../shared/readings";

const job = { id: "run/CAS1/install/1/1", work: { kind: "msp", file: "C:\\ur.msp", log: "C:\\ur.log" }, limitMinutes: 180 } as const;
const none = { state: "none", exitCode: null, startedAt: null, finishedAt: null, text: "" } as const;
const installed = { product: "Exchange 2010", build: "14.3.123.4", updates: [] };
const file = { exists: false, size: null, sha256: null, signature: "unknown" } as const;
const sha256 = "ab".repeat(32);

/** Servers that answer reads from a table; a change or a tell that reaches them fails the test. */
const real = (answers: { readonly [Op in ReadOp]?: unknown }) =>
  (async (_server: string, op: OperationName) => {
    if (operationOf(op).kind !== "read") throw new Error(`A dry run has sent ${op}.`);
    return answers[op as ReadOp];
  }) as unknown as Invoke;

const dry = (answers: { readonly [Op in ReadOp]?: unknown }, would: unknown[][] = []) => {
  const invoke = dryRun((...change) => void would.push(change))(real(answers));
  return (name: string) => new Server(name, invoke);
};

describe("A dry run", () => {
  it("reads for real", async () => {
    const server = dry({ "nlb.host": nlbHost() })("CAS1");
    (await server.read("nlb.host", {})).should.eql(nlbHost());
  });

  it("sends no change, and tells of each", async () => {
    const would: unknown[][] = [];
    const server = dry({}, would)("CAS1");
    should(await server.change("nlb.drain", {}, { undo: ["nlb.start", {}] })).be.undefined();
    await server.change("nlb.setDefaultState", { state: "stopped" });
    would.should.eql([
      ["CAS1", "nlb.drain", {}, { undo: ["nlb.start", {}] }],
      ["CAS1", "nlb.setDefaultState", { state: "stopped" }, {}],
    ]);
  });

  for (const op of tells)
    it(`tells nobody anything by ${op}, and notes no change`, async () => {
      const would: unknown[][] = [];
      should(await dry({}, would)("CAS1").tell(op, toldAs(op, "a"))).be.undefined();
      would.should.eql([]);
    });

  it("waits until the change is noted", async () => {
    const way: string[] = [];
    const would = async () => {
      await new Promise(setImmediate);
      way.push("noted");
    };
    await dryRun(would)(real({}))("CAS1", "nlb.drain", {}, {});
    way.push("gone on");
    way.should.eql(["noted", "gone on"]);
  });

  it("answers later reads as if its changes had been made, one after the other", async () => {
    const server = dry({ "nlb.host": nlbHost({ isDefaultHost: true }) })("CAS1");
    await server.change("nlb.drain", {});
    await server.change("nlb.setDefaultState", { state: "stopped" });
    (await server.read("nlb.host", {})).should.eql(nlbHost({ state: "stopped", isDefaultHost: false, defaultState: "stopped" }));
    await server.change("nlb.start", {});
    (await server.read("nlb.host", {})).should.have.properties({ state: "converged", defaultState: "stopped" });
  });

  it("changes only the server that it was about", async () => {
    const server = dry({ "nlb.host": nlbHost() });
    await server("CAS1").change("nlb.stop", {});
    (await server("CAS2").read("nlb.host", {})).should.eql(nlbHost());
  });

  it("changes only the reads in which the change is seen", async () => {
    const server = dry({ "nlb.host": nlbHost(), "scom.maintenance": maintenance() })("CAS1");
    await server.change("nlb.stop", {});
    (await server.read("scom.maintenance", {})).should.eql(maintenance());
  });

  it("changes only what the read was asked about", async () => {
    const server = dry({ "files.stat": file })("CAS1");
    await server.change("files.copy", { from: "\\\\files\\ur.msp", to: "C:\\ur.msp", sha256: sha256.toUpperCase() });
    (await server.read("files.stat", { path: "C:\\ur.msp" })).should.have.properties({ exists: true, sha256 });
    (await server.read("files.stat", { path: "C:\\other.msp" })).should.eql(file);
  });

  it("shows a change in every read that it names", async () => {
    const server = dry({ "job.poll": none, "update.installed": installed })("CAS1");
    await server.change("job.start", { ...job, brings: { build: "14.3.513.0" } });
    (await server.read("job.poll", { id: job.id })).state.should.equal("foreseen");
    (await server.read("job.poll", { id: "another" })).state.should.equal("none");
    should((await server.read("update.installed", {})).build).equal("14.3.513.0");
  });

  it("begins a plan of its own each time", async () => {
    await dry({})("CAS1").change("nlb.stop", {});
    (await dry({ "nlb.host": nlbHost() })("CAS1").read("nlb.host", {})).should.eql(nlbHost());
  });

  it("refuses a change with arguments that the real run could not send", async () => {
    const state = "off" as unknown as ArgsOf<"nlb.setDefaultState">["state"];
    await dry({})("CAS1").change("nlb.setDefaultState", { state }).should.be.rejected();
  });
});

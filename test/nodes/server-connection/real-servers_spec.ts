import helper from "node-red-node-test-helper";
import should from "should";
import type { Connection, Member } from "../../../lib/server/array";
import { Lab } from "../../../lib/adapters/lab";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import { adapter } from "../../../nodes/server-connection/adapter";
import { REHEARSAL } from "../../../nodes/server-connection/rehearsal";
import { asNew } from "../../shared/node-fields";
import type { ConnectionNode } from "../../../nodes/shared/runtime/registry";
import type { TestNode } from "../flow-nodes";
import type { InNodeRed } from "../in-node-red";
import { MEMBERS, aStep } from "../flow-nodes";
import { deployed, flowOf, nodeRed, redeployed, requestOfStart, takeDown } from "../in-node-red";

type Asked = Parameters<typeof adapter.connect>[0];
const connect = adapter.connect;

const aConnection = (more: Record<string, unknown> = {}): TestNode => ({
  id: "connection",
  type: "server-connection",
  ...asNew("server-connection"),
  name: "Real",
  kind: "local",
  executable: "my-pwsh",
  ...more,
});

describe("a server-connection to real servers", () => {
  nodeRed();
  const asked: Asked[] = [];
  const closed: Connection[] = [];
  beforeEach(() => {
    asked.splice(0);
    closed.splice(0);
    adapter.connect = (options) => {
      asked.push(options);
      const lab = new Lab({ array: "x", members: MEMBERS, seed: 1, speed: 300, faults: [], clock: new VirtualClock() });
      const { invoke, clock } = lab;
      const connection: Connection = { kind: options.settings.kind, invoke, clock, close: async () => void closed.push(connection) };
      return connection;
    };
  });
  afterEach(async () => {
    delete process.env[REHEARSAL];
    await takeDown();
    adapter.connect = connect;
  });

  const members: Member[] = MEMBERS.map((name) => ({ name, address: `${name.toLowerCase()}.example.org` }));
  const opened = (flow: InNodeRed, scomServer: string | null = null): Connection =>
    (helper.getNode("connection") as unknown as ConnectionNode).open({ registry: flow.registry, array: flow.array, members, scomServer });

  it("is opened with the members and the SCOM server of the array, and is the same for all who ask", async () => {
    const flow = await deployed({ connection: aConnection(), array: { scomServer: " scom1.example.org " } });
    (await flow.command("start")).should.match({ statusCode: 202 });
    asked.should.match([{ settings: { kind: "local", executable: "my-pwsh" }, members, scomServer: "scom1.example.org" }]);
    opened(flow, "scom1.example.org");
    asked.length.should.equal(1);
  });

  it("is closed when its node goes and the array is idle", async () => {
    const flow = await deployed({ connection: aConnection() });
    const connection = opened(flow);
    await redeployed(flow, flowOf(flow.array, { connection: aConnection({ executable: "other" }) }), "nodes");
    closed.should.deepEqual([connection]);
  });

  it("leads to a server in no array, which no SCOM server watches", async () => {
    const nodes = [aStep("nlb-start", { alone: true, connection: "connection" })];
    const flow = await deployed({ connection: aConnection(), nodes });
    flow.send("step", { payload: "CAS9" });
    await flow.failed("step").first();
    should(asked.at(-1)).match({ members: [{ name: "CAS9", address: "CAS9" }], scomServer: null });
  });

  it("refuses a start over HTTP as long as nothing protects it", async () => {
    const flow = await deployed({ connection: aConnection() });
    const http = { req: requestOfStart(), res: {} };
    (await flow.command("start", {}, http)).should.match({ statusCode: 403, payload: { error: { code: "http-not-protected" } } });
  });

  it("runs on the real clock, and does not warn", async () => {
    const flow = await deployed({ connection: aConnection() });
    opened(flow);
    should(asked[0]?.clock).be.undefined();
    flow.warned("connection").all.should.deepEqual([]);
  });

  it("runs on a fast clock in a rehearsal, and says so at its start", async () => {
    process.env[REHEARSAL] = JSON.stringify({ speed: 300, startsAt: 0, wallStart: 0 });
    const flow = await deployed({ connection: aConnection() });
    const { warn } = helper.getNode("connection") as unknown as { warn: { args: unknown[][] } };
    String(warn.args[0]).should.match(/ROLLING_UPDATE_REHEARSAL.*300 times/);
    opened(flow);
    should(asked[0]?.clock?.now()).be.above(Date.now());
  });

  it("warns of a rehearsal that is not said right, and can still be deployed", async () => {
    process.env[REHEARSAL] = "fast";
    await deployed({ connection: aConnection() });
    const { warn } = helper.getNode("connection") as unknown as { warn: { args: unknown[][] } };
    String(warn.args[0]).should.match(/ROLLING_UPDATE_REHEARSAL/);
  });

  if (process.platform !== "win32")
    it("refuses WinRM where Node-RED does not run on Windows", async () => {
      const flow = await deployed({ connection: aConnection({ kind: "winrm" }) });
      (await flow.command("start")).should.match({ statusCode: 409, payload: { error: { code: "winrm-needs-windows" } } });
    });
});

import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import helper from "node-red-node-test-helper";
import should from "should";
import type { Lab } from "../../../lib/adapters/lab";
import { Unreachable } from "../../../lib/server/errors";
import type { ConnectionNode } from "../../../nodes/shared/runtime/registry";
import type { TestNode } from "../flow-nodes";
import type { InNodeRed } from "../in-node-red";
import { asItIs, heldWork, scripted } from "../steps/scripted";
import { MEMBERS, aStep } from "../flow-nodes";
import { deployed, flowOf, newName, nodeRed, redeployed, takeDown } from "../in-node-red";

const aConnection = (more: Record<string, unknown> = {}): TestNode => ({
  id: "connection",
  type: "server-connection",
  name: "Lab",
  kind: "lab",
  role: "exchange-cas",
  seed: "5",
  speed: "3000",
  faults: [],
  truthFile: "",
  ...more,
});

const members = MEMBERS.map((name) => ({ name, address: name.toLowerCase() }));

/** The lab that the connection gives for an array. */
const opened = (flow: InNodeRed, array = flow.array, of = members, scomServer: string | null = null): Lab =>
  (helper.getNode("connection") as unknown as ConnectionNode).open({
    registry: flow.registry,
    array,
    members: of,
    scomServer,
  }) as Lab;

/** A lab that was closed answers nobody. */
const answers = async (lab: Lab): Promise<boolean> => {
  try {
    await lab.invoke("CAS1", "system.info", {}, {});
    return true;
  } catch (error) {
    should(error).be.instanceOf(Unreachable);
    return false;
  }
};

describe("a server-connection to the lab", () => {
  nodeRed();
  let userDir: string;
  beforeEach(async () => {
    userDir = await mkdtemp(join(tmpdir(), "nodes-"));
  });
  afterEach(async () => {
    await takeDown();
    await rm(userDir, { recursive: true, force: true, maxRetries: 3 });
  });

  const onDisk = (more: Record<string, unknown> = {}, name = newName()) =>
    deployed({ name, connection: aConnection(more), settings: { userDir } });
  const logs = async (): Promise<string[]> => (await readdir(join(userDir, "rolling-update", "lab"))).sort();
  const entries = async (array: string): Promise<{ type: string; speed?: number; op?: string }[]> => {
    const text = await readFile(join(userDir, "rolling-update", "lab", `${array}%20exchange-cas%205.jsonl`), "utf8");
    return text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string }); // prettier-ignore
  };
  const changed = async (flow: InNodeRed, more: Record<string, unknown>) =>
    redeployed(flow, flowOf(flow.array, { connection: aConnection(more) }), "nodes");

  it("has a SCOM server only where the array names one, as real servers have", async () => {
    const flow = await onDisk();
    const asked = (lab: Lab) => lab.invoke("CAS1", "scom.maintenance", {}, {});
    await asked(opened(flow)).should.be.rejectedWith({ errorId: "no-scom-server" });
    (await asked(opened(flow, flow.array, members, "scom.example.org"))).should.match({ on: false });
  });

  it("gives the same array the same lab, and another one another", async () => {
    const flow = await onDisk();
    const lab = opened(flow);
    lab.kind.should.equal("lab");
    should(opened(flow)).equal(lab);
    should(opened(flow, newName())).not.equal(lab);
  });

  it("keeps each world in one file of the lab's folder, whatever its other options are", async () => {
    const flow = await onDisk();
    opened(flow);
    await changed(flow, { speed: "600", faults: [{ name: "reboot-hangs", member: "cas2" }] });
    opened(flow);
    (await logs()).should.deepEqual([`${flow.array}%20exchange-cas%205.jsonl`]);
    (await entries(flow.array)).should.match([
      { type: "opened", speed: 3000, faults: [] },
      { type: "opened", speed: 600, faults: [{ name: "reboot-hangs", member: "CAS2" }] },
    ]);
  });

  it("hands on what happens in the lab, and keeps another world for another product and culture", async () => {
    const flow = await onDisk({
      product: "exchange-2019",
      culture: "fi-FI",
      events: [{ event: "nlb-start", member: "cas2", when: "install-update" }],
    });
    opened(flow);
    (await logs()).should.deepEqual([`${flow.array}%20exchange-cas%205%20exchange-2019%20fi-FI.jsonl`]);
    const [text = ""] = await Promise.all((await logs()).map((name) => readFile(join(userDir, "rolling-update", "lab", name), "utf8")));
    text.should.match(/"events":\[\{"name":"nlb-start","member":"CAS2","when":"install-update"\}\]/);
  });

  it("begins another world for another seed or role", async () => {
    const flow = await onDisk();
    opened(flow);
    await changed(flow, { seed: "6" });
    opened(flow);
    await changed(flow, { role: "web-farm" });
    opened(flow);
    (await logs()).should.deepEqual([
      `${flow.array}%20exchange-cas%205.jsonl`,
      `${flow.array}%20exchange-cas%206.jsonl`,
      `${flow.array}%20web-farm%205.jsonl`,
    ]);
  });

  it("has defaults for what is left empty", async () => {
    const flow = await onDisk({ seed: "", speed: "", role: undefined });
    opened(flow);
    const text = await readFile(join(userDir, "rolling-update", "lab", `${flow.array}%20exchange-cas%201.jsonl`), "utf8");
    JSON.parse(text).should.match({ speed: 300, members: MEMBERS });
  });

  it("closes its labs when its node is taken away and nothing works on them", async () => {
    const flow = await onDisk();
    const lab = opened(flow);
    (await answers(lab)).should.be.true();
    await takeDown();
    (await answers(lab)).should.be.false();
  });

  it("finds the world as it was when Node-RED starts again", async () => {
    const flow = await onDisk();
    await opened(flow).invoke("CAS1", "nlb.setDefaultState", { state: "stopped" }, {});
    await takeDown();
    const again = await onDisk({}, flow.array);
    (await opened(again).invoke("CAS1", "nlb.host", {}, {})).should.match({ defaultState: "stopped" });
    (await entries(flow.array)).map(({ type }) => type).should.deepEqual(["opened", "accepted"]);
  });

  it("shares a world between two connections, and closes it with the last one", async () => {
    const name = newName();
    const flow = await deployed({
      name,
      connection: aConnection(),
      nodes: [aConnection({ id: "second-connection" })],
      settings: { userDir },
    });
    const lab = opened(flow);
    should(
      (helper.getNode("second-connection") as unknown as ConnectionNode).open({
        registry: flow.registry,
        array: name,
        members,
        scomServer: null,
      }),
    ).equal(lab);
    await redeployed(flow, flowOf(name, { nodes: [aConnection({ id: "second-connection" })] }), "nodes");
    (await answers(lab)).should.be.true();
    await takeDown();
    (await answers(lab)).should.be.false();
  });

  describe("that is redeployed while a run is at work", () => {
    afterEach(asItIs);

    for (const [what, more, speeds] of [
      ["as it was", { name: "renamed" }, [3000]],
      ["with other options", { speed: "600" }, [3000, 600]],
    ] as const) {
      it(`${what}: the lab is open until the interrupted run has looked at what it leaves, and then opened again`, async () => {
        const work = heldWork();
        scripted("nlb-start", work.run);
        const nodes = [aStep("nlb-start")];
        const loop = { afterRestart: "end" };
        const flow = await deployed({ name: newName(), connection: aConnection(), nodes, loop, settings: { userDir } });
        const message = await flow.start();
        const lab = opened(flow);
        flow.send("step", message);
        await work.begun;
        const deploying = redeployed(flow, flowOf(flow.array, { nodes, loop, connection: aConnection(more) }), "nodes");
        await flow.warned("loop").first();
        (await answers(lab)).should.be.true();
        work.end();
        await deploying;

        const { reasonCode, members: told } = await flow.documentOf(message["run"].id);
        should(reasonCode).equal("interrupted");
        told[0]!.left.should.match({ nlb: "converged", defaultState: "started" });
        (await answers(lab)).should.be.false();
        (await flow.command("start")).should.match({ statusCode: 202 });
        (await answers(opened(flow))).should.be.true();
        const openings = (await entries(flow.array)).filter(({ type }) => type === "opened");
        openings.map(({ speed }) => speed).should.deepEqual(speeds);
      });
    }
  });

  describe("that cannot be used", () => {
    for (const [what, more, code, text] of [
      [
        "of a kind that is not known",
        { kind: "telnet" },
        "connection-not-usable",
        /kind: “telnet” is not one of the choices: lab, winrm, ssh, local/,
      ],
      [
        "with a fault that the lab does not know",
        { faults: [{ name: "meteor", member: "CAS1" }] },
        "unknown-fault",
        /faults: Fault 1: “meteor” is not one of the choices: drain-never-ends, vanishes/,
      ],
      [
        "with a fault of nobody in the array",
        { faults: [{ name: "reboot-hangs", member: "MBX1" }] },
        "unknown-member",
        /set for MBX1, which is not in the array/,
      ],
      [
        "with an event of nobody in the array",
        { events: [{ event: "power-cut", member: "MBX1", when: "+45" }] },
        "unknown-member",
        /power-cut is set for MBX1, which is not in the array/,
      ],
      [
        "with an event whose moment is none",
        { events: [{ event: "power-cut", member: "CAS1", when: "verify-health" }] },
        "connection-not-usable",
        /events: Event 1: /,
      ],
    ] as const) {
      it(`${what} says so as the answer to a start`, async () => {
        const flow = await onDisk(more);
        (await flow.command("start")).should.match({ statusCode: 409, payload: { error: { code, message: text } } });
      });
    }
  });

  it("warns, and lets Node-RED live, where the truth cannot be written", async () => {
    const flow = await onDisk({ truthFile: join(userDir, "rolling-update", "lab", "in-the-way", "truth.json") });
    opened(flow);
    await rm(join(userDir, "rolling-update", "lab", "in-the-way"), { recursive: true, force: true });
    await writeFile(join(userDir, "rolling-update", "lab", "in-the-way"), "a file, not a folder");
    await changed(flow, { truthFile: "" });
    (await flow.warned("connection").first()).should.match(/The lab's record of the truth could not be written: /);
  });

  it("leads to a server in no array too, as a lab of its own", async () => {
    const step = aStep("nlb-start", { alone: true, connection: "connection" });
    const flow = await deployed({ connection: aConnection(), nodes: [step], settings: { userDir } });
    flow.send("step", { payload: "SRV9" });
    (await flow.got("after").first()).payload!.should.match({ changed: false });
    (await logs()).should.containEql("SRV9%20exchange-cas%205.jsonl");
  });
});

import should from "should";
import { aStep } from "../../flow-nodes";
import { deployed, nodeRed, takeDown } from "../../in-node-red";

const step = (id: string, type: string, to: string[][], more = {}) => aStep(type, { id, name: `my ${id}`, wires: to, ...more });

/** A whole procedure, with other settings for some of its steps. */
const whole = (settings: Readonly<Record<string, object>>, between: readonly string[] = []) => ({
  loop: { wires: [["fit"], ["finished"], ["stopped"], ["reply"]], ...settings["loop"] },
  nodes: [
    step("fit", "preflight-check", [["drain"], ["loop"]], settings["fit"]),
    step("drain", "nlb-drainstop", [["stay"]], settings["drain"]),
    step("stay", "nlb-set-default-state", [between.length > 0 ? [...between] : ["install"]], settings["stay"]),
    ...between.map((id) => ({ id, type: "foreign", z: "flow", name: id, wires: [["install"]] })),
    step("install", "install-update", [["verify"]], settings["install"]),
    step("verify", "verify-health", [["start"]], settings["verify"]),
    step("start", "nlb-start", [["loop"]], settings["start"]),
  ],
});

describe("a start by a flow with a step that is not set up right", () => {
  nodeRed();

  for (const [what, settings, code, words] of [
    ["whose setting is not valid", { verify: { tcpPorts: ["x"] } }, "bad-options", /my verify: .*tcpPorts: “x”/],
    ["whose limit is not valid", { start: { limitMinutes: "0" } }, "bad-options", /my start: .*limitMinutes: From 1/],
    ["that chooses a package that is gone", { install: { update: "gone" } }, "bad-options", /my install: The update-package/],
    ["that installs, with no package anywhere", { loop: { update: "" } }, "bad-options", /my install: .*names an update-package/],
  ] as const)
    it(`is refused: a step ${what}`, async () => {
      const flow = await deployed(whole(settings));
      for (const dryRun of [false, true])
        (await flow.command("start", { dryRun })).should.match({ statusCode: 409, payload: { error: { code, message: words } } });
      should(flow.registry.runs.runningOn(flow.array)).be.undefined();
    });

  it("is refused: a step in a subflow, by the settings that its instances have", async () => {
    const template = {
      id: "template",
      type: "subflow",
      name: "Check",
      in: [{ x: 0, y: 0, wires: [{ id: "inner" }] }],
      out: [0, 1].map((port) => ({ x: 0, y: 0, wires: [{ id: "inner", port }] })),
      env: [{ name: "DISK", type: "str", value: "5120" }],
    };
    const inner = step("inner", "preflight-check", [[], []], { z: "template", minFreeDiskMb: "$\u007bDISK}" });
    const started = async (disk: string) => {
      const env = [{ name: "DISK", type: "str", value: disk }];
      const instance = { id: "instance", type: "subflow:template", z: "flow", name: "", env, wires: [["loop"], ["loop"]] };
      const flow = await deployed({
        loop: { wires: [["instance"], ["finished"], ["stopped"], ["reply"]] },
        nodes: [template, inner, instance],
      });
      return await flow.command("start", { dryRun: true });
    };
    (await started("soon")).should.match({ statusCode: 409, payload: { error: { code: "bad-options", message: /my inner: .*“soon”/ } } });
    await takeDown();
    (await started("4096")).should.match({ statusCode: 202 });
  });

  it("names all of them", async () => {
    const flow = await deployed(whole({ verify: { tcpPorts: ["x"] }, drain: { limitMinutes: "no" } }));
    const { payload } = await flow.command("start");
    (payload as { error: { message: string } }).error.message.should.match(/my drain: .*my verify: /);
  });

  it("does not heed a step that no member's message can reach", async () => {
    const { nodes, loop } = whole({});
    const flow = await deployed({ loop, nodes: [...nodes, step("aside", "nlb-start", [["loop"]], { limitMinutes: "0" })] });
    (await flow.command("start")).should.match({ statusCode: 202 });
  });

  it("is let pass where a node between the steps may name the package, and preflight warns of it", async () => {
    const flow = await deployed(whole({ loop: { update: "" } }, ["chooser"]));
    const { payload } = await flow.command("start");
    const id = (payload as { runId: string }).runId;
    should(id).be.a.String();
    await flow.got("drain").first();
    (await flow.documentOf(id)).warnings.join("\n").should.match(/my install.*msg\.update.*only .*known/);
  });

  it("is accepted again once the setting is right", async () => {
    const flow = await deployed(whole({}));
    (await flow.command("start")).should.match({ statusCode: 202 });
  });
});

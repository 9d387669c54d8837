import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import helper from "node-red-node-test-helper";
import "should";
import { quoted } from "../../../lib/texts";
import { minutes } from "../../../lib/time";
import { aStep } from "../flow-nodes";
import { deployed, newName, nodeRed, takeDown } from "../in-node-red";
import { asItIs, scripted } from "./scripted";

describe("what steps by hand have left", () => {
  nodeRed();
  afterEach(asItIs);

  const drains = aStep("nlb-drainstop", { wires: [["install"]] });
  const installs = aStep("install-update", { id: "install" });

  /** Drains CAS1 and begins an update that nobody verifies. */
  const unverified = async (more: object = {}) => {
    scripted("install-update", async ({ server, workId }) => {
      const work = { kind: "command", file: "update.exe", arguments: [] } as const;
      await server.change(
        "job.start",
        { id: workId(1), work, limitMinutes: 60, brings: { build: "14.3.195.1" } } as never,
        { startsUpdate: true } as never,
      );
      return { changed: true, text: quoted("begun") };
    });
    const flow = await deployed({ nodes: [drains, installs], package: {}, ...more });
    flow.send("step", { payload: "CAS1", update: "Rollup 6" });
    await flow.got("after").first();
    return flow;
  };

  it("is watched by the node of the last one: that its member came into service unverified is said in the log and below it", async () => {
    const flow = await unverified();
    await flow.lab!.clock.sleep(minutes(1));
    await flow.lab!.invoke("CAS1", "nlb.start", {}, {});
    (await flow.warned("install").first()).should.match(/^CAS1 · CAS1 came into service by another hand before its update was verified/);
    (await flow.shown("install").first(({ fill }) => fill === "red")).should.match({ shape: "dot", text: /came into service/ });
    (await flow.warned("install").first((said) => /stopped again/.test(said))).should.match(/^CAS1 · /);
  });

  it("is not watched any more where its array has been taken away, which is said", async () => {
    const flow = await unverified();
    flow.registry.arrays.clear();
    (await flow.warned("install").first()).should.match(/CAS1 could not be looked after since the last step by hand.*CAS1 is in no array/);
  });

  describe("half-way", () => {
    const folders: string[] = [];
    const userDir = async (): Promise<string> => {
      folders.push(await mkdtemp(join(tmpdir(), "nodes-")));
      return folders.at(-1)!;
    };
    afterEach(async () => {
      for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    });
    const logged = (about: RegExp): readonly string[] =>
      (helper.log() as unknown as { args: [{ level: number; msg: unknown }][] }).args.flatMap(([{ msg }]) =>
        about.test(String(msg)) ? [String(msg)] : [],
      );

    it("is named when Node-RED has been started again, once", async () => {
      const dying = await userDir();
      const flow = await unverified({ settings: { userDir: dying } });
      const next = await userDir();
      await cp(join(dying, "rolling-update"), join(next, "rolling-update"), { recursive: true });
      await takeDown();
      // Its array has another name by now: its journal tells.
      await deployed({ name: newName(), settings: { userDir: next } });
      const about = new RegExp(`^CAS1 of ${flow.array} was left half-way.*nlb stopped instead of converged, its update has started`);
      while (logged(about).length === 0) await new Promise((resolve) => void setImmediate(resolve));
      logged(about).length.should.equal(1);
    });
  });
});

import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { manifestIn, root } from "../../../../tools/program";
import { FileStore } from "../../../../lib/run";
import { prepareStart, runEditor } from "../../../../tools/node-red/run-editor";
import { smallStart } from "../../../shared/small-plan";

describe("npm start", () => {
  const dist = join(__dirname, "../../../../dist");
  const builtAt = () => statSync(dist, { throwIfNoEntry: false })?.ctimeMs;
  const started = async (...args: string[]) => {
    const said = { out: "", err: "" };
    const to = (name: keyof typeof said) => ({ write: (text: string) => (said[name] += text) !== "" }) as unknown as NodeJS.WriteStream;
    const code = await runEditor(args, {}, { out: to("out"), err: to("err") });
    return { code, ...said };
  };

  it("builds nothing where it is refused: another one may be using what is built", async () => {
    const before = builtAt();
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    (await started("--port", "abc")).should.match({ code: 2, out: "", err: /port/ });
    (await started("--port", String(port))).should.match({ code: 1, out: "", err: /--port/ });
    taken.close();
    (manifestIn(root) as unknown as { scripts: { start: string } }).scripts.start.should.not.match(/build/);
    should(builtAt()).equal(before);
  });

  describe("in a user directory with what an earlier start has left", () => {
    let userDir: string;
    let lab: string;
    beforeEach(() => {
      userDir = mkdtempSync(join(tmpdir(), "start-"));
      lab = join(userDir, "rolling-update", "lab");
      mkdirSync(lab, { recursive: true });
    });
    afterEach(() => rmSync(userDir, { recursive: true, force: true, maxRetries: 3 }));
    const begun = async (run: string, more: object = {}) => {
      const { journals } = new FileStore(join(userDir, "rolling-update"));
      await journals.append(run, smallStart(run, 1000, more));
      await journals.close(run);
      return journals;
    };

    it("keeps the lab while a run is open, so that it goes on there, and says so", async () => {
      writeFileSync(join(userDir, "flows.json"), JSON.stringify([{ id: "loop", type: "rolling-update" }]));
      await begun("20260110-220000-a-000001", { flow: "loop" });
      const said = await prepareStart(userDir, 1880);
      existsSync(lab).should.be.true();
      said.should.match(/Run 20260110-220000-a-000001 is still open: the lab is as it was, and the run goes on\. .*delete .*lab/);
    });

    it("says that an open run waits whose loop is not in the flows any more, or disabled", async () => {
      await begun("20260110-220000-a-000001", { flow: "loop" });
      const withFlows = async (...flows: readonly object[]): Promise<string> => {
        writeFileSync(join(userDir, "flows.json"), JSON.stringify(flows));
        return await prepareStart(userDir, 1880);
      };
      const waits = /the lab is as it was\. It waits, since its loop is not in the flows: the warning/;
      (await withFlows()).should.match(waits);
      (await withFlows({ id: "loop", type: "rolling-update", d: true })).should.match(waits);
      (await withFlows({ id: "other", type: "rolling-update" })).should.match(waits);
      (await withFlows({ id: "s", type: "subflow" }, { id: "in", type: "rolling-update", z: "s" })).should.match(/and the run goes on/);
      existsSync(lab).should.be.true();
    });

    it("takes the bundled flow where there is none yet", async () => {
      await prepareStart(userDir, 1880);
      existsSync(join(userDir, "flows.json")).should.be.true();
    });

    it("begins with a fresh lab where no run is open, and where only a dry run is", async () => {
      const journals = await begun("20260110-220000-a-000001");
      await journals.append("20260110-220000-a-000001", { type: "run finished", outcome: "finished", reason: null, at: 2000 });
      await journals.close("20260110-220000-a-000001");
      await begun("20260110-230000-a-000002", { dryRun: true });
      (await prepareStart(userDir, 1880)).should.equal("");
      existsSync(lab).should.be.false();
    });

    it("keeps the lab where it is not known whether a run is open", async () => {
      await begun("20260110-220000-a-000001");
      const runs = join(userDir, "rolling-update", "runs");
      renameSync(join(runs, "20260110-220000-a-000001.jsonl"), join(runs, "20260110-220000-a-000002.jsonl"));
      (await prepareStart(userDir, 1880)).should.match(/^It is not known whether a run is open .*: the lab is as it was/);
      existsSync(lab).should.be.true();
    });
  });
});

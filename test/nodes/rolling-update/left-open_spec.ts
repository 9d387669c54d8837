import promises, { appendFile, cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "should";
import { deployed, errorOf, newName, nodeRed, takeDown } from "../in-node-red";

describe("a run that a dying Node-RED left open", () => {
  nodeRed();
  let folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    folders = [];
  });
  const userDir = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), "nodes-"));
    folders.push(folder);
    return folder;
  };

  /** A run at work in a Node-RED that is killed, and a user directory with what that leaves on the disk: what is there at this moment. */
  const killedAtWork = async (name: string, torn = ""): Promise<{ next: string; run: { readonly id: string; readonly token: string } }> => {
    const dying = await userDir();
    const { run } = await (await deployed({ name, settings: { userDir: dying } })).start();
    const next = await userDir();
    await cp(join(dying, "rolling-update"), join(next, "rolling-update"), { recursive: true });
    if (torn !== "") await appendFile(join(next, "rolling-update", "runs", `${run.id}.jsonl`), torn);
    await takeDown();
    return { next, run };
  };

  const endsIt = { afterRestart: "end" };

  it("goes on when the flows start, from the message that went out last; a start that comes at the same time is told so", async () => {
    const name = newName();
    const { next, run } = await killedAtWork(name);
    const again = await deployed({ name, settings: { userDir: next } });
    errorOf(await again.command("start")).code.should.equal("array-busy");
    (await again.got("member").first())["run"].should.match({ id: run.id, token: run.token });
    (await again.warned("loop").first()).should.match(
      new RegExp(`Run ${run.id} of ${name} was interrupted: Node-RED ended while it was at work\\. It is resumed`),
    );
    (await again.documentOf(run.id)).should.match({ state: "running" });
  });

  it("is ended when the flows start where the loop is set so, says what is left, and a new one can be started", async () => {
    const name = newName();
    const { next, run } = await killedAtWork(name);
    const again = await deployed({ name, settings: { userDir: next }, loop: endsIt });
    (await again.warned("loop").first()).should.match(
      new RegExp(`Run ${run.id} of ${name} was interrupted when Node-RED ended\\. What is left to do: .*\\.html`),
    );
    const document = await again.documentOf(run.id);
    document.should.match({ state: "ended", outcome: "stopped", reasonCode: "interrupted" });
    (await again.got("stopped").first()).should.match({ run: { id: run.id }, payload: { runId: run.id, reasonCode: "interrupted" } });
    (await readdir(join(next, "rolling-update", "reports"))).should.containEql(`${run.id}.html`);
    (await readFile(join(next, "rolling-update", "runs", `${run.id}.jsonl`), "utf8")).should.match(/"run finished"/);
    (await again.command("start")).should.match({ statusCode: 202 });
  });

  it("is told of when its record cannot be ended", async () => {
    const name = newName();
    const { next } = await killedAtWork(name, '{"n":9,"cut off in mid-');

    const { open } = promises;
    // A journal alone is opened so.
    promises.open = (path, flags, mode) =>
      flags === "a+" ? Promise.reject(new Error("EPERM: operation not permitted")) : open(path, flags, mode);
    try {
      const again = await deployed({ name, settings: { userDir: next }, loop: endsIt });
      (await again.warned("loop").first()).should.match(
        new RegExp(
          `A run of ${name} was interrupted .* could not be ended: .*EPERM: operation not permitted\\. .*Look at the members before`,
        ),
      );
    } finally {
      promises.open = open;
    }
  });

  it("is ended before a start that comes at the same time is answered", async () => {
    const name = newName();
    const { next, run } = await killedAtWork(name);
    const again = await deployed({ name, settings: { userDir: next }, loop: endsIt });
    const first = await again.start();
    first["run"].id.should.not.equal(run.id);
    (await again.documentOf(run.id)).should.match({ state: "ended", reasonCode: "interrupted" });
  });
});

import promises, { appendFile, cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import helper from "node-red-node-test-helper";
import "should";
import { aLoop } from "../flow-nodes";
import { deployed, errorOf, flowOf, newName, nodeRed, redeployed, takeDown } from "../in-node-red";

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

  /** What Node-RED has written into its log as warnings, of a run. */
  const loggedOf = (run: string): readonly string[] =>
    (helper.log() as unknown as { args: [{ level: number; msg: unknown }][] }).args
      .filter(([{ level, msg }]) => level === 30 && String(msg).includes(run))
      .map(([{ msg }]) => String(msg));
  /** The first one; the test's own time is the limit. */
  const logged = async (run: string): Promise<string> => {
    for (;;) {
      const [first] = loggedOf(run);
      if (first !== undefined) return first;
      await new Promise((resolve) => void setImmediate(resolve));
    }
  };

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

  it("asks when the flows start where the loop is set so, and goes on when it is told to", async () => {
    const name = newName();
    const { next, run } = await killedAtWork(name);
    const again = await deployed({ name, settings: { userDir: next }, loop: { afterRestart: "ask" } });
    (await again.shown("loop").first(({ text = "" }) => text.startsWith("asks"))).text!.should.match(/^asks what to do · CAS1-1/);
    (await again.documentOf(run.id)).should.match({ state: "running", questions: [{ reasonCode: "restarted", answer: null }] });
    again.got("member").all.should.be.empty();
    (await again.command("answer", { question: "CAS1-1", answer: "retry" })).should.match({ statusCode: 202 });
    (await again.got("member").first())["run"].should.match({ id: run.id });
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

  it("is told of in the log once where its loop is disabled and no other loop of its array is there: how its members are, and what to do", async () => {
    const name = newName();
    const { next, run } = await killedAtWork(name);
    const again = await deployed({ name, settings: { userDir: next }, loop: { d: true } });
    (await logged(run.id)).should.match(
      new RegExp(
        `Run ${run.id} of ${name} has no end in its journal, and no loop of ${name} is deployed.*CAS1: at work.*2 members waiting.*Deploy its flow again.*journal -- show .*${run.id}\\.jsonl`,
      ),
    );
    await redeployed(
      again,
      [...flowOf(name, { loop: { d: true } }), { id: "new", type: "helper", z: "flow", x: 0, y: 0, wires: [] }],
      "nodes",
    );
    loggedOf(run.id).should.have.length(1);
    (await again.documentOf(run.id)).should.match({ state: "running", interrupted: /Node-RED ended/, waitsFor: /No loop of/ });
  });

  it("is told of where Node-RED starts no flow at all, since node types are missing", async () => {
    const name = newName();
    const { next, run } = await killedAtWork(name);
    await deployed({
      name,
      settings: { userDir: next },
      nodes: [{ id: "unknown", type: "of-nobody", z: "flow", wires: [] }],
      starts: false,
    });
    (await logged(run.id)).should.match(/no loop of .* is deployed/);
  });

  it("is not told of so where a loop of its array in another flow ends it", async () => {
    const name = newName();
    const { next, run } = await killedAtWork(name);
    const other = { ...aLoop()[0]!, id: "other" };
    const again = await deployed({ name, settings: { userDir: next }, loop: { d: true }, nodes: [other] });
    (await again.warned("other").first()).should.match(/was interrupted when Node-RED ended/);
    loggedOf(run.id)
      .filter((line) => /no loop/.test(line))
      .should.be.empty();
  });

  it("is told of by its loop where the array is missing, over HTTP too, and goes on when it is back", async () => {
    const name = newName();
    const { next, run } = await killedAtWork(name);
    const again = await deployed({ name, settings: { userDir: next }, array: { d: true } });
    (await again.warned("loop").first()).should.match(
      new RegExp(`Run ${run.id} of ${name} is interrupted and cannot go on: .*no server-array`),
    );
    (await again.shown("loop").first(({ text = "" }) => text.startsWith("waits"))).text!.should.match(/no server-array/);
    (await again.documentOf(run.id)).should.match({
      interrupted: /Node-RED ended/,
      waitsFor: /no server-array/,
      summary: /no server-array/,
    });
    await redeployed(again, flowOf(name), "full");
    (await again.got("member").first())["run"].should.match({ id: run.id });
    (await again.documentOf(run.id)).should.match({ interrupted: null, waitsFor: null });
  });
});

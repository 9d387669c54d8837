import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "should";
import type { Part } from "../../../../tools/test/index";
import { playPart, sideBySide, Totals } from "../../../../tools/test/index";

/** Each is a spec; `there(NAME)` writes a file that the test waits for. */
const specs = {
  good: `it("passes", () => {});`,
  stuck: `describe("A test", () => { it("never ends", function (done) { this.timeout(0); there("stuck"); }); });`,
  // Nobody who waits for the end of its pipes would ever see it: this child has them too.
  kept: `
    const server = \`require("node:net").createServer().listen(0, "127.0.0.1", function () { process.send(this.address().port); });\`;
    after(() => {
      const child = require("node:child_process").spawn(process.execPath, ["-e", server], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
      child.once("message", (port) => there("kept", port));
    });
    it("leaves a process behind", () => {});`,
};
type Name = keyof typeof specs;

describe("A part of the tests that never ends", function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rolling-update-limit-"));
    mkdirSync(join(folder, "there"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const fileOf = (name: string) => join(folder, "there", name);
  /** What a spec needs before it is written; a file is moved to its place, so that it is never seen half written. */
  const head = (): string => `
    const { renameSync, writeFileSync } = require("node:fs");
    const there = (name, text = "") => {
      const path = require("node:path").join(${JSON.stringify(folder)}, "there", name);
      writeFileSync(path + ".new", String(text));
      renameSync(path + ".new", path);
    };`;
  const partOf = (name: Name): Part => {
    const spec = join(folder, `${name}_spec.cjs`);
    writeFileSync(spec, `${head()}\n${specs[name]}`);
    return { suite: name, title: name, specs: [spec], manner: { cores: 1 } };
  };
  /** The time of these parts is over as soon as they have got as far as that; that of others never is. */
  const play = async (names: readonly Name[], late: readonly Name[]): Promise<Totals> => {
    const totals = new Totals();
    await sideBySide(
      names.map(partOf),
      async (part) => {
        const after = (_ms: number, signal: AbortSignal) =>
          late.includes(part.suite as Name) ? isThere(fileOf(part.suite), signal) : never;
        await playPart(part, { mochaArgs: [], scratch: folder, totals, after }, { later: true });
      },
      1,
    );
    return totals;
  };

  it("is ended, counts as failed by its name and its last test, and the others are played", async () => {
    const totals = await play(["stuck", "good"], ["stuck"]);
    totals.inOneLine().should.equal("1 passed, 1 failed");
    totals
      .failureLines()
      .join()
      .should.match(/Part stuck did not end within 15 min, .* the last test that began was “A test › never ends”\./);
  });

  it("is ended with the processes that keep it alive, and it is said that its tests had ended", async () => {
    const totals = await play(["kept"], ["kept"]);
    totals.inOneLine().should.equal("1 passed, 1 failed");
    totals
      .failureLines()
      .join()
      .should.match(/“leaves a process behind”; all its tests had ended, so something .* keeps its process alive/);
    await once(connect(Number(readFileSync(fileOf("kept"), "utf8")), "127.0.0.1"), "connect").should.be.rejectedWith(/ECONNREFUSED/);
  });
});

const never = new Promise<never>(() => undefined);

/** Resolves when a file is there. */
const isThere = (file: string, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const watcher = watch(join(file, ".."), { signal }, look);
    function look(): void {
      if (!existsSync(file)) return;
      watcher.close();
      done();
    }
    look();
  });

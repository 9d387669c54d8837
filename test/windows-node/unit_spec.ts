import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { compileInto } from "./compiled";
import { exceptions } from "./exceptions";
import { inWindows, needsWindowsNode, Wine } from "./wine/wine";

/** What administrators run on Windows. The procedure is not among it: a night in Node-RED is. */
const rooms = [
  "test/unit/adapters",
  "test/unit/connection-test",
  "test/unit/gates",
  "test/unit/run",
  "test/unit/server",
  "test/unit/steps",
  "test/unit/time",
  "test/unit/tools/check-windows",
  "test/windows-node/inside",
];

interface Result {
  readonly fullTitle: string;
  readonly file: string;
  readonly err: { readonly message?: string };
}

describe("The unit suites on Node.js for Windows", function () {
  this.timeout(400_000);
  let wine: Wine;
  let results: { readonly passes: readonly Result[]; readonly failures: readonly Result[]; readonly pending: readonly Result[] };
  const tree = () => join(wine.folder, "rolling update, übersetzt");
  const excepted = ({ fullTitle }: Result) => exceptions.some(({ title }) => title === fullTitle);
  const isIn = (room: string) => (result: Result) => result.file.replaceAll("\\", "/").includes(`/${room}/`);

  before(needsWindowsNode);
  before(async () => {
    wine = await Wine.start();
    compileInto(tree());
    const specs = rooms.flatMap((room) =>
      readdirSync(join(tree(), room), { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith("_spec.js") || path.endsWith("_inside.js"))
        .map((path) => join(room, path)),
    );
    const file = join(wine.folder, "results.json");
    const reporter = ["--reporter", "json", "--reporter-option", `output=${inWindows(file)}`];
    const mocha = join(tree(), "node_modules", "mocha", "bin", "mocha.js");
    await wine.node([mocha, "--no-config", "--timeout", "20000", ...reporter, ...specs], { cwd: tree() }).catch((error: unknown) => {
      // Mocha ends with the number of failures; without results it could not even load the specs.
      if (typeof (error as { readonly code?: unknown }).code !== "number" || !existsSync(file)) throw error;
    });
    results = JSON.parse(readFileSync(file, "utf8")) as typeof results;
    process.stdout.write(`    (${results.passes.length} tests passed, ${results.failures.length} failed on Node.js for Windows)\n`);
  });
  after(() => wine?.end());

  for (const room of rooms)
    it(`pass: ${room}`, () => {
      results.passes.filter(isIn(room)).length.should.be.above(0);
      const failed = results.failures.filter(isIn(room)).filter((failure) => !excepted(failure));
      failed.map(({ fullTitle, err }) => `${fullTitle}: ${err.message}`).should.eql([]);
    });

  it("fail only where Wine is to blame, and there still", () => {
    const failed = results.failures.filter(excepted).map(({ fullTitle }) => fullTitle);
    exceptions
      .map(({ title }) => title)
      .filter((title) => !failed.includes(title))
      .should.eql([]);
  });

  it("are not skipped", () => {
    // Windows halts no process by a signal.
    const halting = /^two processes on one folder (let the second one take over|leave the array to one that was halted)/;
    should(results.pending.map(({ fullTitle }) => fullTitle).filter((title) => !halting.test(title))).eql([]);
  });
});

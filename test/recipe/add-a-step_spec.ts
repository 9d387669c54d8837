import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import should from "should";
import { apply, changesIn, takeBack } from "./recipe";

const root = resolve(__dirname, "../..");
const changes = changesIn(readFileSync(join(root, "docs/contributing/add-a-step.md"), "utf8"));
/** The suites that look at steps, nodes, texts and docs. */
const SUITES = ["unit/house", "unit/docs", "unit/package", "unit/steps", "unit/tools", "nodes/fields", "nodes/steps"];

/** A copy of what is in the repository, changes that are not committed included. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), "recipe-"));
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  for (const path of listed.split("\0").filter((one) => one !== "")) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

describe("The recipe for a step (docs/contributing/add-a-step.md)", function () {
  this.timeout(300_000);
  let folder: string;

  before(() => {
    folder = copied();
    for (const change of changes) apply(change, folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a script of the package or of node_modules in the copy. */
  const run = (...args: readonly string[]): { readonly ends: number | null; readonly says: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", timeout: 280_000 });
    return { ends: status, says: `${stdout}${stderr}` };
  };
  const build = () => run("--require", "tsx/cjs", "tools/build.ts");
  const types = () => run("node_modules/typescript/bin/tsc", "-p", "tsconfig.json", "--noEmit");
  const specs = (...paths: readonly string[]) => run("node_modules/mocha/bin/mocha.js", "--reporter", "dot", ...paths);
  const suites = () => specs("--recursive", ...SUITES.map((name) => `test/${name}/**/*_spec.ts`));

  const goesWell = ({ ends, says }: ReturnType<typeof run>) => should(ends).equal(0, says.slice(-4000));

  it("names eight files to write and three to change", () => {
    changes.filter(({ kind }) => kind === "file").should.have.length(8);
    new Set(changes.flatMap(({ kind, path }) => (kind === "diff" ? [path] : []))).size.should.equal(3);
  });

  it("is enough: what it says is built, compiles, is in good form, keeps the arrows, and passes the suites", () => {
    goesWell(build());
    for (const config of ["tsconfig.json", "tsconfig.editor.json", "tsconfig.test.json"])
      goesWell(run("node_modules/typescript/bin/tsc", "-p", config, "--noEmit"));
    goesWell(run("node_modules/@biomejs/biome/bin/biome", "format", "lib", "nodes", "test/unit", "examples", "package.json"));
    goesWell(run("node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings", "lib", "nodes", "test/unit"));
    goesWell(run("node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", "lib", "nodes"));
    goesWell(run("--require", "tsx/cjs", "tools/docs.ts"));
    goesWell(suites());
  });

  /** What is left out, who says so, and how. */
  const forgotten: readonly (readonly [path: string, check: () => ReturnType<typeof run>, says: RegExp])[] = [
    ["lib/steps/services/clear-dns-cache.ts", types, /clear-dns-cache.*Cannot find module/],
    ["lib/steps/index.ts", () => specs("test/unit/steps/uses_spec.ts"), /lib\/steps\/index\.ts does not list/],
    ["lib/texts/en-US/steps/services.ts", types, /clear-dns-cache\.ts.*"dns\.\w+"/],
    [
      "nodes/clear-dns-cache/clear-dns-cache.ts",
      () => specs("test/unit/steps/uses_spec.ts"),
      /nodes\/clear-dns-cache\/clear-dns-cache\.ts/,
    ],
    ["nodes/clear-dns-cache/fields.ts", build, /clear-dns-cache\.ts.*'\.\/fields'/],
    [
      "nodes/clear-dns-cache/locales/en-US/clear-dns-cache.json",
      () => specs("test/nodes/fields/texts_spec.ts"),
      /clear-dns-cache\/locales\/en-US\/clear-dns-cache\.json/,
    ],
    ["nodes/clear-dns-cache/help.md", () => specs("test/unit/docs/docs_spec.ts"), /nodes\/clear-dns-cache\/help\.md/],
    ["nodes/clear-dns-cache/icon.svg", () => specs("test/unit/package/nodes_spec.ts"), /clear-dns-cache.*icon/],
    ["package.json", () => specs("test/unit/steps/uses_spec.ts"), /lists clear-dns-cache, but package\.json has no such node/],
    ["test/unit/steps/services/clear-dns-cache_spec.ts", () => specs("test/unit/steps/uses_spec.ts"), /clear-dns-cache_spec\.ts/],
    ["examples/clear-dns-cache.json", () => specs("test/unit/package/examples_spec.ts"), /clear-dns-cache.*no example/],
  ];

  it("has every place in the list of what may be forgotten", () => {
    forgotten.map(([path]) => path).should.eql([...new Set(changes.map(({ path }) => path))]);
  });

  for (const [path, check, says] of forgotten) {
    it(`is told of what was forgotten: ${path}`, () => {
      const own = changes.filter((change) => change.path === path);
      for (const change of own) takeBack(change, folder, root);
      if (path.endsWith("icon.svg")) build();
      const told = check();
      for (const change of own) apply(change, folder);
      should(told.ends).not.equal(0);
      told.says.should.match(says);
    });
  }
});

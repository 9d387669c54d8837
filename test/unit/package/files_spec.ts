import "should";
import { execFileSync } from "node:child_process";
import { manifest, root } from "./built-nodes";

interface Packed {
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly unpackedSize: number;
}

const npm = (...args: string[]): string => {
  const cli = process.env["npm_execpath"];
  return cli?.endsWith(".js") === true
    ? execFileSync(process.execPath, [cli, ...args], { cwd: root, encoding: "utf8" })
    : execFileSync("npm", args, { cwd: root, encoding: "utf8", shell: process.platform === "win32" });
};

describe("The package", function () {
  this.timeout(60_000);
  let packed: Packed;
  const paths = (): string[] => packed.files.map((file) => file.path);

  before(() => {
    [packed] = JSON.parse(npm("pack", "--dry-run", "--json", "--ignore-scripts")) as [Packed];
  });

  it("has what is built, the examples and the papers, and nothing else", () => {
    const allowed = /^(dist\/(lib|nodes|plugins|powershell|tools)\/.+|examples\/.+\.json|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
    paths()
      .filter((path) => !allowed.test(path))
      .should.eql([]);
  });

  it("has its papers", () => {
    paths().should.containDeep(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
  });

  it("has no sources and no tests in what is built", () => {
    paths()
      .filter((path) => path.startsWith("dist/") && !path.startsWith("dist/powershell/") && !/\.(js|html|json|svg|png|md)$/.test(path))
      .should.eql([]);
    paths()
      .filter((path) => /_spec\.|\.editor\.js$|\.form\.html$/.test(path))
      .should.eql([]);
  });

  it("has the built file and the editor half of every node", () => {
    for (const js of Object.values(manifest["node-red"].nodes)) paths().should.containDeep([js, js.replace(/\.js$/, ".html")].sort());
  });

  it("shows forms without what only the runtime needs", () => {
    const large = packed.files.filter(({ path, size }) => path.endsWith(".html") && size > 70_000).map(({ path }) => path);
    large.should.eql([]);
  });

  it("stays small: administrators install it over slow lines", () => {
    packed.unpackedSize.should.be.below(2_000_000);
  });
});

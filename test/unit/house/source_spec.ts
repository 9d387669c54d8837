import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import "should";

const root = resolve(__dirname, "../../..");

const filesOf = (folder: string, ...endings: string[]): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
        .filter((path) => endings.some((ending) => path.endsWith(ending)))
    : [];

/** `file:line: text` of every line that matches; comment lines do not count. */
const linesWith = (pattern: RegExp, files: readonly string[]): string[] =>
  files.flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .map((text, index) => ({ text, at: `${file}:${index + 1}` }))
      .filter(({ text }) => pattern.test(text) && !/^\s*(\/\/|\*|\/\*)/.test(text))
      .map(({ text, at }) => `${at}: ${text.trim()}`),
  );

describe("The source", () => {
  it("listens to messages in one place only: a rejection that escapes an input handler ends Node-RED", () => {
    const files = filesOf("nodes", ".ts").filter((file) => !file.startsWith("nodes/shared/") && !/[./]editor\.ts$/.test(file));
    linesWith(/\.on\(\s*["']input["']/, files).should.eql([]);
  });

  it("lets steps not ask whether the run is a dry one", () => {
    linesWith(/\bdryRun\b/, filesOf("lib/steps", ".ts")).should.eql([]);
  });

  it("lets the run know no product", () => {
    linesWith(/\b(nlb|scom|exchange|forefront)\b/i, filesOf("lib/run", ".ts")).should.eql([]);
  });

  it("waits for no disk and no program while nothing else can run: on a share that is down that takes half a minute", () => {
    const may: Readonly<Record<string, string>> = {
      "lib/adapters/lab/durable-log.ts": "the lab's own file: what was done must be on the disk before it is answered",
      "lib/adapters/powershell/target.ts": "where this package is installed, looked at once, when it is loaded",
    };
    const files = [...filesOf("lib", ".ts"), ...filesOf("nodes", ".ts")];
    const found = linesWith(/\b\w+Sync\(|\bAtomics\.wait\(/, files).map((line) => String(line.split(":")[0]));
    [...new Set(found)].sort().should.eql(Object.keys(may).sort());
  });

  it("takes colours of forms from the editor's theme", () => {
    const files = [
      ...filesOf("nodes", ".html", "editor.ts", ".css"),
      ...filesOf("nodes/shared/editor", ".ts"),
      ...filesOf("plugins", ".html", ".css", ".ts"),
    ];
    const colour = /#[0-9a-f]{3}([0-9a-f]{3})?\b|\brgba?\(|:\s*(white|black|red|green|blue|grey|gray|yellow)\b/i;
    // The colour of a node in the palette is the only one that must be a literal.
    linesWith(colour, files)
      .filter((line) => !/\bcolor: "#[0-9a-fA-F]{6}"/.test(line) && !/\$\("#|["'`]#/.test(line))
      .should.eql([]);
  });

  it("names no registry and no folder of a machine", () => {
    const files = [
      ...["lib", "nodes", "plugins", "simulation", "tools", "test", "bench", "examples", "docs"].flatMap((folder) =>
        filesOf(folder, ".ts", ".mjs", ".cjs", ".json", ".md", ".html"),
      ),
      ...["package.json", "package-lock.json", "README.md", "CONTRIBUTING.md", ".npmrc", ".ci/run"].filter((file) =>
        existsSync(join(root, file)),
      ),
    ].filter((file) => !file.includes("/node_modules/") && !file.endsWith("source_spec.ts"));
    linesWith(/registry\.[a-z]+\.(org|com)|"resolved":|\/(home|root|work|Users)\/[a-z]/, files).should.eql([]);
  });
});

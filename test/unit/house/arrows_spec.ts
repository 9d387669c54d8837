import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import "should";

const root = resolve(__dirname, "../../..");

/** Small houses, each with one wall too few. `breaks` is the rule that must say so. */
const houses: readonly { what: string; breaks: string; files: Readonly<Record<string, string>> }[] = [
  {
    what: "a step that knows the run",
    breaks: "lib-steps",
    files: { "lib/steps/a.ts": `import type { B } from "../run/b";\nexport type A = B;`, "lib/run/b.ts": "export type B = 1;" },
  },
  {
    what: "a run that knows a step",
    breaks: "lib-run",
    files: { "lib/run/a.ts": `export * from "../steps/b";`, "lib/steps/b.ts": "export const b = 1;" },
  },
  {
    what: "a run that knows how to tell who serves",
    breaks: "lib-run",
    files: { "lib/run/a.ts": `export * from "../gates/b";`, "lib/gates/b.ts": "export const b = 1;" },
  },
  {
    what: "a run that knows the lab",
    breaks: "lib-run",
    files: { "lib/run/a.ts": `export * from "../adapters/lab/b";`, "lib/adapters/lab/b.ts": "export const b = 1;" },
  },
  {
    what: "a record of a run that knows where it is kept",
    breaks: "run-record",
    files: { "lib/run/record/a.ts": `export * from "../store/b";`, "lib/run/store/b.ts": "export const b = 1;" },
  },
  {
    what: "a node that looks behind the face of the run",
    breaks: "run-by-its-face",
    files: { "nodes/nlb-start/a.ts": `export * from "../../lib/run/engine/b";`, "lib/run/engine/b.ts": "export const b = 1;" },
  },
  {
    what: "an adapter that knows another one",
    breaks: "lib-adapters-lab",
    files: { "lib/adapters/lab/a.ts": `export * from "../powershell/b";`, "lib/adapters/powershell/b.ts": "export const b = 1;" },
  },
  {
    what: "a step that makes text of what it says",
    breaks: "text-at-the-edge",
    files: { "lib/steps/a.ts": `export * from "../texts/say";`, "lib/texts/say.ts": "export const say = 1;" },
  },
  {
    what: "a waist that knows an adapter",
    breaks: "lib-server",
    files: { "lib/server/a.ts": `export * from "../adapters/lab/b";`, "lib/adapters/lab/b.ts": "export const b = 1;" },
  },
  {
    what: "an adapter that knows a step's contract",
    breaks: "lib-adapters-lab",
    files: {
      "lib/adapters/lab/a.ts": `import type { B } from "../../run/step";\nexport type A = B;`,
      "lib/run/step.ts": "export type B = 1;",
    },
  },
  {
    what: "a clock that knows anything",
    breaks: "lib-time",
    files: { "lib/time/a.ts": `export * from "../server/b";`, "lib/server/b.ts": "export const b = 1;" },
  },
  {
    what: "a room without arrows",
    breaks: "no-room-without-arrows",
    files: { "nodes/shared/a.ts": `export * from "../../lib/misc/b";`, "lib/misc/b.ts": "export const b = 1;" },
  },
  {
    what: "a node that knows the lab",
    breaks: "adapters-by-connection-only",
    files: { "nodes/nlb-start/a.ts": `export * from "../../lib/adapters/lab/b";`, "lib/adapters/lab/b.ts": "export const b = 1;" },
  },
  {
    what: "a node that knows another node",
    breaks: "nodes-apart",
    files: { "nodes/nlb-start/a.ts": `export * from "../nlb-drainstop/b";`, "nodes/nlb-drainstop/b.ts": "export const b = 1;" },
  },
  {
    what: "shared code that knows a node",
    breaks: "shared-knows-no-node",
    files: { "nodes/shared/a.ts": `export * from "../nlb-start/b";`, "nodes/nlb-start/b.ts": "export const b = 1;" },
  },
  {
    what: "a file under lib/ that knows Node-RED, if only its types",
    breaks: "lib-without-node-red",
    files: { "lib/steps/a.ts": `import type { Node } from "node-red";\nexport type A = Node;` },
  },
  {
    what: "fields that need a package",
    breaks: "fields-are-pure",
    files: { "nodes/nlb-start/fields.ts": `import { z } from "zod";\nexport const fields = z;` },
  },
  {
    what: "fields that know one half of the nodes",
    breaks: "fields-are-pure",
    files: { "nodes/shared/fields/a.ts": `export * from "../runtime/b";`, "nodes/shared/runtime/b.ts": "export const b = 1;" },
  },
  {
    what: "an editor half that knows the runtime half",
    breaks: "halves-apart",
    files: { "nodes/nlb-start/editor.ts": `export * from "../shared/runtime/b";`, "nodes/shared/runtime/b.ts": "export const b = 1;" },
  },
  {
    what: "PowerShell outside its room",
    breaks: "powershell-in-its-room",
    files: { "lib/adapters/lab/a.ts": `import "node-powershell";` },
  },
  {
    what: "a process started outside the PowerShell room",
    breaks: "no-processes",
    files: { "lib/steps/a.ts": `export const a = async () => (await import("node:child_process")).exec;` },
  },
  {
    what: "a tool that knows a node",
    breaks: "tools-know-lib",
    files: { "tools/demo/a.ts": `export * from "../../nodes/nlb-start/b";`, "nodes/nlb-start/b.ts": "export const b = 1;" },
  },
  {
    what: "a tool that knows a test, if only its types",
    breaks: "tools-know-lib",
    files: { "tools/a.ts": `import type { B } from "../test/shared/b";\nexport type A = B;`, "test/shared/b.ts": "export type B = 1;" },
  },
  {
    what: "a tool that looks into the engine of the run",
    breaks: "tools-see-the-record",
    files: { "tools/demo/a.ts": `export * from "../../lib/run/engine/b";`, "lib/run/engine/b.ts": "export const b = 1;" },
  },
  {
    what: "a node that knows a tool",
    breaks: "tools-for-tests-only",
    files: { "nodes/server-connection/a.ts": `export * from "../../tools/b";`, "tools/b.ts": "export const b = 1;" },
  },
  {
    what: "an auditor that knows the run which it judges, if only its types",
    breaks: "auditor-apart",
    files: {
      "simulation/auditor/a.ts": `import type { B } from "../../lib/run";\nexport type A = B;`,
      "lib/run/index.ts": "export type B = 1;",
    },
  },
  {
    what: "an auditor that takes from the waist what the run takes from it, too",
    breaks: "auditor-apart",
    files: { "simulation/auditor/a.ts": `export * from "../../lib/server";`, "lib/server/index.ts": "export const b = 1;" },
  },
  {
    what: "a simulation that knows a test",
    breaks: "simulation-knows-the-product",
    files: { "simulation/a.ts": `export * from "../test/shared/b";`, "test/shared/b.ts": "export const b = 1;" },
  },
  {
    what: "a node that knows the simulation",
    breaks: "simulation-is-not-shipped",
    files: { "nodes/nlb-start/a.ts": `export * from "../../simulation/b";`, "simulation/b.ts": "export const b = 1;" },
  },
  {
    what: "a cycle",
    breaks: "no-cycles",
    files: { "lib/run/a.ts": `export * from "./b";`, "lib/run/b.ts": `export * from "./a";` },
  },
  {
    what: "a development package in what is shipped",
    breaks: "declared-packages-only",
    files: { "lib/run/a.ts": `export * from "fast-check";` },
  },
];

const wellBuilt: Readonly<Record<string, string>> = {
  "nodes/shared/runtime/input.ts": `export * from "../../../lib/run";`,
  "nodes/nlb-start/fields.ts": `export * from "../shared/fields";\nexport * from "../../lib/server/server";`,
  "nodes/shared/fields/index.ts": "export const minutes = 1;",
  "nodes/nlb-start/editor.ts": `export * from "../shared/fields";\nexport * from "./fields";`,
  "nodes/nlb-start/nlb-start.ts": `export * from "../shared/runtime/input";\nexport * from "../../lib/steps/traffic/nlb-start";\nimport type { Node } from "node-red";\nexport type N = Node;`,
  "nodes/server-connection/server-connection.ts": `export * from "../../lib/adapters/lab/lab";`,
  "tools/demo/words.ts": `export * from "../../lib/run/record/state";\nexport * from "../../lib/run";\nexport * from "../../lib/adapters/lab/lab";`,
  "simulation/auditor/audit.ts": `import type { T } from "../../lib/adapters/lab";\nexport type A = T;`,
  "lib/adapters/lab/index.ts": "export type T = 1;",
  "tools/demo.ts": `export * from "./demo/words";\nexport * from "fast-check";`,
  "lib/api/commands.ts": `export * from "../run";`,
  "lib/steps/traffic/nlb-start.ts": `import { z } from "zod";\nimport type { S } from "../../run/step";\nexport const a: S = z;\nexport * from "../../gates/nlb/serving";`,
  "lib/gates/nlb/serving.ts": `export * from "../../server/server";`,
  "lib/run/index.ts": `export * from "./engine/run";`,
  "lib/run/step.ts": `export * from "../server/server";\nexport type S = unknown;`,
  "lib/run/engine/run.ts": `export * from "../step";\nexport * from "../record/state";\nexport * from "../../time/clock";`,
  "lib/run/record/state.ts": `export type { S } from "../step";`,
  "lib/adapters/lab/lab.ts": `export * from "../../server/server";`,
  "lib/server/server.ts": `export * from "../time/clock";`,
  "lib/time/clock.ts": "export const now = 1;",
};

/** The names of the rules that a house of these files breaks. */
const broken = (files: Readonly<Record<string, string>>): readonly string[] => {
  const house = mkdtempSync(join(tmpdir(), "rolling-update-house-"));
  try {
    for (const [path, text] of Object.entries({
      ...files,
      "lib/time/first.ts": "",
      "nodes/shared/first.ts": "",
      "tools/first.ts": "",
      "simulation/first.ts": "",
    })) {
      mkdirSync(dirname(join(house, path)), { recursive: true });
      writeFileSync(join(house, path), text);
    }
    writeFileSync(
      join(house, "package.json"),
      JSON.stringify({ dependencies: { zod: "*" }, devDependencies: { "fast-check": "*", "node-red": "*" } }),
    );
    symlinkSync(join(root, "node_modules"), join(house, "node_modules"), "junction");
    const cli = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
    const rules = join(root, ".dependency-cruiser.cjs");
    const answer = execFileSync(
      process.execPath,
      [cli, "--config", rules, "--output-type", "json", "lib", "nodes", "tools", "simulation"],
      {
        cwd: house,
        encoding: "utf8",
      },
    );
    const { summary } = JSON.parse(answer) as { summary: { violations: { rule: { name: string } }[] } };
    return summary.violations.map((violation) => violation.rule.name);
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
};

describe("The arrows of the house", function () {
  this.timeout(30_000);

  it("allow a house that is built as designed", () => {
    broken(wellBuilt).should.eql([]);
  });

  for (const { what, breaks, files } of houses) {
    it(`forbid ${what}`, () => {
      broken(files).should.containEql(breaks);
    });
  }
});

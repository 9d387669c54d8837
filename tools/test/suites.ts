import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../program";

const folder = join(root, "test");
/** Folders under test/ that are not suites. */
const noSuites = new Set(["shared", "mutants"]);

/** How a suite is run. */
export interface Manner {
  /** How many cores it keeps busy: most suites wait half of the time, for processes, for a browser or for the clock of a lab. */
  readonly cores: number;
  /** What of it is a part of its own, in a mocha of its own: each of its folders, or each spec. */
  readonly inParts?: "folders" | "specs";
  /** Suites beside which it is not run. */
  readonly never?: readonly string[];
}

/**
 * What is to begin early comes first: what waits for the clock, what must not run beside it, then what takes longest. The last ones are short, so that
 * no core waits at the end. Suites that are not named here come last.
 */
const manners: Readonly<Record<string, Manner>> = {
  runtime: { cores: 0.4, inParts: "folders" },
  editor: { cores: 0.5 },
  // Whole nights on PowerShell keep the computer so busy that a suite on real time would find itself late.
  nights: { cores: 1.2, never: ["runtime", "editor"] },
  powershell: { cores: 0.6, inParts: "folders" },
  recipe: { cores: 0.8, inParts: "specs" },
  "windows-node": { cores: 0.8 },
  contract: { cores: 0.6, inParts: "specs" },
  unit: { cores: 0.8 },
  nodes: { cores: 0.8 },
  // Its nights are played by as many processes as there are cores.
  simulation: { cores: 1.6 },
};
const order = Object.keys(manners);

/** What runs in a mocha of its own: a suite, or a folder of one. */
export interface Part {
  readonly suite: string;
  /** "nights", "runtime/http", "contract/lab" */
  readonly title: string;
  /** Specs, as arguments for mocha. */
  readonly specs: readonly string[];
  readonly manner: Manner;
}

/** The specs of a suite, as arguments for mocha. */
export function specsOf(suite: string): readonly string[] {
  return readdirSync(join(folder, suite), { recursive: true, encoding: "utf8" })
    .map((path) => `test/${suite}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith("_spec.ts") && !path.includes("/node_modules/"))
    .sort();
}

const placeOf = (suite: string): number => (order.includes(suite) ? order.indexOf(suite) : order.length);

/** All suites, those first that are to begin early. */
export const suitesThere = (): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !noSuites.has(entry.name))
    .map(({ name }) => name)
    .filter((suite) => specsOf(suite).length > 0)
    .sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));

/** The parts of a suite. */
export function partsOf(suite: string): readonly Part[] {
  const manner = manners[suite] ?? { cores: 1 };
  const specs = specsOf(suite);
  const titleOf = (spec: string): string => {
    const path = spec.split("/").slice(1);
    if (manner.inParts === "folders") return path.slice(0, -1).join("/");
    return manner.inParts === "specs" ? path.join("/").replace(/_spec\.ts$/, "") : suite;
  };
  return [...new Set(specs.map(titleOf))].map((title) => ({
    suite,
    title,
    specs: specs.filter((spec) => titleOf(spec) === title),
    manner,
  }));
}

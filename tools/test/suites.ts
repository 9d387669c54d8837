import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../program";

const folder = join(root, "test");
/** Folders under test/ that are not suites. */
const noSuites = new Set(["shared"]);
/** From the quick ones to the slow ones; suites that are not named here come last. */
const order = [
  "unit",
  "journals",
  "nodes",
  "flows",
  "simulation",
  "contract",
  "powershell",
  "recipe",
  "windows-node",
  "runtime",
  "nights",
  "editor",
];
/** Those that run beside the others, since they wait for processes half of the time. */
const beside = new Set(["contract", "powershell", "recipe", "windows-node", "nights"]);
/** Whole nights on PowerShell keep the computer busy, so not while another suite measures real time. */
const startsAfter: Readonly<Record<string, readonly string[]>> = { nights: ["runtime", "editor"] };

/** The specs of a suite, as arguments for mocha. */
export const specsOf = (suite: string): readonly string[] =>
  readdirSync(join(folder, suite), { recursive: true, encoding: "utf8" })
    .map((path) => `test/${suite}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith("_spec.ts") && !path.includes("/node_modules/"))
    .sort();

const placeOf = (suite: string): number => (order.includes(suite) ? order.indexOf(suite) : order.length);

/** All suites, in the order in which they run. */
export const suitesThere = (): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !noSuites.has(entry.name))
    .map(({ name }) => name)
    .filter((suite) => specsOf(suite).length > 0)
    .sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));

/** Something to wait for, and what makes it happen. */
function signal(): { readonly promise: Promise<void>; readonly happen: () => void } {
  let happen = () => {};
  const promise = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { promise, happen };
}

/**
 * Plays suites in two lanes, side by side.
 * @param play plays one; `later`: others run at the same time, so its output must wait
 */
export async function inTwoLanes(suites: readonly string[], play: (suite: string, later: boolean) => Promise<void>): Promise<void> {
  const ends = new Map(suites.map((suite) => [suite, signal()]));
  const lane = async (own: readonly string[], later: boolean) => {
    for (const suite of own) {
      for (const other of startsAfter[suite] ?? []) await ends.get(other)?.promise;
      await play(suite, later);
      ends.get(suite)?.happen();
    }
  };
  const first = suites.filter((suite) => !beside.has(suite));
  const second = suites.filter((suite) => beside.has(suite));
  await Promise.all([lane(first, false), lane(second, first.length > 0)]);
}

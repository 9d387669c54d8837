/**
 * Node-RED's scorecard for packages, on the packed tarball: `npm run scorecard`.
 *
 * node-red-dev exits with 0 whatever it finds, and some of its checks cannot fail (P05, P08, D02) or silently check nothing ("Unable to
 * parse"). So this reads its JSON, repeats those checks, and reports what could not be checked.
 * If SCORECARD_CATALOGUE names a saved copy of Node-RED's catalogue, names are checked against it (P08, N01).
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Streams } from "./program";
import { main } from "./program";
import {
  checkKeywords,
  checkName,
  checkNewestReleases,
  checkNoBadPackages,
  checkNodes,
  checkParsed,
  NodeRedDev,
  pack,
  Results,
  view,
} from "./scorecard/index";
import type { Card, Catalogue } from "./scorecard/index";

const codes = ["P01", "P03", "P04", "P05", "P06", "P07", "P08", "N01", "N02", "D01", "D02", "D03"];
const askedOfRegistry = new Set(["P06", "P07"]);
const askedOfCatalogue = new Set(["P08", "N01"]);
const madeAgain = new Set(["P05", "P08", "N02", "D02", "D03"]);

/** Node-RED as the registry knows it. @returns `online`: whether the registry could be asked */
function nodeRedInRegistry() {
  const tags = view("node-red", "dist-tags") as { readonly latest: string } | undefined;
  const engines = tags === undefined ? undefined : view(`node-red@${tags.latest}`, "engines");
  if (tags !== undefined && engines !== undefined)
    return { online: true, nodeRed: { "dist-tags": tags, versions: { [tags.latest]: { engines } } } };
  // Offline the tool still gets an answer, or it would not go on; its result is not counted.
  return { online: false, nodeRed: { "dist-tags": { latest: "5.0.0" }, versions: { "5.0.0": { engines: { node: ">=22.9" } } } } };
}

/** What node-red-dev has checked itself. */
function report(card: Card, { online, catalogued }: { online: boolean; catalogued: boolean }, results: Results): void {
  for (const code of codes) {
    const { test, ...details } = card[code] ?? {};
    const text = Object.keys(details).length === 0 ? "" : JSON.stringify(details);
    if (askedOfRegistry.has(code) && !online) results.report(code, "NOT CHECKED", "the registry cannot be asked");
    else if (askedOfCatalogue.has(code) && !catalogued)
      results.report(code, "NOT CHECKED", "no catalogue: SCORECARD_CATALOGUE names a saved copy");
    else if (!madeAgain.has(code)) results.check(code, test === true, test === undefined ? "node-red-dev did not check it" : text);
  }
}

/** @param given the catalogue, if there is one */
async function lookAtPackage(tool: NodeRedDev, given: Catalogue | undefined, results: Results): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "rolling-update-scorecard-"));
  try {
    const folder = await tool.unpack(pack(scratch), scratch);
    const { online, nodeRed } = nodeRedInRegistry();
    const { card, printed } = tool.validate(folder, scratch, { nodeRed, catalogue: given ?? { modules: [] } });
    report(card, { online, catalogued: given !== undefined }, results);
    checkKeywords(folder, results);
    if (given !== undefined) checkName(folder, given, results);
    checkParsed(printed, results);
    checkNodes(folder, { card, syntax: tool.syntax }, results);
    checkNoBadPackages(tool.badPackages, tool.satisfies, results);
    checkNewestReleases(tool.satisfies, results);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function scorecard(_args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: Streams): Promise<number> {
  const tool = NodeRedDev.found();
  if (tool === undefined) {
    err.write("node-red-dev was not found. To get it: npm ci --prefix test/runtime\n");
    return 1;
  }
  const results = new Results();
  try {
    const saved = env["SCORECARD_CATALOGUE"];
    const catalogue = saved === undefined ? undefined : (JSON.parse(readFileSync(saved, "utf8")) as Catalogue);
    await lookAtPackage(tool, catalogue, results);
  } catch (error) {
    results.report("scorecard", "FAILED", error instanceof Error ? error.message : String(error));
  }
  return results.write(out) ? 0 : 1;
}

main(scorecard);

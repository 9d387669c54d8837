/**
 * Writes what of the docs is made from the code: `npm run docs`. Pages, and parts of README.md and of the module's manifest, are written by the very
 * tests that hold them against the code.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { main, root } from "./program";
import { runBeside, specsOf } from "./test/index";

const LIMIT_MS = 5 * 60_000;

main(async () => {
  const writers = specsOf("unit").filter((spec) => /from ".*\/kept-page"/.test(readFileSync(join(root, spec), "utf8")));
  const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const { status } = await runBeside([mocha, ...writers], { env: { UPDATE_DOCS: "1" }, limitMs: LIMIT_MS });
  return status ?? 1;
});

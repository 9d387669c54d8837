import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A page of the docs, and what the code says it should be. */
export interface KeptPage {
  readonly kept: string;
  readonly wanted: string;
  readonly hint: string;
}

/**
 * Compares a page of the docs with what the code says, so that they stay the same. With UPDATE_DOCS=1 the page is written.
 * @param name below docs/
 */
export function keptPage(name: string, lines: readonly string[]): KeptPage {
  const path = join(__dirname, "../../docs", name);
  const wanted = `${lines.join("\n")}\n`;
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, wanted);
  return { kept: readFileSync(path, "utf8"), wanted, hint: `docs/${name} is not what the code says: run the tests with UPDATE_DOCS=1` };
}

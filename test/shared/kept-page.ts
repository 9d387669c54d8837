import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "should";

/**
 * Holds a page of the docs against what the code says, so that neither runs away from the other. With UPDATE_DOCS=1 it is written.
 * @param name below docs/
 */
export function keptPage(name: string, lines: readonly string[]): void {
  const path = join(__dirname, "../../docs", name);
  const text = `${lines.join("\n")}\n`;
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, text);
  readFileSync(path, "utf8").should.equal(text, `docs/${name} is not what the code says: run the tests with UPDATE_DOCS=1`);
}

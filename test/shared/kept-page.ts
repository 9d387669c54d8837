import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(__dirname, "../..");

/** A text in the repository beside what the code says it should be. */
export interface KeptPage {
  readonly kept: string;
  readonly wanted: string;
  readonly hint: string;
}

/**
 * Compares a page of the docs with what the code says, so that they stay the same. With UPDATE_DOCS=1 the page is written.
 * @param name below docs/
 */
export const keptPage = (name: string, lines: readonly string[]): KeptPage =>
  keptText(join(root, "docs", name), () => `${lines.join("\n")}\n`);

/**
 * The same for a part of a text, between the lines `<!-- name -->` and `<!-- /name -->`.
 * @param path from the root of the repository
 */
export const keptPart = (path: string, name: string, lines: readonly string[]): KeptPage =>
  keptText(join(root, path), (text) => {
    const [before, rest = ""] = text.split(`<!-- ${name} -->\n`);
    const [, after] = rest.split(`<!-- /${name} -->\n`);
    if (after === undefined) throw new Error(`${path} has no part <!-- ${name} -->.`);
    return `${before}<!-- ${name} -->\n${lines.join("\n")}\n<!-- /${name} -->\n${after}`;
  });

/** The same for any text. @param wantedOf makes the text as it should be, of what it is */
export function keptText(path: string, wantedOf: (text: string) => string): KeptPage {
  const wanted = wantedOf(readFileSync(path, "utf8"));
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(path, wanted);
  const hint = `${relative(root, path)} is not what the code says: npm run docs`;
  return { kept: readFileSync(path, "utf8"), wanted, hint };
}

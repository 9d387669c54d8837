/** A page of docs/contributing as what it tells to write: its code blocks that name a file. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a block of the page does to a file. */
export interface Change {
  /** From the root of the repository. */
  readonly path: string;
  /** `file`: the whole text of a new file. `diff`: lines with ` ` (are there) and `+` (to be added). */
  readonly kind: "file" | "diff";
  readonly text: string;
}

/**
 * All blocks of a page that name a file, in their order.
 * @param part a page may show a second thing, whose blocks have its word behind the file: `(tell)`
 */
export function changesIn(page: string, part = ""): readonly Change[] {
  const blocks = page.matchAll(/^```(\w+) (\S+)(?: \((\w+)\))?\n([\s\S]*?)^```$/gm);
  return [...blocks]
    .filter(([, , , of = ""]) => of === part)
    .map(([, language = "", path = "", , text = ""]) => ({ path, kind: language === "diff" ? "diff" : "file", text }));
}

/** Does in a folder what a block says. Throws where the lines that it goes by are not there, or more than once. */
export function apply({ path, kind, text }: Change, folder: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, kind === "file" ? text : patched(readFileSync(file, "utf8"), text, path));
}

function patched(before: string, diff: string, path: string): string {
  const lines = diff.replace(/\n$/, "").split("\n");
  const known = lines.filter((line) => !line.startsWith("+")).map((line) => line.slice(1));
  const place = `${known.join("\n")}\n`;
  const places = `\n${before}`.split(`\n${place}`).length - 1;
  if (places !== 1) throw new Error(`${path} has these lines ${places} times, not once:\n${place}`);
  const after = `${lines.map((line) => line.slice(1)).join("\n")}\n`;
  return `\n${before}`.replace(`\n${place}`, () => `\n${after}`).slice(1);
}

/** Puts a file back as it is in the repository. */
export function takeBack({ path, kind }: Pick<Change, "path" | "kind">, folder: string, root: string): void {
  if (kind === "file") rmSync(join(folder, path));
  else writeFileSync(join(folder, path), readFileSync(join(root, path)));
}

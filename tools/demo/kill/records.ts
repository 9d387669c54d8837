import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunRecords } from "../../../simulation/auditor";

/** What the runs of an array have left on the disk, for the auditor. @param folder `rolling-update` of a user directory */
export function recordsIn(folder: string, array: string): readonly RunRecords[] {
  const journals = readdirSync(join(folder, "runs")).filter((name) => name.endsWith(".jsonl"));
  return journals.flatMap((name) => {
    const journal = linesOf(join(folder, "runs", name));
    const [begun] = journal as readonly { readonly plan?: { readonly array: string } }[];
    if (begun?.plan?.array !== array) return [];
    const document = join(folder, "reports", name.replace(/l$/, ""));
    return [{ journal, ...(existsSync(document) ? { document: JSON.parse(readFileSync(document, "utf8")) as unknown } : {}) }];
  });
}

const linesOf = (path: string): readonly unknown[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { documentOf } from "../../lib/run/record/document";
import type { Dated } from "../../lib/run/record/entry";
import { replay } from "../../lib/run/record/state";
import { FileStore } from "../../lib/run/store/file/file-store";
import type { Say, Value } from "../../lib/texts";

/** The entries of a journal that lies somewhere, read as those of every other run are. */
export async function entriesIn(path: string): Promise<readonly Dated[]> {
  const folder = mkdtempSync(join(tmpdir(), "journal-"));
  try {
    mkdirSync(join(folder, "runs"));
    const run = (JSON.parse(readFileSync(path, "utf8").split("\n")[0] ?? "") as { run: string }).run;
    copyFileSync(path, join(folder, "runs", `${run}.jsonl`));
    const entries = await new FileStore(folder).journals.read(run);
    if (entries === null) throw new Error(`${basename(path)} was not found by the store.`);
    return entries;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The document of a run whose journal lies somewhere, but for its summary, with texts by their keys: how something is said may get better, what is
 * said must stay.
 */
export async function documentIn(path: string): Promise<unknown> {
  const entries = await entriesIn(path);
  const { summary: _, ...document } = documentOf(replay(entries), { now: entries.at(-1)?.at ?? 0, report: null, say: byKeys });
  return JSON.parse(JSON.stringify(document));
}

/** `traffic.drain-limit(left: 3)` */
const byKeys: Say = (words) => (typeof words === "string" ? words : inKeys(words));

const inKeys = (value: Value): string => {
  if (typeof value !== "object") return String(value);
  if ("list" in value) return `[${value.list.map(inKeys).join(", ")}]`;
  if ("short" in value) return inKeys(value.short);
  if (!("text" in value)) return JSON.stringify(value);
  const values = Object.entries(value.values ?? {}).map(([name, one]) => `${name}: ${inKeys(one)}`);
  return values.length === 0 ? value.text : `${value.text}(${values.join(", ")})`;
};

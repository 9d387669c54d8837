import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Reading } from "../../lib/run";
import { readingOf } from "../../lib/run";
import type { RunState } from "../../lib/run/record";
import { replay } from "../../lib/run/record";

/** A journal that lies somewhere. */
export interface JournalFile {
  readonly path: string;
  readonly reading: Reading;
  /** The run as far as the journal holds; null where not even its first line does. */
  readonly state: RunState | null;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** @throws what the disk says */
export function journalAt(path: string): JournalFile {
  if (!existsSync(path)) throw new Error(`There is no ${path}.`);
  const reading = readingOf(readFileSync(path, "utf8"), basename(path, ".jsonl"));
  return { path, reading, state: reading.entries[0]?.type === "run started" ? replay(reading.entries) : null };
}

/** The folder with the journals, in or at what the user names; null for a file, and for what is not there. */
export function folderAt(path: string): string | null {
  if (!isFolder(path)) return null;
  const places = [join(path, "rolling-update", "runs"), join(path, "runs"), path];
  return places.find(isFolder) ?? null;
}

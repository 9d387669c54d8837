import { createHash } from "node:crypto";
import { z } from "zod";
import type { Reason } from "../../../texts";
import { Failure, reason, text as said } from "../../../texts";
import type { Dated } from "../../record";
import { entryOf, versioned } from "../../record";

/** A run's id is also the name of its files, so nothing else may be used as one. */
export const RunId = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,99}$/);

/** A line: an entry as it is kept, with its number and the hash of the line before. */
const Line = z.looseObject({ n: z.number().int(), before: z.string() });

/** Where a line is to stand. */
export interface Place {
  readonly n: number;
  /** The hash of the line before; empty for the first one. */
  readonly before: string;
}

export const hashOf = (line: string): string => createHash("sha256").update(line).digest("hex");

/**
 * An entry as JSON, as it is now. The marks at which some programs end a line, and newer versions of Node.js too (`readLines`), are escaped, so that a
 * line is one line for everybody.
 */
export const jsonOf = (entry: Dated): string =>
  JSON.stringify(versioned(entry)).replaceAll("\u2028", String.raw`\u2028`).replaceAll("\u2029", String.raw`\u2029`);

/** A line without its end. @param json of the entry */
export const lineAt = ({ n, before }: Place, json: string): string => `{"n":${n},"before":"${before}",${json.slice(1)}`;

/** The entry in a line, whatever its place; null if it is not one of ours. @throws what `entryOf` does for one of ours that cannot be understood */
export function entryIn(line: string): Dated | null {
  const kept = keptIn(line);
  return kept === null ? null : entryOf(kept.entry);
}

/** What a journal's text says. */
export interface Reading {
  /** Those before the first line that does not hold. */
  readonly entries: readonly Dated[];
  /** Where the next line is to stand. */
  readonly next: Place;
  /** How much of the text holds, in bytes. */
  readonly bytes: number;
  /** The process died, or the disk was full, while the last line was written: it was never acknowledged, and does not count. */
  readonly torn: boolean;
  /** The first line that does not hold, counted from 1; null if all do. */
  readonly broken: { readonly line: number; readonly why: Reason } | null;
}

/** Reads a journal as far as it holds. */
export function readingOf(text: string, run: string): Reading {
  const lines = text.split("\n");
  const torn = lines.pop() !== "";
  const entries: Dated[] = [];
  let [before, bytes] = ["", 0];
  const until = (broken: Reading["broken"]): Reading => ({ entries, next: { n: entries.length, before }, bytes, torn, broken });
  for (const [index, line] of lines.entries()) {
    const kept = keptIn(line);
    if (kept?.n !== index || kept.before !== before) return until({ line: index + 1, why: changed(run, index + 1) });
    try {
      entries.push(entryOf(kept.entry));
    } catch (error) {
      return until({ line: index + 1, why: error instanceof Failure ? error.reason : notUnderstood(run, index + 1) });
    }
    before = hashOf(line);
    bytes += Buffer.byteLength(line) + 1;
  }
  return until(null);
}

/** Thrown for a journal of which not all lines hold. */
export class Broken extends Failure {}

function keptIn(line: string): (Place & { readonly entry: unknown }) | null {
  try {
    const { n, before, ...entry } = Line.parse(JSON.parse(line));
    return { n, before, entry };
  } catch {
    return null;
  }
}

const changed = (run: string, line: number): Reason =>
  reason("journal-changed", said("journal.changed", { run, line }), said("journal.changed.hint", { count: line - 1 }));

const notUnderstood = (run: string, line: number): Reason =>
  reason("journal-unreadable", said("journal.not-understood", { run, line }), said("journal.unreadable.hint"));

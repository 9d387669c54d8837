import type { Dated } from "../../lib/run/record";
import { entryOf, versioned } from "../../lib/run/record";
import type { Life } from "./life";

/** A journal on the disk: lines, of which the first so many would survive a loss of power. */
export interface Journal {
  readonly lines: string[];
  synced: number;
}

/** A process that works with the disk. */
export interface Process {
  readonly host: string;
  readonly pid: number;
  readonly life: Life;
}

/** Who has an array. */
export interface Holding {
  readonly run: string;
  readonly since: string;
  readonly by: Process;
  readonly lost: AbortController;
}

/** What outlives the processes. */
export class Durable {
  readonly journals = new Map<string, Journal>();
  readonly reports = new Map<string, { readonly html: string; readonly json: string }>();
  /** By the name of the array in small letters. */
  readonly held = new Map<string, Holding>();
  readonly fences = new Map<string, number>();

  /** @param now the wall clock, for when an array was taken */
  constructor(readonly now: () => number) {}

  /** What lies there of a run, synced or not, whoever lives. */
  entriesOf(run: string): readonly Dated[] {
    return (this.journals.get(run)?.lines ?? []).map(entryIn);
  }
}

/** An entry as it comes back from a disk: what JSON does not know is not kept. */
export const lineOf = (entry: Dated): string => JSON.stringify(versioned(entry));
export const entryIn = (line: string): Dated => entryOf(JSON.parse(line));

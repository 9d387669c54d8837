import { closeSync, existsSync, fdatasyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { OperationName } from "../../server";
import { operationNames, operationOf } from "../../server";
import { eventNames, faultNames, Found } from "./laws";
import type { EventName, FaultName } from "./laws";

/** The lab was opened for the first time, or with options that differ from before. */
const Opened = z.object({
  type: z.literal("opened"),
  atMs: z.number(),
  /** What the wall clock showed then. */
  wallMs: z.number(),
  speed: z.number(),
  members: z.array(z.string()),
  faults: z.array(z.object({ name: z.enum(faultNames as [FaultName, ...FaultName[]]), member: z.string() })),
  found: z.record(z.string(), Found),
  events: z.array(z.object({ name: z.enum(eventNames as [EventName, ...EventName[]]), member: z.string(), when: z.string() })).default([]),
});

/** A change was accepted. */
const Accepted = z.object({
  type: z.literal("accepted"),
  atMs: z.number(),
  server: z.string(),
  op: z.custom<OperationName>((op) => operationNames.includes(op as OperationName) && operationOf(op as OperationName).kind === "change"),
  args: z.unknown(),
  fence: z.number().nullable(),
});

/** A read has brought a fencing number. */
const Fenced = z.object({ type: z.literal("fenced"), atMs: z.number(), server: z.string(), fence: z.number() });

/** Something was wrong with the answer to a question: it is so once, also after another process has taken over. */
const Troubled = z.object({ type: z.literal("troubled"), atMs: z.number(), server: z.string() });

const Entry = z.discriminatedUnion("type", [Opened, Accepted, Fenced, Troubled]);
export type Opened = z.output<typeof Opened>;
export type Accepted = z.output<typeof Accepted>;
export type FenceKept = z.output<typeof Fenced>;
export type Troubled = z.output<typeof Troubled>;
export type Entry = z.output<typeof Entry>;

/**
 * All that ever was done to a world, one JSON line each. A line is in its file before its change is made and answered,
 * so a process that is killed rolls nothing back. Synchronous on purpose: nothing can come between.
 */
export class DurableLog {
  readonly entries: readonly Entry[];
  private readonly file: number;

  /**
   * @param outlivesComputer a line is also there where the computer itself fails, not only this process. That holds up all that this process does, by a
   *   write of the disk for each change of each array: only for those of which somebody wants the truth
   * @throws when the folder cannot be written to, or a line is not one of ours
   */
  constructor(
    folder: string,
    name: string,
    private readonly outlivesComputer = true,
  ) {
    mkdirSync(folder, { recursive: true });
    // The only character that no file may have on Windows and that is left as it is.
    const path = join(folder, `${encodeURIComponent(name).replaceAll("*", "%2A")}.jsonl`);
    const text = existsSync(path) ? readFileSync(path, "utf8") : "";
    // A last line without an end was never answered: the process died while it was written.
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    this.entries = whole.split("\n").flatMap((line) => (line === "" ? [] : [Entry.parse(JSON.parse(line))]));
    // By its path: Windows refuses to shorten a file by a handle that was opened for appending (nodejs/node#3177).
    if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
    this.file = openSync(path, "a");
  }

  append(entry: Entry): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`);
    if (this.outlivesComputer) fdatasyncSync(this.file);
  }

  close(): void {
    closeSync(this.file);
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Truth } from "../../lib/adapters/lab";
import type { RunDocument } from "../../lib/run/record/document";
import type { Records } from "../../simulation/auditor";
import { audit } from "../../simulation/auditor";

/** The promises that a night has broken, in words; empty where it has broken none. */
export const brokenIn = (records: Records): readonly string[] =>
  audit(records).map(({ promise, at, text }) => `promise ${promise}, ${new Date(at).toISOString().slice(11, 19)}: ${text}`);

/** The lines of the journal of a run, as they are on the disk. @param userDir that of the Node-RED which has played it */
export const journalIn = (userDir: string, run: string): readonly unknown[] =>
  readFileSync(join(userDir, "rolling-update", "runs", `${run}.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as unknown);

/** The promises that the runs of a Node-RED on one array have broken. */
export const brokenOnDisk = (truth: Truth, userDir: string, runs: readonly RunDocument[]): readonly string[] =>
  brokenIn({ truth, runs: runs.map((document) => ({ journal: journalIn(userDir, document.runId), document })) });

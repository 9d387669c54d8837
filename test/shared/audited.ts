import { dirname, join } from "node:path";
import type { Truth } from "../../lib/adapters/lab";
import { minutes } from "../../lib/time";
import type { Records } from "../../simulation/auditor";
import { audit } from "../../simulation/auditor";
import { recordsIn } from "../../tools/demo/kill";

/** The promises that a night has broken, in words; empty where it has broken none. */
export const brokenIn = (records: Records): readonly string[] =>
  audit(records).map(({ promise, at, text }) => `promise ${promise}, ${new Date(at).toISOString().slice(11, 19)}: ${text}`);

/**
 * What a computer that is busy for a moment needs, since that is minutes on the clock of a fast lab. Whether the run itself is quick enough is for
 * tests on a virtual clock to say.
 */
const onRealTime: Records["limits"] = { lookMs: minutes(5), operationMs: minutes(5), quietAgainMs: minutes(60) };

/** The promises that the runs of a Node-RED on the array of this lab have broken, by hand or not. @param userDir where it keeps them */
export const brokenOnDisk = (truth: Truth, userDir: string): readonly string[] =>
  brokenIn({ truth, runs: recordsIn(join(userDir, "rolling-update"), truth.array), limits: onRealTime });

/**
 * The same where stand-ins for Windows were the computers, of promises 1 to 5 alone: they note what a computer was told, not the arguments that the
 * run has announced, and not by whose hand what a task does comes about. What the others need is judged on the lab.
 */
export const brokenOnStandIns = (truth: Truth, userDir: string): readonly string[] =>
  brokenOnDisk(truth, userDir).filter((finding) => /^promise [1-5],/.test(finding));

/** The user directory of the Node-RED that has written a report there. */
export const userDirOf = (report: string): string => dirname(dirname(dirname(report)));

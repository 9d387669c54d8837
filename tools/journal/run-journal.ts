import { join } from "node:path";
import type { Survey } from "../../lib/run";
import { surveyOf } from "../../lib/run";
import { inOneSentence } from "../../lib/run/record";
import { sayReason } from "../../lib/texts";
import { sayInEnglish } from "../../lib/texts/say";
import { dateAndTime, hostZone } from "../../lib/time";
import type { Streams } from "../program";
import { columns, tellFailure, WrongUsage } from "../program";
import type { JournalFile } from "./files";
import { folderAt, journalAt } from "./files";
import { linesOf, OPEN } from "./lines";
import type { JournalOptions } from "./options";
import { helpText, readOptions } from "./options";

/** What is printed, for people and for programs, and whether all of it holds. */
interface Answer {
  readonly lines: readonly string[];
  readonly document: unknown;
  readonly holds: boolean;
}

/** @returns the exit code */
export async function runJournal(args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: Streams): Promise<number> {
  try {
    const options = readOptions(args, env);
    if (options === null) {
      out.write(helpText());
      return 0;
    }
    const { lines, document, holds } = await answer(options);
    out.write(options.json ? `${JSON.stringify(document, null, 2)}\n` : lines.map((line) => `${line}\n`).join(""));
    return holds ? 0 : 1;
  } catch (error) {
    return tellFailure(error, err);
  }
}

async function answer(options: JournalOptions): Promise<Answer> {
  const folder = folderAt(options.path);
  if (options.command === "list")
    return folder === null ? listOfOne(journalAt(options.path), options) : listed(await surveyOf(folder), options);
  if (options.command === "verify")
    return folder === null ? verified(journalAt(options.path)) : verifiedAll(folder, await surveyOf(folder));
  if (folder !== null)
    throw new WrongUsage(`${options.path} is a folder. Name one of the journals in it: npm run journal -- list ${options.path}`);
  return shown(journalAt(options.path), options);
}

function listed({ runs, unreadable }: Survey, { zone }: JournalOptions): Answer {
  const rows = runs.map(({ run, startedAt, plan, finished }) => [
    dateAndTime(startedAt, zone ?? hostZone()),
    run,
    plan.array,
    plan.members.map(({ name }) => name).join(" "),
    plan.byHand ? "by hand" : plan.dryRun ? "dry run" : "",
    finished ? "ended" : "OPEN: at work, or cut off",
  ]);
  const bad = unreadable.map(({ why }) => `CANNOT BE READ: ${sayReason(sayInEnglish, why)}`);
  const lines = rows.length + bad.length === 0 ? ["There are no runs here."] : [...bad, ...columns(rows)];
  const document = {
    runs,
    unreadable: unreadable.map(({ run, path, why }) => ({ run, path, code: why.code, text: sayReason(sayInEnglish, why) })),
  };
  return { lines, document, holds: unreadable.length === 0 };
}

function listOfOne({ path, state }: JournalFile, options: JournalOptions): Answer {
  if (state === null) throw new Error(`${path} does not begin as the journal of a run does.`);
  const { id: run, startedAt, plan, phase } = state;
  return listed({ runs: [{ run, startedAt, plan, finished: phase === "ended" }], unreadable: [] }, options);
}

function shown(journal: JournalFile, { zone }: JournalOptions): Answer {
  const { state, reading } = journal;
  const { lines: last, document, holds } = verified(journal);
  if (state === null) return { lines: last, document, holds: false };
  const lines = linesOf(state, reading.entries, zone ?? state.plan.zone ?? hostZone());
  // At the end, where whoever has scrolled through it looks.
  return { lines: holds ? lines : [...lines, "", ...last], document: { ...(document as object), entries: reading.entries }, holds };
}

function verified({ path, reading, state }: JournalFile): Answer {
  const { entries, broken, torn } = reading;
  const holds = broken === null && state !== null;
  const run = state === null ? null : { run: state.id, array: state.plan.array, ended: state.phase === "ended" };
  const document = {
    file: path,
    ...run,
    holds,
    lines: entries.length,
    torn,
    brokenAt: broken?.line ?? null,
    code: broken?.why.code ?? null,
  };
  const lines = [
    ...(state === null ? [`${path} does not begin as the journal of a run does.`] : []),
    ...(broken === null ? [] : [`${path}: ${sayReason(sayInEnglish, broken.why)}`]),
    ...(holds
      ? [`${path}: run ${state.id} of ${state.plan.array}, ${entries.length} lines, and each of them follows the one before.`]
      : []),
    ...(state === null ? [] : [`${broken === null ? "" : "As far as it holds: "}${sayInEnglish(inOneSentence(state))}`]),
    ...(state === null || state.phase === "ended" ? [] : [OPEN]),
    ...(torn ? ["The last line was not ended: it was being written when the process died, or the disk was full. It does not count."] : []),
  ];
  return { lines, document, holds };
}

function verifiedAll(folder: string, { runs, unreadable }: Survey): Answer {
  const all = [...runs, ...unreadable].map(({ run }) => verified(journalAt(join(folder, `${run}.jsonl`))));
  const bad = all.filter(({ holds }) => !holds);
  return {
    lines: [
      ...bad.flatMap(({ lines }) => lines),
      `${all.length === 1 ? "1 journal" : `${all.length} journals`}, of which ${bad.length} ${bad.length === 1 ? "does" : "do"} not hold.`,
    ],
    document: all.map(({ document }) => document),
    holds: bad.length === 0,
  };
}

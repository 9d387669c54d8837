import type { Outcome, Question, SaidTried } from "../../lib/connection-test";
import { plainReads, sayTried, tryReads } from "../../lib/connection-test";
import type { ArgsOf, Invoke, OperationName, ReadOp, ResultOf } from "../../lib/server";
import { operationOf } from "../../lib/server";
import { sayInEnglish } from "../../lib/texts/say";
import { minutes } from "../../lib/time";
import { filesToTry } from "../program";
import type { Said } from "./check";
import { counted, fine, look, notHere, unknown } from "./check";
import type { CheckOptions } from "./options";

const ALL_READS_MS = minutes(10);
/** How many of the newest events are read at most. */
const EVENTS_BACK = 200;

/** What a server answered to all that a run reads. */
export interface Reads {
  readonly tried: readonly SaidTried[];
  readonly info: ResultOf<"system.info"> | null;
  /** Whether it is worth asking it anything else. */
  readonly reached: boolean;
}

interface Server {
  readonly server: string;
  readonly invoke: Invoke;
}

/** Asks everything that a run reads. */
export async function askReads(asked: Server, options: CheckOptions, signal: AbortSignal): Promise<Reads> {
  const all = AbortSignal.any([signal, AbortSignal.timeout(ALL_READS_MS)]);
  const answers = new Map<OperationName, unknown>();
  const noting: Invoke = async (server, op, args, call) => {
    const answer = await asked.invoke(server, op, args, call);
    answers.set(op, answer);
    return answer;
  };
  const answerTo = <Op extends ReadOp>(op: Op) => answers.get(op) as ResultOf<Op> | undefined;
  const ask = (questions: readonly Question[]) => tryReads({ server: asked.server, invoke: noting }, questions, { signal: all });
  const plain = await ask(options.scom === null ? plainReads("member") : plainReads("member", "monitoring"));
  const reached = !plain.some(({ op, outcome }) => op === "system.info" && (outcome === "unreachable" || outcome === "access-denied"));
  const tried = reached ? [...plain, ...(await ask(questionsWithArguments(answerTo("events.cursor"), options)))] : plain;
  return { tried: tried.map((one) => sayTried(sayInEnglish, one)), info: answerTo("system.info") ?? null, reached };
}

const question = <Op extends ReadOp>(op: Op, args: ArgsOf<Op>): Question => ({ op, args });

/** Harmless arguments for reads that need some. */
function questionsWithArguments(at: ResultOf<"events.cursor"> | undefined, { script }: CheckOptions): readonly Question[] {
  const back = (record = 0) => Math.max(0, record - EVENTS_BACK);
  const cursor = { Application: back(at?.cursor.Application), System: back(at?.cursor.System) };
  return [
    question("events.since", { cursor, levels: ["critical", "error", "warning", "information"], atMost: 50 }),
    question("files.stat", { path: filesToTry.program }),
    question("files.tail", { path: filesToTry.text, offset: 0, atMostBytes: 4096 }),
    question("job.poll", { id: "check-windows" }),
    question("probe.tcp", { port: 5985 }),
    question("probe.http", { scheme: "http", port: 5985, path: "/wsman" }),
    ...(script === null ? [] : [question("script.look", { file: script, arguments: [] })]),
  ];
}

const words: Readonly<Record<Outcome, string>> = {
  works: "works",
  "access-denied": "access denied",
  "not-offered": "not offered",
  "missing-module": "missing module",
  unreachable: "unreachable",
  failed: "failed",
};

/** A read as a line of the screen. */
export const rowOf = ({ op, outcome, what, hint, ms }: SaidTried): readonly string[] => [
  `  ${op}`,
  words[outcome],
  `${ms} ms`,
  [what, hint].filter((text) => text !== null).join(". "),
];

/** What all reads together say. A missing module is no fault on a member: not every server has NLB. */
export function judgeReads({ tried, info, reached }: Reads): Said {
  const facts = tried.map(
    (one) =>
      [
        one.op,
        rowOf(one)
          .slice(1)
          .filter((cell) => cell !== "")
          .join(" · "),
      ] as const,
  );
  const bad = tried.filter(({ outcome }) => outcome !== "works" && outcome !== "missing-module");
  const todo = bad.flatMap(({ hint }) => hint ?? [])[0] ?? "See the table of refusals in the guide for real servers.";
  if (!reached) return unknown(bad[0]?.what ?? "it was not reached", todo, facts);
  if (info === null) return look("system.info was not answered", todo, facts);
  if (bad.length > 0) return look(`not answered as agreed: ${bad.map(({ op }) => op).join(", ")}`, todo, facts);
  const missing = tried.filter(({ outcome }) => outcome === "missing-module");
  // Reads of a management server are asked only where one was named: it must have the module.
  const named = missing.filter(({ op }) => operationOf(op).on === "monitoring");
  if (named.length > 0)
    return look(`a module is missing on the management server for ${named.map(({ op }) => op).join(", ")}`, named[0]?.hint ?? todo, facts);
  if (missing.length === tried.length) return notHere("nothing of what is read is here", facts);
  return fine(
    `${counted(tried.length - missing.length, "read")} answered${missing.length === 0 ? "" : `; a module is missing for ${missing.map(({ op }) => op).join(", ")}`}`,
    facts,
  );
}

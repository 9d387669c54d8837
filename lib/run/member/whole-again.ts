import type { Reason, Words } from "../../texts";
import { enumerated, text } from "../../texts";
import { minutes } from "../../time";
import type { Work } from "./context";

/** Hosts that see each other again converge within seconds. */
const LOOKS_FOR_MS = minutes(2);

/** Of a cluster that was split it is told whether its members see each other again: the reason still reads as if it were split. */
export async function wholeAgain(
  work: Pick<Work, "look" | "wait">,
  member: string,
  { code }: Pick<Reason, "code">,
): Promise<readonly Words[]> {
  if (code !== "split-cluster") return [];
  const wait = work.wait(member, "undo", new AbortController().signal);
  const all = (verdicts: Awaited<ReturnType<Work["look"]>>): boolean => verdicts.every(({ serves }) => serves);
  const { met, answer } = await wait
    .until(() => work.look(), all, { limitMs: LOOKS_FOR_MS })
    .catch(() => ({ met: false, answer: undefined }));
  if (met) return [text("leave.whole-again")];
  if (answer === undefined) return [text("leave.whole-not-known")];
  const missing = answer.filter(({ serves }) => !serves).map(({ member: name }) => name);
  return [text("leave.not-whole", { missing: enumerated(missing) })];
}

import type { Verdict } from "../../server/array";
import { joined, text } from "../../texts";
import { minutes } from "../../time/duration";
import type { ArraySetup } from "../array-setup";
import type { Ledger } from "../rules";
import { StepFailed } from "../step";
import type { SeenSoFar } from "./seen-so-far";

/** How long an array may converge because of our own change and still count as serving. */
export const CONVERGING_MS = minutes(2);
/** How long a member that was put back may be silent: its management may be away while it serves. */
const SILENT_MS = minutes(2);

/** A look, with all that it is judged by. */
export interface Looked {
  readonly array: Pick<ArraySetup, "name" | "minInService">;
  readonly verdicts: readonly Verdict[];
  /** Whether the answers of a member are too old to count. */
  readonly isOld: (member: string) => boolean;
  readonly ledger: Ledger;
  readonly past: Pick<SeenSoFar, "convergesForMs" | "silentForMs">;
  /** On the clock of the run. */
  readonly now: number;
}

/** Whether a member serves, for whoever must not be mistaken when it does not: not known is no. One that is taken counts as out. */
const serves = (verdict: Verdict, { ledger, past, now }: Looked): boolean => {
  const forMs = past.convergesForMs(now);
  const grace = ledger.unsettled && forMs !== null && forMs <= CONVERGING_MS;
  return !ledger.reserved.has(verdict.member) && (verdict.serves || (verdict.converging && grace));
};

/** Whether it would be another judgement if the answers were younger. */
export const hasOld = (looked: Looked): boolean =>
  looked.verdicts.some((verdict) => serves(verdict, looked) && looked.isOld(verdict.member));

/** Why, by a look, nothing more may be changed on a member that is taken, or about to be; null: it may. */
export const problemIn = (looked: Looked, member: string): StepFailed | null => lapsed(looked) ?? tooFew(looked, member);

/** A member that this run has put back serves no more. */
function lapsed(looked: Looked): StepFailed | null {
  const { verdicts, ledger, past, now } = looked;
  const lost = verdicts.find((verdict) => {
    if (!ledger.putBack.has(verdict.member) || ledger.reserved.has(verdict.member) || serves(verdict, looked)) return false;
    if (verdict.code === "converging" || verdict.code === "split-cluster") return false;
    return verdict.code !== "unreachable" || past.silentForMs(verdict.member, now) > SILENT_MS;
  });
  if (lost === undefined) return null;
  const { member: name, why } = lost;
  return new StepFailed("updated-member-out", text("guard.lapsed", { name, why }), text("guard.lapsed.hint", { name }));
}

function tooFew(looked: Looked, member: string): StepFailed | null {
  const { array, verdicts } = looked;
  const others = verdicts.filter((verdict) => verdict.member !== member);
  const serving = others.filter((verdict) => serves(verdict, looked) && !looked.isOld(verdict.member));
  if (serving.length >= array.minInService) return null;
  const missing = others.filter((verdict) => !serving.includes(verdict));
  const has = (code: Verdict["code"]) => missing.some((verdict) => verdict.code === code);
  const counted = text("guard.counted", {
    member,
    serving: serving.length,
    others: others.length,
    array: array.name,
    least: array.minInService,
    missing: joined(missing.map((verdict) => text("guard.verdict", { name: verdict.member, why: whyNot(verdict, looked) }))),
  });
  if (has("split-cluster")) return new StepFailed("split-cluster", counted, text("guard.split.hint"));
  if (has("no-gate")) return new StepFailed("no-gate", counted, text("guard.no-gate.hint"));
  if (has("converging")) {
    const restless = text("guard.restless", { array: array.name, counted });
    return new StepFailed("never-converged", restless, text("guard.not-quiet.hint"));
  }
  return new StepFailed("guard-broken", counted, text("guard.broken.hint"));
}

/** One that serves and does not count is taken itself, or has told it too long ago. */
function whyNot({ member, serves: itServes, why }: Verdict, { ledger }: Looked): Verdict["why"] {
  if (ledger.reserved.has(member)) return text("guard.taken", { why });
  return itServes ? text("guard.too-old", { why }) : why;
}

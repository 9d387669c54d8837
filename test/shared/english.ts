import type { Languages } from "../../lib/run";
import type { Serving, Verdict } from "../../lib/server/array";
import type { Reason, Words } from "../../lib/texts";
import { sayReason } from "../../lib/texts";
import { sayInEnglish } from "../../lib/texts/say";

/** Runs that speak English throughout. */
export const english: Languages = { documents: sayInEnglish, reports: { say: sayInEnglish, language: "en-US" } };

export { sayInEnglish as said } from "../../lib/texts/say";

/** Words as an English reader gets them; empty if there are none. */
export const saidIfAny = (words: Words | null | undefined): string => (words === null || words === undefined ? "" : sayInEnglish(words));

/** A reason as an English reader gets it; empty if there is none. */
export const saidReason = (reason: Reason | null | undefined): string =>
  reason === null || reason === undefined ? "" : sayReason(sayInEnglish, reason);

/** Who serves, with the reasons as an English reader gets them. */
export const saidServing =
  (serving: Serving): ((...asked: Parameters<Serving>) => Promise<readonly (Omit<Verdict, "why"> & { readonly why: string })[]>) =>
  async (...asked) =>
    (await serving(...asked)).map((verdict) => ({ ...verdict, why: sayInEnglish(verdict.why) }));

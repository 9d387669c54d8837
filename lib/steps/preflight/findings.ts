import { ServerError } from "../../server";
import type { Text } from "../../texts";
import { text } from "../../texts";
import type { Check, Finding, PreflightContext } from "./check";
import { refuse, saidBy } from "./check";
import { checksOfTheArray, checksOfTheMember } from "./checks";
import type { PreflightOptions } from "./options";
import { reachable } from "./of-the-server";

/** A finding, with the check that it comes from. */
export interface Said extends Finding {
  readonly check: Text;
}

export const withItsCheck = ({ check, text: what }: Said): Text => text("preflight.finding", { check, what });

/** Runs one check; if a server does not answer the question, that is the finding. */
export async function outcome(check: Check, context: PreflightContext, options: PreflightOptions): Promise<Said[]> {
  try {
    return (await check.run(context, options)).map((finding) => ({ ...finding, check: check.name }));
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return [{ ...refuse(text("preflight.not-checked", { what: saidBy(error) })), check: check.name }];
  }
}

/** All findings, not only the first: somebody called at night wants to mend everything in one go. */
export async function findingsOf(context: PreflightContext, options: PreflightOptions): Promise<Said[]> {
  const findings = await outcome(reachable, context, options);
  // If the member does not answer, its checks are not run: each would only say that again.
  for (const check of findings.length === 0 ? [...checksOfTheMember, ...checksOfTheArray] : checksOfTheArray) {
    context.report({ text: text("preflight.checking", { check: check.name }) });
    findings.push(...(await outcome(check, context, options)));
  }
  return findings;
}

import type { StepContext } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { Text } from "../../texts";
import { text } from "../../texts";

/**
 * Refuses to restore what nobody knows. In a run the found state is known, or nothing is changed at all; by hand the step may be the first one that
 * looks at the member: how it is then is no state to go back to.
 * @param what is to be as it was found @param now how it is @param hint what to do instead
 */
export function mustBeKnown(
  { foundEarlier, member }: Pick<StepContext, "foundEarlier" | "member">,
  what: Text,
  now: Text,
  hint: Text,
): void {
  if (foundEarlier) return;
  throw new StepFailed("found-not-known", text("as-found.not-known", { member: member.name, what, now }), hint);
}

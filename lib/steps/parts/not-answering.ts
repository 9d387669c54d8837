import type { StepContext } from "../../run/step";
import { Unreachable } from "../../server";
import type { Text } from "../../texts";
import { duration, text } from "../../texts";

/**
 * A look that reports how long the server has not answered, for waits in which it may be away.
 * @param doing what is waited for, in a word or two: `waiting.boot`
 * @param lastSaid what it said of its work when it last answered
 */
export function sayingWhenSilent<T>(
  { now, report }: Pick<StepContext, "now" | "report">,
  doing: Text,
  look: () => Promise<T>,
  lastSaid: () => string = () => "",
): () => Promise<T> {
  let silentSince: number | null = null;
  return async () => {
    try {
      const answer = await look();
      silentSince = null;
      return answer;
    } catch (error) {
      if (error instanceof Unreachable) {
        silentSince ??= now();
        const about = { doing, time: duration(now() - silentSince) };
        const said = lastSaid();
        report({ text: said === "" ? text("waiting.silent", about) : text("waiting.silent-last-seen", { ...about, says: said }) });
      }
      throw error;
    }
  };
}

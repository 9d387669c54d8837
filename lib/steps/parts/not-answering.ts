import type { StepContext } from "../../run/step";
import { Unreachable } from "../../server";
import type { Text } from "../../texts";
import { duration, text } from "../../texts";

/**
 * A look that reports how long the server has not answered, for waits in which it may be away.
 * @param doing what is waited for, in a word or two: `waiting.boot`
 */
export function sayingWhenSilent<T>(
  { elapsed, report }: Pick<StepContext, "elapsed" | "report">,
  doing: Text,
  look: () => Promise<T>,
): () => Promise<T> {
  let silentSince: number | null = null;
  return async () => {
    try {
      const answer = await look();
      silentSince = null;
      return answer;
    } catch (error) {
      if (error instanceof Unreachable) {
        silentSince ??= elapsed();
        report({ text: text("waiting.silent", { doing, time: duration(elapsed() - silentSince) }) });
      }
      throw error;
    }
  };
}

import type { StepContext } from "../../run/step";
import { Unreachable } from "../../server";
import type { Text } from "../../texts";
import { duration, text } from "../../texts";

/**
 * A look that reports how long the server has not answered, for waits in which it may be away.
 * @param awaited what is waited for, in a word or two: `waiting.boot`; with what it said of its work when it last answered, where it says something
 */
export function sayingWhenSilent<T>(
  { elapsed, report }: Pick<StepContext, "elapsed" | "report">,
  awaited: Text | { readonly doing: Text; readonly lastSaid: () => string },
  look: () => Promise<T>,
): () => Promise<T> {
  const { doing, lastSaid } = "text" in awaited ? { doing: awaited, lastSaid: () => "" } : awaited;
  let silentSince: number | null = null;
  return async () => {
    try {
      const answer = await look();
      silentSince = null;
      return answer;
    } catch (error) {
      if (error instanceof Unreachable) {
        silentSince ??= elapsed();
        const about = { doing, time: duration(elapsed() - silentSince) };
        const said = lastSaid();
        report({ text: said === "" ? text("waiting.silent", about) : text("waiting.silent-last-seen", { ...about, says: said }) });
      }
      throw error;
    }
  };
}

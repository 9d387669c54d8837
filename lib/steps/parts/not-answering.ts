import type { StepContext } from "../../run/step";
import { Unreachable } from "../../server/errors";
import { inWords } from "../../time/duration";

/**
 * A look that says for how long nobody has answered, for waits in which a server may be away.
 * @param doing what is waited for, in a word or two: "boot"
 */
export function sayingWhenSilent<T>(
  { now, report }: Pick<StepContext, "now" | "report">,
  doing: string,
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
        silentSince ??= now();
        report({ text: `${doing}: not answering for ${inWords(now() - silentSince)}` });
      }
      throw error;
    }
  };
}

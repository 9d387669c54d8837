import type { ServerError } from "../../server";
import type { Text } from "../../texts";
import { text } from "../../texts";

/** What to do when a server has refused: its own advice, otherwise what the step knows. */
export const afterRefusal = ({ hint }: ServerError, otherwise: Text): Text =>
  hint === undefined ? otherwise : text("refused.hint", { advice: hint });

import { Refused } from "../../../lib/run/refused";

/** How something is refused. @throws where it is not */
export function refusal(work: () => unknown): Refused {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

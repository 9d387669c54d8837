import { z } from "zod";
import type { Reason } from "../../../texts";

/**
 * What a person can say to a run that holds:
 * - `retry`: the step is visited again with the message that it had, as a new attempt; where no step has failed, the step that finished last sends
 *   its message once more, if the member is as it was left;
 * - `skip`: the step is left out, and its message goes on as it came;
 * - `done-by-hand`: somebody has done what the step does; that it is so is looked at first;
 * - `put-back`: the run ends as after any failure;
 * - `abandon`: the run ends, and nothing more is touched.
 */
export const AnswerName = z.enum(["retry", "skip", "done-by-hand", "put-back", "abandon"]);
export type AnswerName = z.output<typeof AnswerName>;

/** Whether it is asked about the member, and not about a step that has failed: after a restart, or since its message does not come on. */
export const isOfNoStep = ({ node }: Pick<Question, "node">): boolean => node === "";

/** What somebody has answered. */
export interface Given {
  readonly answer: AnswerName;
  /** Null where nobody has, and its time was over. */
  readonly by: string | null;
  readonly why: string | null;
  readonly at: number;
}

/** What a run asks people, and waits for. */
export interface Question {
  readonly id: string;
  /** Which step has failed, and why; none (`""`) where no step has. */
  readonly step: string;
  readonly node: string;
  readonly visit: number;
  readonly reason: Reason;
  /** What can be answered. */
  readonly answers: readonly AnswerName[];
  readonly askedAt: number;
  /** When it is answered by itself, on the run's clock; null: never. */
  readonly until: number | null;
  /** How it is answered then. */
  readonly otherwise: AnswerName;
  given: Given | null;
}

import type { Words } from "../texts";
import { Failure, reason } from "../texts";

/** What is wrong with one field of a command. */
export interface Problem {
  readonly path: string;
  readonly message: Words;
}

interface About {
  readonly hint?: Words | null;
  readonly problems?: readonly Problem[];
  /** The run that is in the way. */
  readonly runId?: string;
}

/** A command or message that a run does not take. */
export class Refused extends Failure {
  readonly problems: readonly Problem[] | undefined;
  readonly runId: string | undefined;

  /** @param code stable, e.g. `array-busy` @param status what an HTTP caller gets */
  constructor(
    code: string,
    readonly status: number,
    what: Words,
    { hint, problems, runId }: About = {},
  ) {
    super(reason(code, what, hint ?? null));
    this.problems = problems;
    this.runId = runId;
  }
}

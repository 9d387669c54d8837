import type { Say } from "../texts";
import { sayReason } from "../texts";
import { Refused } from "../run";

export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly problems?: readonly { readonly path: string; readonly message: string }[];
  };
  /** The array of the loop that answers. */
  readonly array?: string;
  /** The run that is in the way, where one is. */
  readonly runId?: string;
}

/** The answer to a command; the HTTP response node takes it as it is. */
export interface Answer {
  readonly statusCode: number;
  readonly payload: unknown;
}

export const errorBody = (code: string, message: string, problems?: ErrorBody["error"]["problems"]): ErrorBody => ({
  error: { code, message, ...(problems === undefined ? {} : { problems }) },
});

/** Every error is answered, even an unexpected one: no caller hangs. @param array that of the loop that answers, if one does */
export function refusal(error: unknown, say: Say, array?: string): Answer & { readonly payload: ErrorBody } {
  const of = array === undefined ? {} : { array };
  if (!(error instanceof Refused))
    return { statusCode: 500, payload: { ...errorBody("unexpected", error instanceof Error ? error.message : String(error)), ...of } };
  const problems = error.problems?.map(({ path, message }) => ({ path, message: say(message) }));
  const body = { ...errorBody(error.code, sayReason(say, error.reason), problems), ...of };
  return { statusCode: error.status, payload: error.runId === undefined ? body : { ...body, runId: error.runId } };
}

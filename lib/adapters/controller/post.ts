import type { TellOp } from "../../server";
import { OperationFailed, OutcomeUnknown, Unreachable } from "../../server";
import type { Text } from "../../texts";
import { text } from "../../texts";

/** What is posted, and what is said of it where that does not work. */
export interface Posting {
  /** The member that it is about. */
  readonly about: string;
  readonly operation: TellOp;
  /** Goes with it as `Idempotency-Key`, for receivers that know it. */
  readonly id: string;
  /** May hold a secret: errors name its host alone. */
  readonly url: string;
  /** Sent as JSON. */
  readonly body: unknown;
  /** What it is, in the middle of a sentence: "the notice". */
  readonly what: Text;
  /** Where the receiver said no: the error id, and what to do then. */
  readonly refused: { readonly errorId: string; readonly hint: Text };
}

/** Errors after which nothing has been sent. */
const NOTHING_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

/**
 * Posts something once.
 * @throws Unreachable where nothing was sent, OutcomeUnknown where no answer came, OperationFailed where the receiver said no
 */
export async function post(posting: Posting, signal?: AbortSignal): Promise<void> {
  const { about: server, operation, what, refused } = posting;
  const { host } = new URL(posting.url);
  const answered = await send(posting, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    const why = codeOf(error);
    if (NOTHING_SENT.has(why)) throw new Unreachable({ server, operation, what: text("post.not-sent", { what, host, why }), cause: error });
    throw new OutcomeUnknown({ server, operation, what: text("post.no-answer", { what, host, why }), cause: error });
  });
  await answered.body?.cancel();
  if (answered.ok) return;
  throw new OperationFailed({ server, operation, what: text("post.refused", { what, host, status: answered.status }), ...refused });
}

const send = ({ id, url, body }: Posting, signal: AbortSignal | undefined): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": id, "user-agent": "rolling-update" },
    body: JSON.stringify(body),
    // A receiver that redirects has not taken it.
    redirect: "manual",
    ...(signal === undefined ? {} : { signal }),
  });

/** The code of the system, or of the HTTP client, behind a failed request. */
function codeOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  return cause instanceof Error && "code" in cause ? String(cause.code) : "?";
}

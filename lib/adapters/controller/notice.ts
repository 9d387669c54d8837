import type { ArgsOf } from "../../server";
import { OperationFailed, OutcomeUnknown, Unreachable } from "../../server";
import { text } from "../../texts";

type Notice = ArgsOf<"notice.post">;

/** Errors after which nothing has been sent. */
const NOTHING_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

/**
 * Posts a notice. The id goes with it as `Idempotency-Key`, for receivers that know it.
 * @param about the member that it is about
 * @throws Unreachable where nothing was sent, OutcomeUnknown where no answer came, OperationFailed where the receiver said no.
 *   They name only the host of the address: the rest may be a secret.
 */
export async function postNotice(about: string, notice: Notice, signal?: AbortSignal): Promise<void> {
  const where = { server: about, operation: "notice.post" } as const;
  const { host } = new URL(notice.url);
  const answered = await post(notice, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    const why = codeOf(error);
    if (NOTHING_SENT.has(why)) throw new Unreachable({ ...where, what: text("notice.not-sent", { host, why }), cause: error });
    throw new OutcomeUnknown({ ...where, what: text("notice.no-answer", { host, why }), cause: error });
  });
  await answered.body?.cancel();
  if (answered.ok) return;
  const what = text("notice.refused", { host, status: answered.status });
  throw new OperationFailed({ ...where, errorId: "notice-refused", what, hint: text("notice.refused.hint") });
}

const post = ({ id, url, body }: Notice, signal: AbortSignal | undefined): Promise<Response> =>
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

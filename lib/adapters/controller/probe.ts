import { connect } from "node:net";
import type { ResultOf } from "../../server";
import type { ProbeError } from "../../server/operations";
import { seconds } from "../../time";
import type { HttpTarget } from "./request";
import { send, troubleOf } from "./request";

/** How long a probe waits for an answer. */
const LIMIT_MS = seconds(10);

/** An address in a `Location` is kept for what it says, and no longer than that needs. */
const LONGEST_LOCATION = 500;

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);

/**
 * Whether a port of an address accepts connections. Never rejects for what the network says: that is the answer.
 * @throws the signal's reason when it is aborted
 */
export async function probeTcp(address: string, port: number, signal?: AbortSignal): Promise<ResultOf<"probe.tcp">> {
  signal?.throwIfAborted();
  const startedAt = performance.now();
  const error = await new Promise<ProbeError | null>((resolve) => {
    const socket = connect({ host: address, port, ...(signal === undefined ? {} : { signal }) });
    socket.setTimeout(LIMIT_MS, () => {
      socket.destroy();
      resolve({ code: "timed-out" });
    });
    socket.once("error", (failure) => resolve(troubleOf(failure)));
    socket.once("connect", () => {
      socket.destroy();
      resolve(null);
    });
  });
  signal?.throwIfAborted();
  return { open: error === null, ms: since(startedAt), error };
}

/**
 * One GET to an address; any answer is one, redirects are not followed.
 * The certificate is not checked: it is that of the array, and this asks one member on its own address.
 * @throws the signal's reason when it is aborted
 */
export async function probeHttp(address: string, target: HttpTarget, signal?: AbortSignal): Promise<ResultOf<"probe.http">> {
  signal?.throwIfAborted();
  const startedAt = performance.now();
  const answered = await send({ address, target, limitMs: LIMIT_MS, signal });
  signal?.throwIfAborted();
  const ms = since(startedAt);
  if ("error" in answered) return { status: null, location: null, ms, error: answered.error };
  return { status: answered.status, location: answered.location?.slice(0, LONGEST_LOCATION) ?? null, ms, error: null };
}

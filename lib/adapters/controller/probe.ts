import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import type { z } from "zod";
import type { ResultOf } from "../../server";
import type { probe } from "../../server/operations";
import { seconds } from "../../time";

type HttpTarget = z.output<(typeof probe)["probe.http"]["args"]>;

/** How long a probe waits for an answer. */
const LIMIT_MS = seconds(10);

/** What an error code of the system means; the system's own text is not for people. */
const inWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was reset",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name could not be resolved at the moment",
  ETIMEDOUT: "connection timed out",
  HPE_INVALID_CONSTANT: "the answer is not HTTP",
  EPROTO: "the port does not speak TLS",
  ERR_SSL_WRONG_VERSION_NUMBER: "the port does not speak TLS",
};

const reason = (error: Error): string => inWords[(error as NodeJS.ErrnoException).code ?? ""] ?? error.message;
const since = (startedAt: number): number => Math.round(performance.now() - startedAt);

/**
 * Whether a port of an address accepts connections. Never rejects for what the network says: that is the answer.
 * @throws the signal's reason when it is aborted
 */
export async function probeTcp(address: string, port: number, signal?: AbortSignal): Promise<ResultOf<"probe.tcp">> {
  signal?.throwIfAborted();
  const startedAt = performance.now();
  const error = await new Promise<string | null>((resolve) => {
    const socket = connect({ host: address, port, ...(signal === undefined ? {} : { signal }) });
    socket.setTimeout(LIMIT_MS, () => {
      socket.destroy();
      resolve(inWords["ETIMEDOUT"] ?? null);
    });
    socket.once("error", (failure) => resolve(reason(failure)));
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
  const { scheme, port, path, host } = target;
  signal?.throwIfAborted();
  const startedAt = performance.now();
  const options = {
    host: address,
    port,
    path,
    agent: false as const,
    timeout: LIMIT_MS,
    headers: { "user-agent": "rolling-update", ...(host === undefined ? {} : { host }) },
    ...(signal === undefined ? {} : { signal }),
    ...(scheme === "https" ? { rejectUnauthorized: false, ...(host === undefined ? {} : { servername: host }) } : {}),
  };
  const answered = await new Promise<{ status: number | null; error: string | null }>((resolve) => {
    const failed = (error: string): void => resolve({ status: null, error });
    const request = (scheme === "https" ? httpsRequest : httpRequest)(options, (answer) => {
      resolve({ status: answer.statusCode ?? null, error: null });
      answer.destroy();
    });
    // The option limits the silence; this limits the whole.
    const timer = setTimeout(() => request.destroy(Object.assign(new Error("late"), { code: "ETIMEDOUT" })), LIMIT_MS);
    request.once("close", () => clearTimeout(timer));
    request.once("timeout", () => request.destroy(Object.assign(new Error("late"), { code: "ETIMEDOUT" })));
    request.once("error", (error) => failed(reason(error)));
    request.end();
  });
  signal?.throwIfAborted();
  return { ...answered, ms: since(startedAt) };
}

import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, isIP } from "node:net";
import type { Socket } from "node:net";
import type { z } from "zod";
import type { ResultOf } from "../../server";
import type { probe, ProbeError } from "../../server/operations";
import { seconds } from "../../time";
import { lenientTls, tlsTrouble } from "./tls";

type HttpTarget = z.output<(typeof probe)["probe.http"]["args"]>;

/** How long a probe waits for an answer. */
const LIMIT_MS = seconds(10);

/** What an error code of the system means; the system's own text is not for people. */
const meanings: Readonly<Record<string, ProbeError["code"]>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EHOSTUNREACH: "no-route",
  ENETUNREACH: "no-network",
  ENOTFOUND: "unknown-name",
  EAI_AGAIN: "unresolved-name",
  ETIMEDOUT: "timed-out",
};

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? "";

function reason(error: Error): ProbeError {
  const code = codeOf(error);
  // The HTTP parser's codes (llhttp) all begin so.
  const known = meanings[code] ?? (code.startsWith("HPE_") ? "not-http" : null);
  return tlsTrouble(error) ?? (known === null ? { code: "other", said: error.message } : { code: known });
}

/** How far a request came before it failed; that tells what the failure means. */
interface Progress {
  connected: boolean;
  secure: boolean;
}

function watch(socket: Socket, progress: Progress): void {
  socket.once("connect", () => {
    progress.connected = true;
  });
  socket.once("secureConnect", () => {
    progress.secure = true;
  });
}

function failure(error: Error, scheme: HttpTarget["scheme"], { connected, secure }: Progress): ProbeError {
  const code = codeOf(error);
  if (code === "ETIMEDOUT" && connected) return { code: "silent" };
  if (code === "ECONNRESET" && connected && scheme === "https" && !secure) return { code: "closed-before-tls" };
  return reason(error);
}
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
    socket.once("error", (failure) => resolve(reason(failure)));
    socket.once("connect", () => {
      socket.destroy();
      resolve(null);
    });
  });
  signal?.throwIfAborted();
  return { open: error === null, ms: since(startedAt), error };
}

type Answered = Omit<ResultOf<"probe.http">, "ms">;

/**
 * One GET to an address; any answer is one, redirects are not followed.
 * The certificate is not checked: it is that of the array, and this asks one member on its own address.
 * @throws the signal's reason when it is aborted
 */
export async function probeHttp(address: string, target: HttpTarget, signal?: AbortSignal): Promise<ResultOf<"probe.http">> {
  signal?.throwIfAborted();
  const startedAt = performance.now();
  const answered = await asked(address, target, signal);
  signal?.throwIfAborted();
  return { ...answered, ms: since(startedAt) };
}

function asked(address: string, target: HttpTarget, signal: AbortSignal | undefined): Promise<Answered> {
  const { scheme, port, path, host } = target;
  const options = {
    host: address,
    port,
    path,
    agent: false as const,
    timeout: LIMIT_MS,
    headers: { "user-agent": "rolling-update", ...(host === undefined ? {} : { host }) },
    ...(signal === undefined ? {} : { signal }),
    ...(scheme === "https" ? { ...lenientTls, rejectUnauthorized: false, ...serverName(host) } : {}),
  };
  return new Promise((resolve) => {
    const progress: Progress = { connected: false, secure: false };
    const request = (scheme === "https" ? httpsRequest : httpRequest)(options, (answer) => {
      resolve({ status: answer.statusCode ?? null, location: leadsTo(answer.headers.location, address, target), error: null });
      answer.destroy();
    });
    request.once("socket", (socket) => watch(socket, progress));
    // The option limits the silence; this limits the whole.
    const timer = setTimeout(() => request.destroy(Object.assign(new Error("late"), { code: "ETIMEDOUT" })), LIMIT_MS);
    request.once("close", () => clearTimeout(timer));
    request.once("timeout", () => request.destroy(Object.assign(new Error("late"), { code: "ETIMEDOUT" })));
    request.once("error", (error) => resolve({ status: null, location: null, error: failure(error, scheme, progress) }));
    request.end();
  });
}

/** The name of the site for TLS: a host header without its port, and no address (RFC 6066, 3). */
function serverName(host: string | undefined): { readonly servername?: string } {
  const name = host?.replace(/:\d+$/, "") ?? "";
  return name === "" || isIP(name.replace(/^\[|\]$/g, "")) !== 0 ? {} : { servername: name };
}

/** An address in a `Location` is kept for what it says, and no longer than that needs. */
const LONGEST_LOCATION = 500;

/** Where an answer sends on to: a path on the host that was asked, by its address or its host header; else the whole address. */
function leadsTo(location: string | undefined, address: string, { scheme, port, path, host }: HttpTarget): string | null {
  const bare = address.replace(/%.*$/, "");
  const known = isIP(bare) === 6 ? `[${bare}]` : bare;
  const authority = host ?? `${known}:${port}`;
  const base = `${scheme}://${authority}${path}`;
  if (location === undefined || location.trim() === "" || !URL.canParse(location, base)) return null;
  const to = new URL(location, base);
  const own = [base, `${scheme}://${known}`].map((url) => (URL.canParse(url) ? new URL(url).hostname : null));
  const kept = own.includes(to.hostname) && /^https?:$/.test(to.protocol) ? `${to.pathname}${to.search}` : to.href;
  return kept.slice(0, LONGEST_LOCATION);
}

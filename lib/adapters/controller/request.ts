import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { Socket } from "node:net";
import type { z } from "zod";
import type { probe, ProbeError } from "../../server/operations";
import { certificateTrouble, lenientTls, tlsTrouble } from "./tls";

export type HttpTarget = z.output<(typeof probe)["probe.http"]["args"]>;

/** One request to a page on a member's own address. */
export interface Request {
  readonly address: string;
  readonly target: HttpTarget;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How much of the answer's body is read, in bytes. Default: nothing. */
  readonly keep?: number;
  /** Whether who answers must have a certificate that is trusted, and for the name that is asked for. */
  readonly checkCertificate?: boolean;
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where it leads: a path on the host that was asked, else the whole address; null: nowhere. */
  readonly location: string | null;
  readonly body: string;
}

/** Why no answer came, and whether the request had gone out by then. */
export interface Unanswered {
  readonly error: ProbeError;
  readonly sent: boolean;
}

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

/** What an error of the network means. */
export function troubleOf(error: Error): ProbeError {
  const code = codeOf(error);
  // The HTTP parser's codes (llhttp) all begin so.
  const known = meanings[code] ?? certificateTrouble(code) ?? (code.startsWith("HPE_") ? "not-http" : null);
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

function failure(error: Error, scheme: HttpTarget["scheme"], { connected, secure }: Progress): Unanswered {
  const code = codeOf(error);
  const sent = scheme === "https" ? secure : connected;
  if (code === "ETIMEDOUT" && connected) return { error: { code: "silent" }, sent };
  if (code === "ECONNRESET" && connected && scheme === "https" && !secure) return { error: { code: "closed-before-tls" }, sent };
  return { error: troubleOf(error), sent };
}

/** Sends a request, once; any answer is one, and redirects are not followed. Never rejects for what the network says: that is the answer. */
export function send(asked: Request): Promise<Answered | Unanswered> {
  const { address, target, body, keep = 0, limitMs } = asked;
  const { scheme } = target;
  return new Promise((resolve) => {
    const progress: Progress = { connected: false, secure: false };
    const fail = (error: Error): void => resolve(failure(error, scheme, progress));
    const request = (scheme === "https" ? httpsRequest : httpRequest)(optionsOf(asked), (answer) => {
      const { statusCode: status = 0, headers } = answer;
      answer.once("error", fail);
      bodyOf(answer, keep, (text) => resolve({ status, headers, location: leadsTo(headers.location, address, target), body: text }));
    });
    request.once("socket", (socket) => watch(socket, progress));
    // The option limits the silence; this limits the whole.
    const timer = setTimeout(() => request.destroy(late()), limitMs);
    request.once("close", () => clearTimeout(timer));
    request.once("timeout", () => request.destroy(late()));
    request.once("error", fail);
    request.end(body);
  });
}

const late = (): Error => Object.assign(new Error("late"), { code: "ETIMEDOUT" });

function optionsOf({ address, target, method = "GET", headers = {}, checkCertificate = false, limitMs, signal }: Request) {
  const { scheme, port, path, host } = target;
  return {
    host: address,
    port,
    path,
    method,
    agent: false as const,
    timeout: limitMs,
    headers: { "user-agent": "rolling-update", ...(host === undefined ? {} : { host }), ...headers },
    ...(signal === undefined ? {} : { signal }),
    ...(scheme === "https" ? { ...lenientTls, rejectUnauthorized: checkCertificate, ...serverName(host) } : {}),
  };
}

/** Reads the beginning of a body, and lets go of the rest. */
function bodyOf(answer: IncomingMessage, keep: number, done: (text: string) => void): void {
  const parts: Buffer[] = [];
  let read = 0;
  const end = (): void => {
    done(Buffer.concat(parts).subarray(0, keep).toString("utf8"));
    answer.destroy();
  };
  if (keep === 0) return end();
  answer.on("data", (part: Buffer) => {
    parts.push(part);
    read += part.length;
    if (read >= keep) end();
  });
  answer.once("end", end);
}

/** The name of the site for TLS: a host header without its port, and no address (RFC 6066, 3). */
function serverName(host: string | undefined): { readonly servername?: string } {
  const name = host?.replace(/:\d+$/, "") ?? "";
  return name === "" || isIP(name.replace(/^\[|\]$/g, "")) !== 0 ? {} : { servername: name };
}

/** Where an answer leads to: a path on the host that was asked, by its address or its host header; else the whole address. */
export function leadsTo(location: string | undefined, address: string, { scheme, port, path, host }: HttpTarget): string | null {
  const bare = address.replace(/%.*$/, "");
  const known = isIP(bare) === 6 ? `[${bare}]` : bare;
  const authority = host ?? `${known}:${port}`;
  const base = `${scheme}://${authority}${path}`;
  if (location === undefined || location.trim() === "" || !URL.canParse(location, base)) return null;
  const to = new URL(location, base);
  const own = [base, `${scheme}://${known}`].map((url) => (URL.canParse(url) ? new URL(url).hostname : null));
  return own.includes(to.hostname) && /^https?:$/.test(to.protocol) ? `${to.pathname}${to.search}` : to.href;
}

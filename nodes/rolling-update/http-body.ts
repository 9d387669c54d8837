import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "../../lib/api";
import { jsonIn, noBody, refusal, refuseUnlessJson } from "../../lib/api";
import { Refused } from "../../lib/run";
import type { Say } from "../../lib/texts";
import { text } from "../../lib/texts";

/** Far more than any command needs; a caller that sends more gets an error. */
const LONGEST_BODY = 100_000;
const OUR_PATHS = /^\/rolling-update\/[^/]+\/runs(\/[^/]+\/(stop|answers|pause|go-on))?\/?$/;
const OURS: Readonly<Record<string, RegExp>> = { POST: OUR_PATHS, GET: /^\/rolling-update\/[^/]+\/runs(\/[^/]+(\/questions)?)?\/?$/ };

type Request = IncomingMessage & { body?: unknown; _body?: boolean; skipRawBodyParser?: boolean; originalUrl?: string };
type Next = (error?: unknown) => void;
type Handler = (request: Request, response: ServerResponse, next: Next) => void;

/** The part of Express that is needed here. */
export interface WebApp {
  use?(handler: Handler): void;
  /** The application that this one is mounted in. */
  readonly parent?: WebApp;
  readonly _router?: { readonly stack: { readonly handle: unknown }[] };
}

/** What Node-RED has around its HTTP nodes. */
interface Around {
  /** The path of its HTTP nodes, with a slash at its end. */
  readonly root: string;
  readonly say: Say;
  /** Node-RED's setting of that name: HTTP In nodes ask it before they take a request. */
  readonly middleware?: unknown;
  /** Answers in place of the flow; null where that is to go on with the request. */
  readonly instead: (asked: { readonly method: string; readonly path: string }) => Promise<Answer | null>;
}

/**
 * Reads the bodies of commands before Node-RED does, which answers malformed JSON with a page of HTML. Its editor parses the bodies of all
 * requests (with default settings those of flows too), so this must come first, as Node-RED's own HTTP In node does for raw bodies.
 * A bad body, and what no flow answers, is answered only after Node-RED has checked who asks.
 */
export function takeBodies(httpNode: WebApp, { root, say, middleware, instead }: Around): void {
  const bad = new WeakMap<IncomingMessage, unknown>();
  const read: Handler = (request, _, next) => readBody(request, { root, bad }, next);
  const first = outermost(httpNode);
  first.use?.(read);
  const stack = first._router?.stack ?? [];
  const index = stack.findIndex(({ handle }) => handle === read);
  if (index > 0) stack.unshift(...stack.splice(index, 1));

  httpNode.use?.((request, response, next) => {
    const problem = bad.get(request);
    if (problem !== undefined) return send(response, refusal(problem, say));
    const { method = "" } = request;
    const path = ourPath(request.originalUrl ?? request.url, root);
    if (path === null || OURS[method]?.test(path) !== true) return next();
    instead({ method, path }).then((answer) => {
      if (answer === null) next();
      else asking(middleware, request, response)(next, () => send(response, answer));
    }, next);
  });
}

/** Of those that ask who calls each one in turn, as Express does. */
const asking =
  (middleware: unknown, request: Request, response: ServerResponse) =>
  (next: Next, then: () => void): void => {
    const [first, ...rest] = [middleware].flat().filter((one) => typeof one === "function") as Handler[];
    if (first === undefined) return then();
    first(request, response, (error) => (error === undefined ? asking(rest, request, response)(next, then) : next(error)));
  };

function send(response: ServerResponse, { statusCode, payload }: Answer): void {
  response.writeHead(statusCode, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(payload));
}

/** Below the path of Node-RED's HTTP nodes; null for one that is not. */
function ourPath(url: string | undefined, root: string): string | null {
  const path = url?.replace(/[?#].*$/, "") ?? "";
  return path.startsWith(root) ? path.slice(root.length - 1) : null;
}

const outermost = (app: WebApp): WebApp => (app.parent === undefined ? app : outermost(app.parent));

interface Door {
  readonly root: string;
  /** Where bad bodies are kept until Node-RED has checked who asks. */
  readonly bad: WeakMap<IncomingMessage, unknown>;
}

/** Only for the paths of a rolling update; what is accepted is passed on as the HTTP In node would. */
function readBody(request: Request, { root, bad }: Door, next: Next): void {
  // Nothing has prepared the request yet: there is only what Node itself provides.
  const path = ourPath(request.url, root) ?? "";
  if (request.method !== "POST" || !OUR_PATHS.test(path) || request._body === true) return next();
  const chunks: Buffer[] = [];
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= LONGEST_BODY) chunks.push(chunk);
  });
  request.on("error", () => request.destroy());
  request.on("end", () => {
    // Nobody else must read it again.
    request._body = true;
    request.skipRawBodyParser = true;
    request.body = {};
    try {
      if (length > LONGEST_BODY) throw new Refused("body-too-large", 413, text("http.too-large", { bytes: length, limit: LONGEST_BODY }));
      request.body = /\/runs\/?$/.test(path) ? ofStart(Buffer.concat(chunks), request) : ofStop(Buffer.concat(chunks), request);
    } catch (error) {
      bad.set(request, error);
    }
    next();
  });
}

function ofStart(bytes: Buffer, { headers }: Request): unknown {
  refuseUnlessJson(headers);
  const body = jsonIn(bytes, headers);
  if (body === undefined) throw noBody();
  return body;
}

/** A stop may say nothing, and no header keeps it from stopping. */
const ofStop = (bytes: Buffer, { headers }: Request): unknown => {
  const body = jsonIn(bytes, headers);
  return body === undefined ? {} : body;
};

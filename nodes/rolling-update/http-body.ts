import type { IncomingMessage, ServerResponse } from "node:http";
import { jsonIn, noBody, refusal, refuseUnlessJson } from "../../lib/api";
import { Refused } from "../../lib/run";
import type { Say } from "../../lib/texts";
import { text } from "../../lib/texts";

/** Far more than any command needs; a caller that sends more gets an error. */
const LONGEST_BODY = 100_000;
const OUR_PATHS = /^\/rolling-update\/[^/]+\/runs(\/[^/]+\/stop)?\/?$/;

type Request = IncomingMessage & { body?: unknown; _body?: boolean; skipRawBodyParser?: boolean };
type Next = (error?: unknown) => void;
type Handler = (request: Request, response: ServerResponse, next: Next) => void;

/** The part of Express that is needed here. */
export interface WebApp {
  use?(handler: Handler): void;
  /** The application that this one is mounted in. */
  readonly parent?: WebApp;
  readonly _router?: { readonly stack: { readonly handle: unknown }[] };
}

/**
 * Reads the bodies of commands before Node-RED does, which answers malformed JSON with a page of HTML. Its editor parses the bodies of all
 * requests (with default settings those of flows too), so this must come first, as Node-RED's own HTTP In node does for raw bodies.
 * A bad body is answered only after Node-RED has checked who asks.
 * @param root the path of Node-RED's HTTP nodes, with a slash at its end
 */
export function takeBodies(httpNode: WebApp, root: string, say: Say): void {
  const bad = new WeakMap<IncomingMessage, unknown>();
  const read: Handler = (request, _, next) => readBody(request, { root, bad }, next);
  const first = outermost(httpNode);
  first.use?.(read);
  const stack = first._router?.stack ?? [];
  const index = stack.findIndex(({ handle }) => handle === read);
  if (index > 0) stack.unshift(...stack.splice(index, 1));

  httpNode.use?.((request, response, next) => {
    const problem = bad.get(request);
    if (problem === undefined) return next();
    const { statusCode, payload } = refusal(problem, say);
    response.writeHead(statusCode, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(payload));
  });
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
  const path = request.url?.replace(/[?#].*$/, "") ?? "";
  const ours = path.startsWith(root) && OUR_PATHS.test(path.slice(root.length - 1));
  if (request.method !== "POST" || !ours || request._body === true) return next();
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

import type { IncomingMessage, ServerResponse } from "node:http";
import { errorBody } from "../../lib/api";
import type { Say, Words } from "../../lib/texts";
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

interface BadBody {
  readonly status: number;
  readonly code: string;
  readonly what: Words;
}

/**
 * Reads the bodies of commands before Node-RED does, which answers malformed JSON with a page of HTML. Its editor parses the bodies of all
 * requests (with default settings those of flows too), so this must come first, as Node-RED's own HTTP In node does for raw bodies.
 * A bad body is answered only after Node-RED has checked who asks.
 * @param root the path of Node-RED's HTTP nodes, with a slash at its end
 */
export function takeBodies(httpNode: WebApp, root: string, say: Say): void {
  const bad = new WeakMap<IncomingMessage, BadBody>();
  const read: Handler = (request, _, next) => readBody(request, { root, bad }, next);
  const first = outermost(httpNode);
  first.use?.(read);
  const stack = first._router?.stack ?? [];
  const index = stack.findIndex(({ handle }) => handle === read);
  if (index > 0) stack.unshift(...stack.splice(index, 1));

  httpNode.use?.((request, response, next) => {
    const problem = bad.get(request);
    if (problem === undefined) return next();
    response.writeHead(problem.status, { "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(errorBody(problem.code, say(problem.what))));
  });
}

const outermost = (app: WebApp): WebApp => (app.parent === undefined ? app : outermost(app.parent));

interface Door {
  readonly root: string;
  /** Where bad bodies are kept until Node-RED has checked who asks. */
  readonly bad: WeakMap<IncomingMessage, BadBody>;
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
    const sent = Buffer.concat(chunks).toString("utf8");
    if (length > LONGEST_BODY) {
      bad.set(request, { status: 413, code: "body-too-large", what: text("http.too-large", { bytes: length, limit: LONGEST_BODY }) });
    } else if (sent.trim() !== "") {
      try {
        request.body = JSON.parse(sent);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        bad.set(request, { status: 400, code: "malformed-json", what: text("http.malformed-json", { why }) });
      }
    }
    next();
  });
}

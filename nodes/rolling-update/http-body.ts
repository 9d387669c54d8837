import type { IncomingMessage, ServerResponse } from "node:http";
import { errorBody } from "./answer";

/** Far more than any command needs; a caller that sends more is told so. */
const LONGEST_BODY = 100_000;
const OUR_PATHS = /^\/rolling-update\/[^/]+\/runs(\/[^/]+\/stop)?\/?$/;

type Request = IncomingMessage & { path: string; body?: unknown; _body?: boolean; skipRawBodyParser?: boolean };
type Next = (error?: unknown) => void;

/**
 * Reads the bodies of commands ahead of Node-RED's HTTP In node, which answers malformed JSON with a bare 500. Only for the paths of
 * a rolling update; whatever comes through is passed on as the HTTP In node would.
 */
export function readBody(request: Request, response: ServerResponse, next: Next): void {
  if (request.method !== "POST" || !OUR_PATHS.test(request.path) || request._body === true) {
    next();
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= LONGEST_BODY) chunks.push(chunk);
  });
  request.on("error", () => response.destroy());
  request.on("end", () => {
    if (length > LONGEST_BODY) {
      answer(response, 413, "body-too-large", `The body has ${length} bytes; at most ${LONGEST_BODY} are taken.`);
      return;
    }
    const text = Buffer.concat(chunks).toString("utf8");
    try {
      request.body = text.trim() === "" ? {} : JSON.parse(text);
    } catch (error) {
      answer(response, 400, "malformed-json", `The body is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
      return;
    }
    request._body = true;
    request.skipRawBodyParser = true;
    next();
  });
}

function answer(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(errorBody(code, message)));
}

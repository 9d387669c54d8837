/** Starts a run and watches it, using only the HTTP endpoint of its flow. */
import { setTimeout as pause } from "node:timers/promises";
import type { ErrorBody, StartBody, started } from "../../lib/api";
import type { RunDocument } from "../../lib/run";

type Started = ReturnType<typeof started>["payload"];

const ANSWER_LIMIT_MS = 30_000;
const LOOKS = 4;

/** The flow did not start a run, or cannot report on it. `code` is that of its answer, if there was one. */
export class NoRun extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "NoRun";
  }
}

/**
 * @param endpoint of the flow
 * @returns the address of the run's status
 * @throws NoRun
 */
export async function startRun(endpoint: URL, body: StartBody, signal: AbortSignal): Promise<URL> {
  const { status, json, text } = await ask(endpoint, signal, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (json === undefined) throw notOurs({ method: "POST", path: endpoint.pathname, status, text });
  const { error, statusUrl } = json as Partial<ErrorBody & Started>;
  if (error !== undefined) throw new NoRun(error.code, `The start was refused (${error.code}): ${error.message}`);
  if (status !== 202 || typeof statusUrl !== "string") {
    throw new NoRun("bad-answer", `The flow answered the start with ${status} and not with the address of a run: ${text.slice(0, 300)}`);
  }
  return new URL(statusUrl, endpoint);
}

/** @throws NoRun */
export async function lookAtRun(statusUrl: URL, signal: AbortSignal): Promise<RunDocument> {
  const { status, json, text } = await askAgain(statusUrl, signal);
  if (json === undefined) throw notOurs({ method: "GET", path: statusUrl.pathname, status, text });
  const { error } = json as Partial<ErrorBody>;
  if (error !== undefined) throw new NoRun(error.code, `The flow does not report its run (${error.code}): ${error.message}`);
  return json as RunDocument;
}

/** Answers what the run asks. @returns null; or why the answer was not taken @throws NoRun */
export async function answerQuestion(
  statusUrl: URL,
  body: AnswerBody,
  signal: AbortSignal,
): Promise<Pick<ErrorBody["error"], "code" | "message"> | null> {
  const url = new URL(`${statusUrl.pathname}/answers`, statusUrl);
  const { status, json, text } = await ask(url, signal, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (json === undefined) throw notOurs({ method: "POST", path: url.pathname, status, text });
  return (json as Partial<ErrorBody>).error ?? null;
}

interface AnswerBody {
  readonly question: string;
  readonly answer: string;
  readonly by: string;
  readonly why?: string;
}

interface Foreign {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

function notOurs({ method, path, status, text }: Foreign): NoRun {
  if (status === 404) {
    return new NoRun(
      "no-endpoint",
      `The flow has no endpoint ${method} ${path}. It needs an http in node for it, enabled and wired to the rolling-update node, ` +
        "whose reply goes to an http response node.",
    );
  }
  return new NoRun("bad-answer", `${method} ${path} was answered with ${status} and something that is not JSON: ${text.slice(0, 300)}`);
}

/** A look that fails for a moment is repeated. If Node-RED has ended, the signal says so meanwhile. */
async function askAgain(url: URL, signal: AbortSignal): Promise<HttpAnswer> {
  for (let left = LOOKS - 1; ; left--) {
    try {
      return await ask(url, signal);
    } catch (error) {
      if (left === 0 || error instanceof NoRun) throw error;
      await waitMs(500, signal);
    }
  }
}

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  /** Undefined if the text is not JSON. */
  readonly json: object | undefined;
}

async function ask(url: URL, signal: AbortSignal, request: RequestInit = {}): Promise<HttpAnswer> {
  const limit = AbortSignal.timeout(ANSWER_LIMIT_MS);
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.any([signal, limit]) });
    const text = await answer.text();
    return { status: answer.status, text, json: objectIn(text) };
  } catch (error) {
    signal.throwIfAborted();
    if (!limit.aborted) throw error;
    throw new NoRun(
      "no-answer",
      `${request.method ?? "GET"} ${url.pathname} was not answered within ${ANSWER_LIMIT_MS / 1000} s. ` +
        "Check whether the reply of the rolling-update node is wired to an http response node.",
    );
  }
}

function objectIn(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param signal its reason is thrown when it is aborted */
export async function waitMs(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}

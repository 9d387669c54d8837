// @ts-check
/** Starts a run and looks at it, by the HTTP endpoint of its flow and nothing else. */
import { setTimeout as pause } from "node:timers/promises";

/** @typedef {import("../../lib/run/record/document.js").RunDocument} RunDocument */

const ANSWER_LIMIT_MS = 30_000;
const LOOKS = 4;

/** The flow did not start a run, or cannot tell of it. `code` is the one of its answer where it gave one. */
export class NoRun extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "NoRun";
    this.code = code;
  }
}

/**
 * @param {string} base address of Node-RED
 * @param {string} path of the flow's endpoint
 * @param {{ dryRun?: boolean, update?: string, requestedBy: string }} body
 * @param {AbortSignal} signal
 * @returns {Promise<string>} the address at which the run can be looked at
 * @throws {NoRun}
 */
export async function startRun(base, path, body, signal) {
  const { status, json, text } = await ask(new URL(path, base), signal, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (json === undefined) throw notOurs("POST", path, status, text);
  const { error, statusUrl } = /** @type {{ error?: { code: string, message: string }, statusUrl?: string | null }} */ (json);
  if (error !== undefined) throw new NoRun(error.code, `The start was refused (${error.code}): ${error.message}`);
  if (status !== 202 || typeof statusUrl !== "string") {
    throw new NoRun("bad-answer", `The flow answered the start with ${status} and not with the address of a run: ${text.slice(0, 300)}`);
  }
  return new URL(statusUrl, base).href;
}

/**
 * @param {string} statusUrl
 * @param {AbortSignal} signal
 * @returns {Promise<RunDocument>}
 * @throws {NoRun}
 */
export async function lookAtRun(statusUrl, signal) {
  const { status, json, text } = await askAgain(new URL(statusUrl), signal);
  if (json === undefined) throw notOurs("GET", new URL(statusUrl).pathname, status, text);
  const { error } = /** @type {{ error?: { code: string, message: string } }} */ (json);
  if (error !== undefined) throw new NoRun(error.code, `The flow does not tell of its run (${error.code}): ${error.message}`);
  return /** @type {RunDocument} */ (json);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {number} status
 * @param {string} text
 */
function notOurs(method, path, status, text) {
  if (status === 404) {
    return new NoRun(
      "no-endpoint",
      `The flow has no endpoint ${method} ${path}. It needs an http in node for it, enabled and wired to the rolling-update node, ` +
        "whose reply goes to an http response node.",
    );
  }
  return new NoRun("bad-answer", `${method} ${path} was answered with ${status} and something that is not JSON: ${text.slice(0, 300)}`);
}

/**
 * A look that fails for a moment is made again. If Node-RED has ended, the signal says so meanwhile.
 * @param {URL} url
 * @param {AbortSignal} signal
 */
async function askAgain(url, signal) {
  for (let left = LOOKS - 1; ; left--) {
    try {
      return await ask(url, signal);
    } catch (error) {
      if (left === 0 || error instanceof NoRun) throw error;
      await waitMs(500, signal);
    }
  }
}

/**
 * @param {URL} url
 * @param {AbortSignal} signal
 * @param {RequestInit} [request]
 * @returns {Promise<{ status: number, text: string, json: object | undefined }>}
 */
async function ask(url, signal, request = {}) {
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
        "Look whether the reply of the rolling-update node is wired to an http response node.",
    );
  }
}

/** @param {string} text */
function objectIn(text) {
  try {
    const value = /** @type {unknown} */ (JSON.parse(text));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal its reason is thrown when it is aborted
 */
export async function waitMs(ms, signal) {
  await pause(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}

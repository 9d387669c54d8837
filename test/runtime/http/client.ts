import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import should from "should";
import type { RunDocument, RunInList } from "../../../lib/run/record/document";
import type { Truth } from "../../../lib/adapters/lab/truth";
import type { Answer } from "./contract";
import { contractProblems } from "./contract";
import type { BundledFlow } from "../flows/bundled-flow";

export interface Started {
  readonly runId: string;
  readonly array: string;
  readonly state: string;
  readonly statusUrl: string;
}

export interface Failure {
  readonly error: { readonly code: string; readonly message: string; readonly problems?: readonly { path: string; message: string }[] };
  readonly runId?: string;
}

interface Sent {
  readonly key?: string;
  readonly type?: string;
}

/** Nothing in these tests takes as long. */
const LIMIT_MS = 60_000;
const EVERY_MS = 25;

/** Asks again and again until the answer will do; a whole process is at work, so there is nothing else to wait for. */
export async function eventually<T>(what: string, ask: () => Promise<T>, done: (answer: T) => boolean, limitMs = LIMIT_MS): Promise<T> {
  for (const limit = Date.now() + limitMs; ; ) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (Date.now() > limit)
      throw new Error(`${what}: not within ${limitMs / 1000} s. The last answer was ${JSON.stringify(answer).slice(0, 3000)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, EVERY_MS);
    });
  }
}

/** Another system that calls the HTTP endpoint of a flow. It holds every answer against the contract. */
export class Client {
  /** @param url the address of Node-RED's HTTP nodes */
  constructor(
    private readonly url: string,
    readonly flow: Pick<BundledFlow, "path">,
  ) {}

  /** @param body sent as it is when it is text or bytes, otherwise as JSON; undefined: none */
  start<Body = Started>(body?: unknown, sent: Sent = {}): Promise<Answer<Body>> {
    return this.send<Body>("/runs", "post", "", body, sent);
  }

  stop<Body = { runId: string; array: string; state: string; when: string; summary: string }>(
    id: string,
    body?: unknown,
    sent: Sent = {},
  ): Promise<Answer<Body>> {
    return this.send<Body>("/runs/{id}/stop", "post", `/${id}/stop`, body, sent);
  }

  questions<Body = Pick<RunDocument, "questions">>(id: string): Promise<Answer<Body>> {
    return this.send<Body>("/runs/{id}/questions", "get", `/${id}/questions`, undefined, {});
  }

  answer<Body = { runId: string; question: string; answer: string; summary: string }>(
    id: string,
    body: unknown,
    sent: Sent = {},
  ): Promise<Answer<Body>> {
    return this.send<Body>("/runs/{id}/answers", "post", `/${id}/answers`, body, sent);
  }

  pause<Body = { paused: boolean }>(id: string, body?: unknown): Promise<Answer<Body>> {
    return this.send<Body>("/runs/{id}/pause", "post", `/${id}/pause`, body, {});
  }

  goOn<Body = { paused: boolean }>(id: string, body?: unknown): Promise<Answer<Body>> {
    return this.send<Body>("/runs/{id}/go-on", "post", `/${id}/go-on`, body, {});
  }

  look<Body = RunDocument>(id: string): Promise<Answer<Body>> {
    return this.send<Body>("/runs/{id}", "get", `/${id}`, undefined, {});
  }

  list<Body = { readonly array: string; readonly runs: readonly RunInList[] }>(): Promise<Answer<Body>> {
    return this.send<Body>("/runs", "get", "", undefined, {});
  }

  /** Starts a run that has to start. */
  async run(body: unknown = {}): Promise<string> {
    const answer = await this.start(body);
    should(answer.status).equal(202, JSON.stringify(answer.body));
    return answer.body.runId;
  }

  /** The run as soon as it stands so. */
  async when(id: string, what: string, done: (run: RunDocument) => boolean): Promise<RunDocument> {
    const gone = (run: RunDocument) => done(run) || run.state === "ended";
    const { body } = await eventually(
      `Run ${id}: ${what}`,
      () => this.look(id),
      ({ body: run }) => gone(run),
    );
    if (!done(body)) throw new Error(`Run ${id} ended before ${what}: ${body.reasonCode ?? ""} ${body.reason ?? ""}`);
    return body;
  }

  /** The run as soon as one of its members is in this step. */
  inStep(id: string, step: string): Promise<RunDocument> {
    return this.when(id, `in ${step}`, (run) => run.members.some(({ current }) => current?.step === step));
  }

  /** The run as soon as one of its members drains: the change itself is made, not only its step begun. */
  draining(id: string): Promise<RunDocument> {
    return this.when(id, "draining", (run) =>
      run.members.some(
        ({ changes, current }) =>
          current?.step === "nlb-drainstop" && changes.some(({ op, outcome }) => op === "nlb.drain" && outcome === "done"),
      ),
    );
  }

  ended(id: string): Promise<RunDocument> {
    return this.when(id, "ended", ({ state }) => state === "ended");
  }

  private async send<Body>(path: string, method: "get" | "post", rest: string, body: unknown, { key, type }: Sent): Promise<Answer<Body>> {
    const response = await fetch(`${this.url}${this.flow.path}${rest}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": type ?? "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const text = await response.text();
    let read: unknown = text;
    try {
      read = JSON.parse(text);
    } catch {
      // The contract says that it should have been JSON.
    }
    const answer = { status: response.status, type: response.headers.get("content-type"), body: read };
    contractProblems(path, method, answer).should.eql([], `${method} ${rest}`);
    return answer as Answer<Body>;
  }
}

/** The truth as the lab has written it last: about a second late. */
export const truthIn = async (file: string): Promise<Truth> => JSON.parse(await readFile(file, "utf8")) as Truth;

/** The truth as soon as it is so; the lab writes it down about once a second. */
export const truthWhen = async (file: string, what: string, so: (truth: Truth) => boolean): Promise<Truth> => {
  await eventually(
    `${what}: ${file}`,
    async () => existsSync(file) && so(await truthIn(file)),
    (is) => is,
  );
  return await truthIn(file);
};

/** The changes that were made from then on, "nlb.drain CAS1", in order. */
export const changesIn = (truth: Truth, from = 0): string[] =>
  truth.operations.filter(({ kind, atMs }) => kind === "change" && atMs >= from).map(({ op, member }) => `${op} ${member}`);

/** The changes of a run by its own record. */
export const changesOf = (run: RunDocument): string[] =>
  run.members.flatMap(({ name, changes }) => changes.filter(({ outcome }) => outcome !== "failed").map(({ op }) => `${op} ${name}`));

/** The truth after a run that has ended, which has made the changes of its record and no others. */
export async function truthAfter(file: string, run: RunDocument): Promise<Truth> {
  const from = Date.parse(run.startedAt);
  const recorded = changesOf(run).sort();
  const truth = await truthWhen(file, `the changes of run ${run.runId}`, (now) => changesIn(now, from).length >= recorded.length);
  changesIn(truth, from).sort().should.eql(recorded);
  return truth;
}

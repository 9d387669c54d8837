/** A run that holds asks on the terminal: what people answer is passed on to the flow. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { RunDocument } from "../../lib/run";
import { answerQuestion } from "./run-api";
import type { Terminal } from "./screen";

type Question = RunDocument["questions"][number];

/** What is typed, line by line. */
export class Typed {
  private readonly lines: AsyncIterator<string>;

  constructor(
    private readonly input: Readable,
    private readonly signal: AbortSignal,
  ) {
    this.lines = createInterface({ input, signal })[Symbol.asyncIterator]();
  }

  /** The next line; null where nobody types any more. */
  async next(): Promise<string | null> {
    const line = await this.lines.next();
    this.signal.throwIfAborted();
    return line.done === true ? null : line.value;
  }

  /** Nothing more is read: the process may end. */
  end(): void {
    this.input.destroy();
  }
}

/** Nobody waits for an answer any more. */
const OVER: ReadonlySet<string> = new Set(["run-ended", "answered-already", "no-such-question", "no-such-run"]);

/** What somebody types: an answer, and behind it the reason. */
const WRITTEN = /^\s*([a-z-]+)\s*(.*?)\s*$/i;

/** Asks until an answer was taken. With nobody to answer, the run ends as after any failure. */
export async function askOnTerminal(
  { question: id, answers, text }: Question,
  {
    statusUrl,
    out,
    typed,
    signal,
  }: { readonly statusUrl: URL; readonly out: Terminal; readonly typed: Typed; readonly signal: AbortSignal },
): Promise<void> {
  out.write(`\n${text}\n\n`);
  for (;;) {
    out.write(`${id} – ${answers.join(", ")} (skip and done-by-hand need a reason: "skip nobody is connected")? `);
    const line = await typed.next();
    if (line === null) out.write("put-back, since nobody answers\n");
    const [, answer = "", why = ""] = WRITTEN.exec(line ?? "put-back") ?? [];
    const refused = await answerQuestion(statusUrl, { question: id, answer, by: "demo", ...(why === "" ? {} : { why }) }, signal);
    if (refused === null) return void out.write(`${id} is answered.\n\n`);
    out.write(`${refused.message}\n`);
    if (OVER.has(refused.code)) return;
  }
}

/** A run that holds asks on the terminal: what people answer is passed on to the flow. Meanwhile its progress is shown, since its clock goes on. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { RunDocument } from "../../lib/run";
import { answerQuestion } from "./run-api";
import type { Terminal } from "./screen";

type Question = RunDocument["questions"][number];

/** What is typed, line by line. */
export class Typed {
  private readonly lines: AsyncIterator<string>;
  /** Asked for already, by a question that somebody else has answered. */
  private coming: Promise<IteratorResult<string>> | null = null;

  constructor(
    private readonly input: Readable,
    private readonly signal: AbortSignal,
  ) {
    this.lines = createInterface({ input, signal })[Symbol.asyncIterator]();
  }

  /** The next line; null where nobody types any more. */
  async next(): Promise<string | null> {
    this.coming ??= this.lines.next();
    const line = await this.coming;
    this.coming = null;
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

/** These leave out what the flow has in its way. */
const NEED_REASON: readonly string[] = ["skip", "done-by-hand"];

/** What somebody types: an answer, and behind it the reason. */
const WRITTEN = /^\s*([a-z-]+)\s*(.*?)\s*$/i;

interface At {
  readonly statusUrl: URL;
  readonly out: Terminal;
  readonly typed: Typed;
  readonly signal: AbortSignal;
}

/** How much time of the run passes before it is said again that it waits. */
const REMIND_AFTER_SECONDS = 3600;

/** The questions of a run, one after the other. */
export class Asking {
  private open: Question | null = null;
  private askedAt = 0;
  private readonly answered = new Set<string>();
  private failure: Error | null = null;

  constructor(private readonly at: At) {}

  /** Somebody is to type. */
  get isOpen(): boolean {
    return this.open !== null;
  }

  /**
   * Asks what the run waits for, if anything: people may take their time.
   * @param now since the start, on the run's clock, in seconds
   * @throws what went wrong with an answer
   */
  see({ state, questions }: Pick<RunDocument, "state" | "questions">, now: number): void {
    if (this.failure !== null) throw this.failure;
    const all = state === "running" ? questions.filter(({ question, answer }) => answer === null && !this.answered.has(question)) : [];
    const { open } = this;
    if (open !== null && all.every(({ question }) => question !== open.question)) {
      this.at.out.write(`\nNobody needs to answer ${open.question} any more.\n\n`);
      this.open = null;
    }
    const [next] = all;
    if (this.open !== null || next === undefined) return;
    this.open = next;
    this.askedAt = now;
    const isOver = () => this.open?.question !== next.question;
    askOnTerminal(next, { ...this.at, isOver })
      .then(() => {
        this.answered.add(next.question);
        if (!isOver()) this.open = null;
      })
      .catch((error: unknown) => {
        this.failure = error instanceof Error ? error : new Error(String(error));
      });
  }

  /** @returns what is said from time to time while nobody answers; null: nothing now */
  reminder(now: number): string | null {
    if (this.open === null || now - this.askedAt < REMIND_AFTER_SECONDS) return null;
    this.askedAt = now;
    const { question, member, otherwise, until } = this.open;
    const end = until === null ? "" : `; without one it is ${otherwise} at ${until.slice(11, 16)} UTC`;
    return `${member}  still waits for an answer to ${question}${end}`;
  }

  /** After other lines: what can be typed is shown again. */
  again(): void {
    if (this.open !== null) this.at.out.write(promptOf(this.open));
  }
}

/** How to answer: only what this question takes. */
function promptOf({ question: id, answers }: Question): string {
  const needing = answers.filter((answer) => NEED_REASON.includes(answer));
  const [first] = needing;
  const reason = first === undefined ? "" : ` (${needing.join(" and ")} with a reason: "${first} nobody is connected")`;
  return `${id} – type ${answers.join(", ")}${reason}, and press Enter: `;
}

/** Asks until an answer was taken. With nobody to answer, the run ends as after any failure. */
export async function askOnTerminal(
  of: Question,
  { statusUrl, out, typed, signal, isOver = () => false }: At & { readonly isOver?: () => boolean },
): Promise<void> {
  const { question: id, text } = of;
  out.write(`\n${text}\n\nThe run waits for you, and its clock goes on meanwhile.\n`);
  for (;;) {
    out.write(promptOf(of));
    const line = await typed.next();
    if (line?.trim() === "") continue;
    if (line === null) out.write("put-back, since nobody answers\n");
    const [, answer = "", why = ""] = WRITTEN.exec(line ?? "put-back") ?? [];
    if (isOver()) return;
    const refused = await answerQuestion(statusUrl, { question: id, answer, by: "demo", ...(why === "" ? {} : { why }) }, signal);
    if (refused === null) return void out.write(`${id} is answered.\n\n`);
    out.write(`${refused.message}\n`);
    if (OVER.has(refused.code)) return;
  }
}

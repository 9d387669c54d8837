import type { ArgsOf, ReadOp, ResultOf } from "../../lib/server/catalogue";
import type { Call, ReadableServer } from "../../lib/server/server";

/** What a server answers to each read: the answer, an error to throw, or a function of the arguments that gives either or throws. */
export type Answers = {
  readonly [Op in ReadOp]?: ResultOf<Op> | Error | ((args: ArgsOf<Op>, call: Call) => ResultOf<Op> | Promise<ResultOf<Op>>);
};

/** What a server was asked. */
export interface Asked {
  readonly op: ReadOp;
  readonly args: unknown;
}

/** A server that answers what a test says, and notes what it was asked. A read without an answer fails the test. */
export class AnsweringServer implements ReadableServer {
  readonly asked: Asked[] = [];

  constructor(
    readonly name: string,
    private readonly answers: Answers,
  ) {}

  async read<Op extends ReadOp>(op: Op, args: ArgsOf<Op>, call: Call = {}): Promise<ResultOf<Op>> {
    this.asked.push({ op, args });
    const answer: unknown = this.answers[op];
    if (answer === undefined) throw new Error(`The test has no answer to ${op}.`);
    if (answer instanceof Error) throw answer;
    const given: unknown = typeof answer === "function" ? await answer(args, call) : answer;
    return given as ResultOf<Op>;
  }
}

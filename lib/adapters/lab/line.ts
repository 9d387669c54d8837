import type { OperationName } from "../../server";
import { operationOf } from "../../server";
import type { Faults } from "./laws";

/** What is wrong with an answer, once. */
export type Trouble = "slow" | "lost";

/** What is between a member and those who ask it: whom it still obeys, and which of its answers are lost or late. */
export class Line {
  /** The highest fencing number with which it was changed. */
  fence = 0;
  /** Until then nobody can manage it, on the world's clock. */
  awayUntil = 0;
  /** The one answer that the fault `answer-lost` takes is lost. */
  private answerLost = false;
  private losesNext = false;
  private readonly expected: Trouble[] = [];

  constructor(
    private readonly member: string,
    private readonly faults: Faults,
  ) {}

  /** The answer to its next change gets lost, whichever change it is and whatever its faults are. */
  loseNextAnswer(): void {
    this.losesNext = true;
  }

  /** Something is wrong with the answer to the next question. */
  expect(trouble: Trouble): void {
    this.expected.push(trouble);
  }

  /** What is wrong with the answer to this question; then it is over. */
  trouble(): Trouble | null {
    return this.expected.shift() ?? null;
  }

  /** Whether the answer to a change that has just been made gets lost: once with the fault, and whenever a test has asked for it. */
  losesAnswer(op: OperationName): boolean {
    if (this.losesNext) {
      this.losesNext = false;
      return true;
    }
    if (this.answerLost || operationOf(op).on !== "member" || !this.faults.on(this.member, "answer-lost")) return false;
    this.answerLost = true;
    return true;
  }
}

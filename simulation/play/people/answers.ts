import type { Hold } from "../../plan";
import type { NightClock } from "../night-clock";

interface Parts {
  readonly hold: Hold | null;
  readonly clock: NightClock;
  readonly send: (payload: Readonly<Record<string, unknown>>) => void;
}

/** People who answer what a run asks, as the plan of the night has it. */
export class Answers {
  private asked = 0;

  constructor(private readonly parts: Parts) {}

  /** The loop has said something. A question that is told again after a restart is answered again: people do not know better. */
  heard(payload: unknown): void {
    const { hold, clock, send } = this.parts;
    const { code, question: about } = (payload ?? {}) as { readonly code?: unknown; readonly question?: { readonly question: string } };
    if (hold === null || code !== "question" || about === undefined) return;
    const next = hold.answers[this.asked++];
    if (next === undefined) return;
    const { question } = about;
    const why = "the night wants it";
    clock.after(next.afterMs, () => {
      send({ question, answer: next.answer, by: "alice", why });
      if (next.twice) send({ question, answer: next.answer === "retry" ? "put-back" : "retry", by: "bob", why });
    });
  }
}

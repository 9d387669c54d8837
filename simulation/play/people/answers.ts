import type { Hold } from "../../plan";
import { minutes } from "../../../lib/time";
import type { NightClock } from "../night-clock";

interface Parts {
  readonly hold: Hold | null;
  /** Whether the loop asks after a restart. */
  readonly asks: boolean;
  readonly clock: NightClock;
  readonly send: (command: "answer" | "go-on", payload: Readonly<Record<string, unknown>>) => void;
}

const why = "the night wants it";

/** Where a loop asks after a restart alone. Nobody answers a fifth one: that has a limit. */
const afterRestart: Hold["answers"] = [1, 10, 1, 30].map((after) => ({ afterMs: minutes(after), answer: "retry", twice: after === 10 }));

/** People who answer what a run asks, as the plan of the night has it. */
export class Answers {
  private asked = 0;

  constructor(private readonly parts: Parts) {}

  /** The loop has said something. A question that is told again after a restart is answered again: people do not know better. */
  heard(payload: unknown): void {
    const { hold, asks, clock, send } = this.parts;
    const { code, question: about } = (payload ?? {}) as { readonly code?: unknown; readonly question?: { readonly question: string } };
    if (code === "paused") clock.after(minutes(10), () => send("go-on", { requestedBy: "alice", why }));
    if (code !== "question" || about === undefined) return;
    const answers = hold?.answers ?? (asks ? afterRestart : []);
    const next = answers[this.asked++];
    if (next === undefined) return;
    const { question } = about;
    clock.after(next.afterMs, () => {
      send("answer", { question, answer: next.answer, by: "alice", why });
      if (next.twice) send("answer", { question, answer: next.answer === "retry" ? "put-back" : "retry", by: "bob", why });
    });
  }
}

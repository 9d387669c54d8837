import type { Frame } from "../process/frames";
import type { Exit } from "../process/process";

/** How a command ended: whatever came first. */
export type Verdict =
  | { readonly kind: "answered"; readonly frame: Frame }
  /** It ended without an answer. */
  | { readonly kind: "silent" }
  | { readonly kind: "exited"; readonly exit: Exit }
  | { readonly kind: "flooded" | "timed-out" | "cancelled" };

/** A promise that is settled from outside, once. */
export class Deciding {
  readonly verdict: Promise<Verdict>;
  #decide: (verdict: Verdict) => void = () => {};

  constructor() {
    this.verdict = new Promise((resolve) => {
      this.#decide = resolve;
    });
  }

  decide(verdict: Verdict): void {
    this.#decide(verdict);
  }
}

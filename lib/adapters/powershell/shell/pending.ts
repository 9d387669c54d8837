import type { Exit, Frame, FrameId } from "../process";
import { Deferred, timer } from "../process";

/** How a line that was sent ended: whatever came first. */
export type Verdict =
  | { readonly kind: "answered"; readonly frame: Frame }
  | { readonly kind: "exited"; readonly exit: Exit }
  | { readonly kind: "flooded" | "timed-out" | "cancelled" };

/** The lines whose answers are waited for. */
export class Pending {
  readonly #waiting = new Map<FrameId, Deferred<Verdict>>();

  /**
   * Sends a line and waits for the first thing that decides: its answer, the time limit, the signal, or the end of the process.
   * @param send writes it, once its answer is waited for
   */
  async ask(id: FrameId, send: () => void, { limitMs, signal }: { limitMs: number; signal?: AbortSignal | undefined }): Promise<Verdict> {
    const waiting = new Deferred<Verdict>();
    this.#waiting.set(id, waiting);
    // If this process has stalled, the answer may already be in the pipe: read it before giving up.
    const stopTimer = timer(limitMs, () => setImmediate(() => waiting.resolve({ kind: "timed-out" })));
    const cancel = (): void => waiting.resolve({ kind: "cancelled" });
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      send();
      return await waiting.promise;
    } finally {
      stopTimer();
      signal?.removeEventListener("abort", cancel);
      this.#waiting.delete(id);
    }
  }

  settle(id: FrameId, verdict: Verdict): void {
    this.#waiting.get(id)?.resolve(verdict);
  }

  settleAll(verdict: Verdict): void {
    for (const waiting of this.#waiting.values()) waiting.resolve(verdict);
  }
}

/** Lets callers in one after the other. */
export class Queue {
  #busy = false;
  readonly #waiting: (() => void)[] = [];

  /**
   * Waits for one's turn.
   * @returns gives the turn to the next caller
   * @throws the signal's reason if it is aborted before that
   */
  async turn(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#busy) await this.#wait(signal);
    this.#busy = true;
    return () => this.#next();
  }

  #wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        // The reason of an aborted signal can be anything; it is passed on as it is.
        reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.push(start);
    });
  }

  /** Stays busy for the one that was waiting, so that nobody gets in between. */
  #next(): void {
    const start = this.#waiting.shift();
    if (start === undefined) this.#busy = false;
    else start();
  }
}

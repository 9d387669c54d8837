/** One after the other, in the order in which they asked. */
export class Turns {
  private last: Promise<void> = Promise.resolve();

  /** @param signal whoever waits no longer leaves the row @throws the reason of the signal; whatever `work` throws */
  async take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.last;
    let over = (): void => undefined;
    const mine = new Promise<void>((resolve) => {
      over = resolve;
    });
    this.last = before.then(() => mine);
    try {
      await untilOver(before, signal);
      return await work();
    } finally {
      over();
    }
  }
}

async function untilOver(before: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (signal === undefined) return await before;
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const givenUp = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop);
  });
  try {
    await Promise.race([before, givenUp]);
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

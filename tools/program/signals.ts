// @ts-check
/** What ends a program from outside: Ctrl-C, a service manager, a window that is closed. */
const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"]);

/**
 * Calls `stop` at the first signal; at the second one the process ends at once.
 * @param {() => void} stop
 * @returns {() => void} listens no more
 */
export function untilSignal(stop) {
  let asked = false;
  const take = () => {
    if (asked) process.exit(1);
    asked = true;
    stop();
  };
  for (const signal of signals) process.on(signal, take);
  return () => {
    for (const signal of signals) process.off(signal, take);
  };
}

/** Time for what is still being written when all nodes are closed. */
const LAST_WRITES_MS = 10_000;

/** Lets this process end by itself as soon as nothing is left to do, and sees to it that it ends. */
export const endSoon = () => void setTimeout(() => process.exit(), LAST_WRITES_MS).unref();

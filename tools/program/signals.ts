/** What ends a program from outside: Ctrl-C, a service manager, a window that is closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const;

/**
 * Calls `stop` at the first signal; at the second one the process ends at once.
 * @returns a function that stops listening
 */
export function untilSignal(stop: () => void): () => void {
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

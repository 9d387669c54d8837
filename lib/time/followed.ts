/** Does something when a signal is aborted, also if it was before. @returns what ends that, so that a long-lived signal keeps nothing */
export function whenAborted(signal: AbortSignal | undefined, then: (signal: AbortSignal) => void): { readonly unfollow: () => void } {
  if (signal === undefined) return NOTHING;
  if (signal.aborted) {
    then(signal);
    return NOTHING;
  }
  const follow = (): void => then(signal);
  signal.addEventListener("abort", follow, ONCE);
  return { unfollow: () => signal.removeEventListener("abort", follow) };
}

const NOTHING = { unfollow: () => undefined };
const ONCE = { once: true } as const;

/**
 * Aborts a controller when a signal is aborted. In place of `AbortSignal.any`, whose signals hold each other weakly: in a Node-RED with many arrays at
 * work that cost the collector more than the looks themselves.
 * @param then is called where somebody has given up, also if they had before
 */
export const followed = (
  signal: AbortSignal | undefined,
  controller: AbortController,
  then: () => void = () => undefined,
): { readonly unfollow: () => void } =>
  whenAborted(signal, ({ reason }) => {
    then();
    controller.abort(reason);
  });

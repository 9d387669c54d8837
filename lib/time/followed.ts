/**
 * Aborts a controller when a signal is aborted. In place of `AbortSignal.any`, whose signals hold each other weakly: in a Node-RED with many arrays at
 * work that cost the collector more than the looks themselves.
 * @param then is called where somebody has given up, also if they had before @returns what ends it, so that a long-lived signal keeps nothing
 */
export function followed(
  signal: AbortSignal | undefined,
  controller: AbortController,
  then: () => void = () => undefined,
): { readonly unfollow: () => void } {
  const follow = (): void => {
    then();
    controller.abort(signal?.reason);
  };
  if (signal?.aborted === true) follow();
  else signal?.addEventListener("abort", follow, { once: true });
  return { unfollow: () => signal?.removeEventListener("abort", follow) };
}

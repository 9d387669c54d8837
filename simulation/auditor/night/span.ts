/** From one moment until another, in milliseconds since 1970. The end does not belong to it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const lengthOf = ({ from, to }: Span): number => to - from;

/** What two spans have in common; null where that is nothing. */
export function common(one: Span, other: Span): Span | null {
  const from = Math.max(one.from, other.from);
  const to = Math.min(one.to, other.to);
  return from < to ? { from, to } : null;
}

/** The spans of a list of moments during which something is so. @param until the end of the last one */
export function spansWhere<Moment extends { readonly atMs: number }>(
  moments: readonly Moment[],
  until: number,
  isSo: (moment: Moment) => boolean,
): readonly Span[] {
  const spans: { from: number; to: number }[] = [];
  for (const [index, moment] of moments.entries()) {
    const to = moments[index + 1]?.atMs ?? until;
    if (!isSo(moment) || to <= moment.atMs) continue;
    const last = spans.at(-1);
    if (last?.to === moment.atMs) last.to = to;
    else spans.push({ from: moment.atMs, to });
  }
  return spans;
}

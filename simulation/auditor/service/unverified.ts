import type { Night, Span } from "../night";

/** A member has been given an update, and nobody has verified it yet. */
export interface Unverified extends Span {
  readonly member: string;
}

interface Turn {
  readonly at: number;
  readonly is: "unverified" | "verified";
}

/**
 * From the start of each update until the verification that counts. The start is in the truth; that it was verified only the journal says. A boot
 * while the member is still out makes it unverified again: nobody has looked at it since.
 */
export function unverified(night: Night): readonly Unverified[] {
  return night.members.flatMap((member) => {
    const spans: { member: string; from: number; to: number }[] = [];
    for (const { at, is } of turns(night, member)) {
      const last = spans.at(-1);
      const isOpen = last !== undefined && last.to === Number.POSITIVE_INFINITY;
      if (is === "unverified" && !isOpen) spans.push({ member, from: at, to: Number.POSITIVE_INFINITY });
      if (is === "verified" && isOpen) last.to = at;
    }
    return spans;
  });
}

function turns(night: Night, member: string): readonly Turn[] {
  const updates = night
    .changes()
    .filter((change) => change.member === member && night.isUpdate(change))
    .map(({ atMs }) => ({ at: atMs, is: "unverified" as const }));
  const [first] = updates;
  if (first === undefined) return [];
  const verified = night.runs.flatMap((run) => run.verified.filter((one) => one.member === member));
  const boots = night.facts
    .spans(member, "up", true)
    .slice(1)
    .filter(({ from }) => from > first.at && wasOut(night, member, from))
    .map(({ from }) => ({ at: from, is: "unverified" as const }));
  return [...updates, ...boots, ...verified.map(({ at }) => ({ at, is: "verified" as const }))].sort((a, b) => a.at - b.at);
}

/** Whether its run was still at work on it when it booted, and had not brought it in. */
function wasOut(night: Night, member: string, at: number): boolean {
  const run = night.runAt(member, at);
  const isFinished = run === undefined || run.finished.some((end) => end.member === member && end.at <= at);
  const down = night.facts.spans(member, "up", false).find(({ to }) => to === at);
  return !isFinished && down !== undefined && !night.serving(member).some(({ to }) => to === down.from);
}

import type { Truth } from "../../lib/adapters/lab/truth";

/**
 * Checks the promises of the design at every instant of a world, using only what the lab itself wrote down.
 * @param minInService how many other members must serve while one is out
 * @returns what was broken, in words; empty when nothing was
 */
export function audit(truth: Truth, minInService: number): readonly string[] {
  return [
    ...enoughServe(truth, minInService),
    ...oneAtATime(truth),
    ...noTrafficBeforeVerified(truth),
    ...nobodyConnected(truth),
    ...quiet(truth),
  ];
}

type Done = Truth["operations"][number];

const changes = (truth: Truth): readonly Done[] => truth.operations.filter(({ kind }) => kind === "change");

/** When each member was out because of us: from the change that took it out until it was started again, or the end. */
function spansOut(truth: Truth): readonly { readonly member: string; readonly from: number; readonly to: number }[] {
  const spans: { member: string; from: number; to: number }[] = [];
  for (const { member, op, atMs } of changes(truth)) {
    const open = spans.find((span) => span.member === member && span.to === Number.POSITIVE_INFINITY);
    if ((op === "nlb.drain" || op === "nlb.stop") && open === undefined) spans.push({ member, from: atMs, to: Number.POSITIVE_INFINITY });
    if (op === "nlb.start" && open !== undefined) open.to = atMs;
  }
  return spans;
}

/** Promise 1: enough other members serve, always. */
function enoughServe(truth: Truth, minInService: number): readonly string[] {
  return spansOut(truth).flatMap(({ member, from, to }) =>
    truth.serving.flatMap((entry, index) => {
      const until = truth.serving[index + 1]?.atMs ?? truth.nowMs;
      const others = entry.members.filter((name) => name !== member).length;
      return entry.atMs < to && until > from && others < minInService
        ? [`While ${member} was out only ${others} others served (${entry.atMs}).`]
        : [];
    }),
  );
}

/** Promise 2: no more members than allowed are out because of us. */
function oneAtATime(truth: Truth): readonly string[] {
  const spans = spansOut(truth);
  return spans.flatMap((one, index) =>
    spans
      .slice(index + 1)
      .flatMap((other) =>
        other.from < one.to && one.member !== other.member ? [`${one.member} and ${other.member} were out at once.`] : [],
      ),
  );
}

/** Promise 3: no traffic between the start of the update and its verification, after which the member is started. */
function noTrafficBeforeVerified(truth: Truth): readonly string[] {
  return changes(truth).flatMap(({ member, op, atMs }, index) => {
    if (op !== "job.start") return [];
    const started = changes(truth)
      .slice(index)
      .find((later) => later.member === member && later.op === "nlb.start");
    const to = started?.atMs ?? truth.nowMs;
    const taking = truth.serving.some(
      (entry, at) => entry.taking.includes(member) && entry.atMs < to && (truth.serving[at + 1]?.atMs ?? truth.nowMs) > atMs,
    );
    return taking ? [`${member} took traffic between the start of its update and its start.`] : [];
  });
}

/** Promise 4: nothing is installed or restarted while clients are connected, and nobody was cut. */
function nobodyConnected(truth: Truth): readonly string[] {
  const disturbed = changes(truth).filter(({ op, clients }) => (op === "job.start" || op === "system.restart") && clients > 0);
  return [
    ...disturbed.map(({ member, op, clients }) => `${op} was sent to ${member} with ${clients} clients connected.`),
    ...truth.clientsCut.map(({ member, clients, why }) => `${clients} clients of ${member} were cut: ${why}.`),
  ];
}

/** Promise 5: monitoring raises no alert because of us. */
const quiet = (truth: Truth): readonly string[] => truth.alerts.map(({ member, text }) => `SCOM raised an alert for ${member}: ${text}`);

import type { Finding } from "../finding";
import type { Night, Run } from "../night";
import { freshMs, noticedMs, timeOf } from "../night";

/**
 * Promise 9: after the first failure of any class no member is newly taken out and no further member is updated. A failure is what the run has
 * recorded as one, and what the truth shows to be one: a member that this run has updated and put back, and that stops serving by nobody else's
 * doing. Reads which changes were made afterwards, and when they were announced: what was on its way may arrive.
 */
export const afterFailure = (night: Night): readonly Finding[] =>
  night.runs.filter(({ dryRun }) => !dryRun).flatMap((run) => [...afterItsOwn(night, run), ...badUpdate(night, run)]);

/** Changes that take a member out, or update it. */
const takesOut = (op: string): boolean => op === "nlb.drain" || op === "nlb.suspend";

function afterItsOwn(night: Night, run: Run): readonly Finding[] {
  const { failedAt } = run;
  if (failedAt === null) return [];
  const atWork = new Set(
    run.started
      .filter(({ member, at }) => at <= failedAt && !run.finished.some((end) => end.member === member && end.at <= failedAt))
      .map(({ member }) => member),
  );
  return night.changes().flatMap((change) => {
    const { member, op, atMs } = change;
    if (atMs <= failedAt || atMs > run.to || !run.members.includes(member)) return [];
    const announced = run.announced.findLast((one) => one.member === member && one.op === op && one.at <= atMs);
    if (announced === undefined || announced.at <= failedAt) return [];
    if (!atWork.has(member))
      return [finding(member, atMs, `After the failure at ${timeOf(failedAt)} ${op} was sent to ${member}, which was not at work.`)];
    if (!takesOut(op) && !night.isUpdate(change)) return [];
    return [finding(member, atMs, `After the failure at ${timeOf(failedAt)} ${op} was sent to ${member}.`)];
  });
}

/** A member that was updated and put back does not serve any more, and the run carries the update on. */
function badUpdate(night: Night, run: Run): readonly Finding[] {
  const { limits } = night;
  return run.finished.flatMap(({ member, at, outcome }) => {
    if (outcome !== "updated") return [];
    const lost = night
      .notServing(member)
      .find(({ from, to }) => from >= at && from < run.to && to > night.after(from, noticedMs(limits)) && !byOthers(night, member, from));
    if (lost === undefined) return [];
    const noticed = night.after(lost.from, noticedMs(limits));
    const failed = run.failedAt !== null && run.failedAt <= noticed;
    const fresh = lost.from + freshMs(limits);
    const later = night
      .changes()
      .find(
        (change) =>
          change.atMs > fresh && change.atMs <= run.to && change.member !== member && (takesOut(change.op) || night.isUpdate(change)),
      );
    const said = `${member}, which this run has updated, stopped serving at ${timeOf(lost.from)}`;
    if (later !== undefined && later.atMs < (run.failedAt ?? Number.POSITIVE_INFINITY))
      return [finding(member, later.atMs, `${said}, and ${later.op} was sent to ${later.member}.`)];
    return failed || run.to < noticed ? [] : [finding(member, noticed, `${said}, and the run went on.`)];
  });
}

const byOthers = ({ facts }: Night, member: string, at: number): boolean =>
  (["takes", "answers", "up"] as const).some(
    (fact) => facts.at(member, fact, at)?.atMs === at && facts.doer(member, fact, at) === "others",
  );

const finding = (member: string, at: number, text: string): Finding => ({ promise: 9, at, member, text });

import type { Finding } from "../finding";
import type { Night, Run } from "../night";

/**
 * Promise 8: killed at any instant, a run resumes or holds; no finished change is made twice. Reads which jobs and restarts were asked for and what
 * each led to: an update that has brought its version is not started again, no restart is decided twice on the same boot, and no step is
 * finished twice in one visit, nor started twice by one message, unless a process has gone on with the run meanwhile. Whether a run goes on after a
 * kill only nights with kills can show.
 */
export const once = (night: Night): readonly Finding[] =>
  night.runs.flatMap((run) => [...installedTwice(night, run), ...restartedTwice(night, run), ...startedTwice(run), ...finishedTwice(run)]);

const during = (night: Night, { from, to, members }: Run) =>
  night.changes().filter(({ atMs, member }) => atMs >= from && atMs <= to && members.includes(member));

function installedTwice(night: Night, run: Run): readonly Finding[] {
  const updates = during(night, run).filter((change) => night.isUpdate(change));
  return updates.flatMap(({ member, atMs, args }) => {
    const earlier = updates.find((one) => one.member === member && one.atMs < atMs && idOf(one.args) !== idOf(args));
    if (earlier === undefined) return [];
    const { facts } = night;
    const brought = facts.before(member, "version", atMs)?.is !== facts.before(member, "version", earlier.atMs)?.is;
    return brought && !retried(run, member, atMs)
      ? [finding(member, atMs, `The update of ${member} was started again after it had brought its version.`)]
      : [];
  });
}

/** A person has said that the step is to be done again, as a new attempt: an installer is started again then. */
const retried = ({ questions }: Run, member: string, at: number): boolean =>
  questions.some((one) => one.member === member && one.answer === "retry" && one.answeredAt !== null && one.answeredAt <= at);

const idOf = (args: unknown): unknown => (args as { readonly id?: unknown }).id;

function restartedTwice(night: Night, run: Run): readonly Finding[] {
  const restarts = during(night, run).filter(({ op }) => op === "system.restart");
  return restarts.flatMap(({ member, atMs, args }, index) => {
    const { bootedAt } = args as { readonly bootedAt?: unknown };
    const earlier = restarts
      .slice(0, index)
      .some((one) => one.member === member && (one.args as { bootedAt?: unknown }).bootedAt === bootedAt);
    return earlier ? [finding(member, atMs, `${member} was told twice to restart from the same boot.`)] : [];
  });
}

/** A message that comes twice, or late, moves nothing. */
function startedTwice({ stepsStarted, resumedAt }: Run): readonly Finding[] {
  return stepsStarted.flatMap(({ member, node, at, token }, index) => {
    const earlier = stepsStarted.slice(0, index).findLast((one) => token !== null && one.token === token);
    if (earlier === undefined || resumedAt.some((moment) => earlier.at <= moment && moment <= at)) return [];
    return [finding(member, at, `The step ${node} was started on ${member} by a message that had been used before.`)];
  });
}

function finishedTwice({ stepsFinished }: Run): readonly Finding[] {
  const seen = new Set<string>();
  return stepsFinished.flatMap(({ member, node, visit, at }) => {
    const key = `${member} ${node} ${visit}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [finding(member, at, `The step ${node} was finished twice on ${member} in visit ${visit}.`)];
  });
}

const finding = (member: string, at: number, text: string): Finding => ({ promise: 8, at, member, text });

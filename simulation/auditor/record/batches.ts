import type { Finding } from "../finding";
import type { Night, Run } from "../night";
import { timeOf } from "../night";

/**
 * Who is taken when several may be at once. Part of the promise that after a failure nobody is taken any more (9): a batch begins only when all members
 * of the one before are through, nobody is taken while it is looked whether the updated ones do well, and they are not said to do well where the truth
 * knows that one of them has crashed again and again, and none of the others.
 */
export const batches = (night: Night): readonly Finding[] =>
  night.runs.flatMap((run) => [...tooEarly(run), ...duringSoak(run), ...calledWell(night, run)]);

const batchOf = ({ batches: all }: Run, member: string): number => all.findIndex((batch) => batch.includes(member));

const tooEarly = (run: Run): readonly Finding[] =>
  run.started.flatMap(({ member, at }) => {
    const before = run.batches.slice(0, Math.max(0, batchOf(run, member))).flat();
    const open = before.find((name) => !run.finished.some((one) => one.member === name && one.at <= at));
    return open === undefined ? [] : [finding(member, at, `${member} was taken before ${open}, of an earlier batch, was through.`)];
  });

const duringSoak = ({ started, soaks }: Run): readonly Finding[] =>
  started.flatMap(({ member, at }) => {
    const soak = soaks.find(({ from, to }) => at > from && at < to);
    return soak === undefined ? [] : [finding(member, at, `${member} was taken while the soak lasted that began ${timeOf(soak.from)}.`)];
  });

const CRASHES = "service-crashes";
/** For so long a service crashes every minute. */
const CRASHES_FOR_MS = 60 * 60_000;
/** So many crashes cannot be overlooked. */
const PLAIN_MS = 6 * 60_000;

function calledWell({ truth }: Night, run: Run): readonly Finding[] {
  const updatedBy = (member: string, at: number) =>
    run.finished.some((one) => one.member === member && one.outcome === "updated" && one.at <= at);
  return run.soaks.flatMap(({ from, to, isWell }) => {
    if (!isWell) return [];
    const crashed = truth.outside.filter(({ event, atMs }) => event === CRASHES && overlap({ from, to }, atMs) > 0);
    const others = crashed.filter(({ member }) => !updatedBy(member, from));
    const plain = crashed.find(({ member, atMs }) => updatedBy(member, from) && overlap({ from, to }, atMs) >= PLAIN_MS);
    if (plain === undefined || others.length > 0) return [];
    return [finding(plain.member, to, `A service of ${plain.member} crashed again and again during the soak, which was called well.`)];
  });
}

const overlap = ({ from, to }: { readonly from: number; readonly to: number }, atMs: number): number =>
  Math.min(to, atMs + CRASHES_FOR_MS) - Math.max(from, atMs);

const finding = (member: string, at: number, text: string): Finding => ({ promise: 9, at, member, text });

import type { Finding } from "../finding";
import type { Night, Run } from "../night";
import { timeOf } from "../night";

/**
 * What a run may do while it waits for people: nothing. Part of the promise that after a failure nothing more is begun (9), and that a run resumes or
 * holds (8). Reads what was asked, answered and announced: while something is asked about a member no step changes it, and no other is taken; the
 * first answer counts; a retry is a new attempt; a run that is paused takes nobody; a hold is not taken for a message that was lost; and where the loop
 * asks after a restart, no step begins before somebody has said so.
 */
export const held = (night: Night): readonly Finding[] =>
  night.runs.flatMap((run) => [
    ...touched(run),
    ...answeredTwice(run),
    ...sameAttempt(run),
    ...takenWhilePaused(run),
    ...takenForLost(run),
    ...begunUnasked(run),
  ]);

/** Until it is answered, or the run goes no further. */
const endOf = ({ stoppingAt, to }: Run, { answeredAt }: Run["questions"][number]): number =>
  Math.min(answeredAt ?? to, stoppingAt ?? to, to);

function touched(run: Run): readonly Finding[] {
  return run.questions.flatMap((question) => {
    const { id, member, askedAt } = question;
    const end = endOf(run, question);
    const during = ({ at }: { readonly at: number }) => at > askedAt && at < end;
    const changed = run.announced.find((change) => change.member === member && change.cause === "step" && during(change));
    const taken = run.started.find(during);
    return [
      ...(changed === undefined ? [] : [finding(member, changed.at, `${changed.op} was sent to ${member} while ${id} was asked.`)]),
      ...(taken === undefined ? [] : [finding(taken.member, taken.at, `${taken.member} was taken while ${id} was asked.`)]),
    ];
  });
}

const answeredTwice = ({ answers }: Run): readonly Finding[] =>
  answers.flatMap(({ question, member, at }, index) =>
    answers.slice(0, index).some((one) => one.question === question)
      ? [finding(member, at, `${question} was answered a second time.`)]
      : [],
  );

function sameAttempt({ questions, stepsStarted }: Run): readonly Finding[] {
  return questions.flatMap(({ member, node, visit, answer, answeredAt }) => {
    if (answer !== "retry" || answeredAt === null) return [];
    const again = stepsStarted.find((one) => one.member === member && one.at >= answeredAt);
    if (again === undefined || again.node !== node || again.visit > visit) return [];
    return [finding(member, again.at, `${node} was begun again on ${member} as the attempt that had failed.`)];
  });
}

const takenWhilePaused = ({ pauses, started }: Run): readonly Finding[] =>
  started.flatMap(({ member, at }) => {
    const paused = pauses.find(({ from, to }) => at > from && at < to);
    return paused === undefined ? [] : [finding(member, at, `${member} was taken though the run was paused at ${timeOf(paused.from)}.`)];
  });

const takenForLost = (run: Run): readonly Finding[] =>
  run.questions.flatMap((question) => {
    const { member, askedAt, code } = question;
    const { stopCode, stoppingAt } = run;
    const lost =
      code !== "message-lost" &&
      stopCode === "message-lost" &&
      stoppingAt !== null &&
      stoppingAt >= askedAt &&
      stoppingAt <= endOf(run, question);
    return lost ? [finding(member, stoppingAt, `The message of ${member} was taken for lost while the run was waiting for people.`)] : [];
  });

function begunUnasked({ asksAfterRestart, resumedAt, stepsStarted, started, answers, pauses }: Run): readonly Finding[] {
  if (!asksAfterRestart) return [];
  return resumedAt.flatMap((resumed) => {
    const next = stepsStarted.find(({ at }) => at > resumed);
    if (next === undefined) return [];
    const { member, at } = next;
    const wasAtWork = started.some((one) => one.member === member && one.at <= resumed);
    const isBetween = (moment: number) => moment >= resumed && moment <= at;
    const isSaid =
      answers.some((one) => isBetween(one.at) && (!wasAtWork || one.member === member)) ||
      (!wasAtWork && pauses.some(({ to }) => isBetween(to)));
    return isSaid
      ? []
      : [finding(member, at, `A step began on ${member} after the restart at ${timeOf(resumed)}, and nobody had said so.`)];
  });
}

const finding = (member: string, at: number, text: string): Finding => ({ promise: 9, at, member, text });

import type { Asking } from "../../rules";
import type { MemberState } from "../../record";
import { openQuestion } from "../../record";
import type { Clock } from "../../../time";
import type { Recorder } from "../../store/recorder";

/** Asks, unless the run goes no further meanwhile. From here on everything but the member goes on: lock, guard, watch and upkeep. */
export async function askPeople(recorder: Recorder, member: MemberState, asking: Asking): Promise<void> {
  await recorder.record(({ phase }) => {
    if (phase !== "running" || openQuestion(member) !== undefined) return null;
    return {
      type: "question asked",
      member: member.name,
      question: `${member.name}-${member.questions.length + 1}`,
      ...asking,
      answers: [...asking.answers],
    };
  });
}

interface Parts {
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Answers the question about a member when its time is over and nobody has. Resolves when that is so, or when somebody was first. */
export async function answeredAtLimit({ recorder, clock, signal }: Parts, member: MemberState): Promise<void> {
  const question = openQuestion(member);
  if (question === undefined || question.until === null) return;
  await clock.sleep(Math.max(0, question.until - clock.now()), signal);
  const { id, otherwise } = question;
  await recorder.record(({ phase }) => {
    if (phase !== "running" || question.given !== null) return null;
    const nobody = { by: null, why: null, token: null, establishes: {} };
    return { type: "question answered", member: member.name, question: id, answer: otherwise, ...nobody };
  });
}

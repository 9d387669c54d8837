import type { Facts } from "../../../server";
import type { Words } from "../../../texts";
import { instant, joined, listed, text, whatOf } from "../../../texts";
import type { ArraySetup } from "../../array-setup";
import type { Work } from "../../member";
import { resumeMember } from "../../member";
import type { AnswerName, MemberState, Question, RunState } from "../../record";
import { isOfNoStep, Stopped } from "../../record";
import { Refused } from "../../refused";
import { seconds } from "../../../time";
import type { Recorder } from "../../store/recorder";
import type { AtWork } from "../at-work";
import { acceptedEdits, editsNow } from "./edits";
import type { Listener } from "../listener";
import { canSend, sendAgain } from "./send-again";

/** What somebody answers. */
export interface AnswerAsk {
  readonly question: string;
  /** As somebody has written it: the question says what can be answered. */
  readonly answer: string;
  readonly by: string | null;
  readonly why: string | null;
}

interface Parts {
  readonly recorder: Recorder;
  readonly work: Work;
  readonly listener: Listener;
  readonly newToken: () => string;
  readonly atWork: Pick<AtWork, "signalOf" | "looksFirst">;
  readonly array: ArraySetup;
}

/** A look takes seconds, unless it is for the outcome of a restart: whoever answers waits so long for it. */
const LOOKS_MS = seconds(20);
const AGAIN_MS = 250;

async function lookedFirst({ connection: { clock, answersOn = clock } }: ArraySetup, atWork: Pick<AtWork, "looksFirst">): Promise<void> {
  for (let waitedMs = 0; atWork.looksFirst && waitedMs < LOOKS_MS; waitedMs += AGAIN_MS) await answersOn.sleep(AGAIN_MS);
}

/** These leave out what the flow has in its way: whoever reads the report must find why. */
const needReason: ReadonlySet<AnswerName> = new Set(["skip", "done-by-hand"]);

/**
 * Takes an answer to what the run asks. The first one counts.
 * @throws Refused 404 for a question that was never asked; 409 for one that was answered, whose answer it does not offer, or where what somebody has
 * done by hand is not so, a member is not as it was left, or what is deployed is not as planned; 400 where a reason is missing; 503 as long as a run
 * that was taken up looks for longer than a few seconds how its members are, unless the answer ends it
 */
export async function answer({ recorder, work, listener, newToken, atWork, array }: Parts, ask: AnswerAsk): Promise<Question> {
  const { state } = recorder;
  const { member, question } = asked(state, ask);
  refuse(state, question, ask);
  const acts = ask.answer !== "put-back" && ask.answer !== "abandon";
  // What has been found by then is not asked about yet: the answer would be to less than there is.
  if (acts && atWork.looksFirst) await lookedFirst(array, atWork);
  if (acts && atWork.looksFirst) throw new Refused("not-ready", 503, text("hold.looks-first", { member: member.name }));
  if (acts) refuseUnsent(listener, member, ask.answer === "retry" ? (member.sent?.node ?? null) : question.node);
  const accepted = acts ? acceptedEdits(editsNow({ listener, array }, state), ask) : null;
  const looking = lookedAt({ work, recorder, signal: atWork.signalOf(member.name) }, member, { question, answer: ask.answer });
  const establishes = await looking.catch((error: unknown) => {
    // An answer that ends the run has ended the look too.
    refuse(state, question, ask);
    throw error;
  });
  await accepted?.(recorder);
  await recorder.record((now) => {
    // Somebody may have been first while it was looked.
    const name = refuse(now, question, ask);
    const { question: id, by, why } = ask;
    return {
      type: "question answered",
      member: member.name,
      question: id,
      answer: name,
      by,
      why,
      token: acts ? newToken() : null,
      establishes,
    };
  });
  if (acts) sendAgain(listener, state, member);
  return question;
}

function asked({ id: run, members }: RunState, { question: id }: AnswerAsk): { readonly member: MemberState; readonly question: Question } {
  for (const member of members) {
    const question = member.questions.find((one) => one.id === id);
    if (question !== undefined) return { member, question };
  }
  throw new Refused("no-such-question", 404, text("hold.no-such-question", { run, question: id.slice(0, 100) }));
}

/** @returns the answer, which the question takes */
function refuse({ id: run, phase }: RunState, { id, given, answers }: Question, { answer: written, why }: AnswerAsk): AnswerName {
  if (given !== null) {
    const about = { question: id, answer: given.answer, by: given.by ?? text("hold.nobody"), at: instant(given.at) };
    throw new Refused("answered-already", 409, text("hold.answered-already", about));
  }
  if (phase !== "running") throw new Refused("run-ended", 409, text("run.ending", { run }));
  const name = answers.find((one) => one === written);
  if (name === undefined) throw new Refused("not-offered", 409, text("hold.not-offered", { answer: written, answers: listed(answers) }));
  if (needReason.has(name) && why === null) throw new Refused("no-reason", 400, text("hold.no-reason", { answer: name }));
  return name;
}

/** @throws Refused where nobody can send its message: the question stays */
function refuseUnsent(listener: Listener, { name }: MemberState, node: string | null): void {
  const why = canSend(listener, name, node);
  if (why !== null) throw new Refused(why.code, 409, text("hold.not-yet", { what: whatOf(why) }));
}

type Looking = Pick<Parts, "work" | "recorder"> & { readonly signal: AbortSignal };

/** Before an answer is taken by which somebody vouches for something. @returns what the step would have established, and is so */
async function lookedAt(
  parts: Looking,
  member: MemberState,
  { question, answer: name }: { readonly question: Question; readonly answer: string },
): Promise<Facts> {
  if (isOfNoStep(question) && name === "retry") await refuseStillSo(parts, member);
  return name === "done-by-hand" ? await asEstablished(parts.work, member, parts.signal) : {};
}

/** The member is looked at as when the run was taken up. @throws Refused where it is still not as it was left; Stopped where it must not be left so */
async function refuseStillSo(parts: Looking, member: MemberState): Promise<void> {
  const why = await resumeMember({ ...parts, clock: parts.work.clock }, member);
  if (why === null) return;
  if (why.code !== "interrupted") throw new Stopped(why);
  throw new Refused("not-done", 409, text("hold.not-yet", { what: whatOf({ ...why, member: null }) }));
}

/** What the step would have established is looked at: nobody's word counts for it. @throws Refused where it is not so, or not known */
async function asEstablished(work: Work, member: MemberState, signal: AbortSignal): Promise<Facts> {
  const wanted = member.steps.at(-1)?.establishes ?? {};
  const { facts, unknown } = await work.picture(member.name, signal);
  const differences: readonly Words[] = Object.entries(wanted).flatMap(([fact, value]) =>
    facts[fact] === value ? [] : [text("resume.difference", { fact, wanted: value ?? "?", is: facts[fact] ?? "?" })],
  );
  if (differences.length > 0) {
    const why = [...differences, ...unknown.map(({ what }) => what)];
    throw new Refused("not-done", 409, text("hold.not-done", { member: member.name, differences: joined(why) }));
  }
  return wanted;
}

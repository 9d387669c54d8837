import type { Dated } from "../entry";
import type { Facts } from "../../../server";
import type { Reason } from "../../../texts";
import type { Question } from "./question";
import { isOfNoStep } from "./question";

type Of<Type extends Dated["type"]> = Extract<Dated, { type: Type }>;
type Message = Readonly<Record<string, unknown>>;

/** Of the state of a member, what questions and answers are about. */
interface Asked {
  readonly questions: Question[];
  token: string | null;
  lastToken: string | null;
  sent: { readonly node: string; readonly port: string | null; readonly message: Message } | null;
  readonly input: Message;
  heldFor: Reason | null;
  established: Facts;
  waitedMs: number;
}

/** Takes a question, or its answer, into the state of the member that it is about. */
export function applyQuestion(member: Asked, entry: Of<"question asked" | "question answered">): void {
  if (entry.type === "question asked") {
    const { question: id, step, node, visit, reason, answers, until, otherwise, at } = entry;
    member.questions.push({ id, step, node, visit, reason, answers, until, otherwise, askedAt: at, given: null });
    member.heldFor = null;
    // Its message could act: the run was taken up, or the message was lost on its way.
    if (isOfNoStep(entry)) member.token = null;
    return;
  }
  const question = member.questions.find(({ id }) => id === entry.question);
  if (question === undefined) throw new Error(`The journal answers a question that it does not ask (${entry.question}).`);
  member.waitedMs += entry.at - question.askedAt;
  question.given = { answer: entry.answer, by: entry.by, why: entry.why, at: entry.at };
  const { token, answer } = entry;
  if (token === null) return;
  // A message with a token of its own: the one with which the step has failed is spent.
  member.token = token;
  member.lastToken = token;
  if (answer === "retry" && member.sent !== null) member.sent = { ...member.sent, message: withToken(member.sent.message, token) };
  if (answer === "retry") return;
  // It goes on as if the step had been there and had done nothing.
  member.sent = { node: question.node, port: null, message: withToken(member.input, token) };
  member.established = { ...member.established, ...entry.establishes };
}

function withToken(message: Message, token: string): Message {
  const { run } = message;
  return typeof run === "object" && run !== null ? { ...message, run: { ...run, token } } : message;
}

import type { Text, Words } from "../../../texts";
import { instant, listed, text, whatOf } from "../../../texts";
import type { AnswerName, Given, Question } from "./question";
import { isOfNoStep } from "./question";

/** The member that is asked about, and what its steps are called. */
interface About {
  readonly name: string;
  readonly steps: readonly { readonly step: string; readonly name: string }[];
}

const ANSWERS = {
  retry: "hold.retry",
  skip: "hold.skip",
  "done-by-hand": "hold.done-by-hand",
  "put-back": "hold.put-back",
  abandon: "hold.abandon",
} as const satisfies Record<AnswerName, string>;

/** What an answer means: "visit the step again (retry)". */
export const answerInWords = (answer: AnswerName): Text => text(ANSWERS[answer]);

/** What is asked, for people: what has happened, what they can say, and what happens if nobody does. */
export function questionInWords({ name: member, steps }: About, { id, step, node, reason, answers, until, otherwise }: Question): Text {
  const name = steps.findLast((one) => one.step === step)?.name ?? step;
  const about = { member, step: name, what: whatOf({ ...reason, member: null }), id, answers: listed(answers.map(answerInWords)) };
  if (isOfNoStep({ node })) {
    const words = {
      member,
      what: about.what,
      id,
      answers: listed(answers.map((one) => (one === "retry" ? text("hold.send-again") : answerInWords(one)))),
    };
    return until === null
      ? text("hold.asks-about", words)
      : text("hold.asks-about-until", { ...words, until: instant(until), otherwise: answerInWords(otherwise) });
  }
  if (until === null) return text("hold.asks", about);
  return text("hold.asks-until", { ...about, until: instant(until), otherwise: answerInWords(otherwise) });
}

/** Who has answered what, and why. */
export function givenInWords({ answer, by, why, at }: Given): Words {
  const about = { answer: answerInWords(answer), by: by ?? text("hold.nobody"), at: instant(at) };
  return why === null ? text("hold.given", about) : text("hold.given-for", { ...about, why });
}

import type { Entry } from "../../../../lib/run/record/entry";
import type { Reason } from "../../../../lib/texts";

type Asked = Extract<Entry, { type: "question asked" }>;
type Answered = Extract<Entry, { type: "question answered" }>;

/** The first question about a member, and how it is answered, as entries of a journal. */
export const asked = (of: Pick<Asked, "member" | "step" | "node" | "visit">, reason: Reason, more: Partial<Asked> = {}): Asked => ({
  type: "question asked",
  ...of,
  question: `${of.member}-1`,
  reason,
  answers: ["retry", "put-back"],
  until: null,
  otherwise: "put-back",
  ...more,
});

export const answered = (answer: Answered["answer"], more: Partial<Answered> = {}): Answered => ({
  type: "question answered",
  member: "CAS1",
  question: "CAS1-1",
  answer,
  by: "Ada",
  why: null,
  token: null,
  establishes: {},
  ...more,
});

import type { ToDo } from "../../../../../lib/run/record";
import { toDoOn } from "../../../../../lib/run/record";
import type { Picture } from "../../../../../lib/server/picture";
import type { Reason, Words } from "../../../../../lib/texts";
import { reason } from "../../../../../lib/texts";
import { found, pictureOf, SmallJournal } from "../../report/small-journal";

export const why = reason("installer-failed", "it failed");
export const out = pictureOf("stopped", "stopped", "14.3.123.4");
export const LOG = "C:\\Updates\\RU32.log";
export const job = (work: object = { kind: "msp", file: "RU32.msp", log: LOG }, more: object = {}) => ({
  op: "job.start",
  args: { id: "j1", work, limitMinutes: 60, ...more },
});

/** CAS1 whose update has started. */
export const installing = (before: Picture = found) =>
  new SmallJournal().take("CAS1", before).begin("install-update").pass(1).change(job()).pass(1);
/** CAS1 that was drained, and nothing else. */
export const drained = (before: Picture = found) =>
  new SmallJournal()
    .take("CAS1", before)
    .begin("nlb-drainstop")
    .change({ op: "nlb.drain", undo: ["nlb.start", {}] })
    .pass(1);

/** What is left to do on CAS1, in its order. */
export const toDo = (journal: SmallJournal): readonly ToDo[] => toDoOn(journal.state().members[0]!);
/** The key of a text. */
export const keyOf = (words: Words | null): string | null => (words === null || typeof words === "string" ? words : words.text);
/** What is said in a part of the list, by its keys. */
export const keys = (journal: SmallJournal, part: ToDo["part"]): readonly (string | null)[] =>
  toDo(journal)
    .filter((one) => one.part === part)
    .map(({ what }) => keyOf(what)?.replace(/^to-do\./, "") ?? null);
/** That of a text in the list. */
export const of = (journal: SmallJournal, key: string): ToDo | undefined =>
  toDo(journal).find(({ what }) => keyOf(what) === `to-do.${key}`);
export const since = (...words: readonly Words[]): Reason => ({ ...why, since: words });

export const service = (name: string, status: string, startType: string, more: object = {}) => ({
  name,
  displayName: name,
  status,
  startType,
  dependsOn: [],
  delayed: false,
  trigger: false,
  perUser: "no",
  ...more,
});
export const withServices = (picture: Picture, ...services: readonly object[]): Picture => ({
  ...picture,
  readings: { ...picture.readings, "services.list": { services } },
});

import { html } from "../../../../lib/run/report/html";
import { inOneSentence } from "../../../../lib/run/record/summary";
import type { Reason, Words } from "../../../../lib/texts";
import { reason } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import type { SmallJournal } from "./small-journal";

export const pageOf = (journal: SmallJournal): string => html(journal.state(), { now: journal.now, say: said, language: "en-US" });
export const sentenceOf = (journal: SmallJournal): string => said(inOneSentence(journal.state()));
/** A reason of CAS1. */
export const ofCas1 = (code: string, what: Words, since: readonly Words[] = []): Reason => ({
  ...reason(code, what),
  member: "CAS1",
  since,
});
/** The page as it is read: without style and tags. */
export const textOf = (page: string): string =>
  page
    .replace(/<style>.*<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&amp;", "&");

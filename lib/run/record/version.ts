import { z } from "zod";
import type { Reason } from "../../texts";
import { Failure, reason, text } from "../../texts";
import type { Dated } from "./entry";
import { Entry } from "./entry";

/** The version of the entries that are written now. It goes up with each change that would make older entries be misread. */
export const VERSION = 2;

/** An entry as it is kept. Entries from before there were versions have none. */
const Kept = z.looseObject({ v: z.number().int().min(0).default(0), at: z.number() });
type Kept = Readonly<Record<string, unknown>>;

/** Thrown for a journal that a later version of this package has written, instead of guessing what it says. */
export class TooNew extends Failure {
  constructor(version: number) {
    super(reason("journal-too-new", text("journal.too-new", { version, known: VERSION })));
  }
}

/** An entry, to be kept. */
export const versioned = (entry: Dated): Kept => ({ v: VERSION, ...entry });

/** An entry that this version or an older one has kept. @throws TooNew; a ZodError for anything that is not an entry */
export function entryOf(kept: unknown): Dated {
  const { v, at, ...said } = Kept.parse(kept);
  if (v > VERSION) throw new TooNew(v);
  const now = upgrades.slice(v).reduce<Kept>((entry, upgrade) => upgrade(entry), said);
  return { ...Entry.parse(now), at };
}

/** An entry as it comes back from its journal: JSON has no undefined, no infinite number, no date. @throws a ZodError for one that would not come back */
export const asKept = (entry: Dated): Dated => entryOf(JSON.parse(JSON.stringify(versioned(entry))));

/** The function at place n makes an entry of version n one of version n + 1. */
const upgrades: readonly ((entry: Kept) => Kept)[] = [
  // Reasons were sentences. Some entries had the code beside them, others had none.
  (entry) => {
    switch (entry["type"]) {
      case "step failed":
      case "stopping":
        return { ...entry, reason: spoken(entry["code"], entry["text"]) };
      case "run finished":
        return { ...entry, reason: spoken(entry["reasonCode"], entry["reason"]) };
      case "member started":
        return { ...entry, found: seen(entry["found"]) };
      case "member finished":
        return { ...entry, reason: spoken("unexpected", entry["reason"]), left: seen(entry["left"]) };
      default:
        return entry;
    }
  },
  // Tokens, the alarm of a member and what begins an upkeep again were known to the process alone.
  (entry) => {
    switch (entry["type"]) {
      case "member started":
      case "step finished":
        return { token: null, ...entry };
      case "member finished":
        return { alarm: null, ...entry };
      case "upkeep":
        return { ifEnded: null, ...entry };
      default:
        return entry;
    }
  },
];

const spoken = (code: unknown, what: unknown): Reason | null =>
  typeof what === "string" ? reason(typeof code === "string" ? code : "unexpected", what) : null;

/** A picture that said in sentences what could not be read. */
const seen = (picture: unknown): unknown => {
  const { unknown = [] } = picture as { readonly unknown?: readonly unknown[] };
  return { ...(picture as object), unknown: unknown.map((why) => (typeof why === "string" ? reason("unreachable", why) : why)) };
};

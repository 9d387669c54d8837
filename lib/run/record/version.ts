import { z } from "zod";
import type { Reason } from "../../texts";
import { Failure, reason, text } from "../../texts";
import type { Dated } from "./entry";
import { Entry } from "./entry";

/** The version of the entries that are written now. It goes up with each change after which an older entry would be misread. */
export const VERSION = 1;

/** An entry as it is kept. Those of before versions were counted have none. */
const Kept = z.looseObject({ v: z.number().int().min(0).default(0), at: z.number() });
type Kept = Readonly<Record<string, unknown>>;

/** Thrown for a journal that a later version of this package has written: what it says is not guessed. */
export class TooNew extends Failure {
  constructor(version: number) {
    super(reason("journal-too-new", text("journal.too-new", { version, known: VERSION })));
  }
}

/** An entry, to be kept. */
export const versioned = (entry: Dated): Kept => ({ v: VERSION, ...entry });

/** An entry that was kept, by this version or an older one. @throws TooNew; a ZodError where it is no entry */
export function entryOf(kept: unknown): Dated {
  const { v, at, ...said } = Kept.parse(kept);
  if (v > VERSION) throw new TooNew(v);
  const now = upgrades.slice(v).reduce<Kept>((entry, upgrade) => upgrade(entry), said);
  return { ...Entry.parse(now), at };
}

/** What makes an entry of version n one of version n + 1, at place n. */
const upgrades: readonly ((entry: Kept) => Kept)[] = [
  // Reasons were sentences, with their code beside them in some entries, and missing in others.
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
];

const spoken = (code: unknown, what: unknown): Reason | null =>
  typeof what === "string" ? reason(typeof code === "string" ? code : "unexpected", what) : null;

/** A picture in which it was told in sentences what could not be read. */
const seen = (picture: unknown): unknown => {
  const { unknown = [] } = picture as { readonly unknown?: readonly unknown[] };
  return { ...(picture as object), unknown: unknown.map((why) => (typeof why === "string" ? reason("unreachable", why) : why)) };
};

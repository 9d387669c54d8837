import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { seconds } from "../../time";
import { within } from "./process";

/** Whether this host can read a file; `silent`: what it lies on did not answer in time, so nobody knows. */
export type Seen = "yes" | "no" | "silent";

export type Look = (path: string) => Promise<void>;

/** How long a share may take to answer. Windows itself goes on trying a server that is down for longer than that. */
export const SEEN_WITHIN_MS = seconds(5);

/** By what a file lies on: whether a look that has not come back yet was answered. */
const looking = new Map<string, Promise<boolean>>();

/**
 * Looks whether this host can read a file that may be on a share. A look cannot be stopped, and until the share answers it keeps one of the
 * few threads in which Node does all its work with files, the journal's too. So there is never more than one at each server.
 */
export async function seenHere(path: string, look: Look = access, withinMs = SEEN_WITHIN_MS): Promise<Seen> {
  const place = placeOf(path);
  const until = performance.now() + withinMs;
  for (let other = looking.get(place); other !== undefined; other = looking.get(place))
    if (!(await within(until - performance.now(), other))) return "silent";
  const looked = look(path).then(
    () => true,
    () => false,
  );
  looking.set(place, looked);
  void looked.then(() => looking.delete(place));
  if (!(await within(until - performance.now(), looked))) return "silent";
  return (await looked) ? "yes" : "no";
}

/** What a file lies on, as far as its path tells: a server, a drive, or a folder. */
function placeOf(path: string): string {
  const [place] = /^(?:[\\/]{2}[^\\/]+|[a-z]:)/i.exec(path) ?? [dirname(path)];
  return place.replaceAll("\\", "/").toLowerCase();
}

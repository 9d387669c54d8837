import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Whether the collector takes it away: nobody holds it any more. */
export async function isCollected(seen: WeakRef<object>): Promise<boolean> {
  // Node.js has no other way to a collection than this flag, which works after the start for new contexts alone.
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let times = 0; times < 5 && seen.deref() !== undefined; times++) {
    // What has just been looked at stays until the turn is over.
    await nextTurn();
    collect();
  }
  return seen.deref() === undefined;
}

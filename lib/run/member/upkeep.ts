import { summaryOf } from "../../server/catalogue";
import { ServerError } from "../../server/errors";
import type { Server } from "../../server/server";
import { seen } from "../../server/settled";
import type { Text } from "../../texts";
import { text, wordsOf } from "../../texts";
import type { Clock } from "../../time/clock";
import { minutes } from "../../time/duration";
import type { BeginAgain, StepContext } from "../step";

/** What is kept up, how often, and what begins it again. */
export interface Kept {
  readonly change: Parameters<StepContext["keepUp"]>[0];
  readonly everyMs: number;
  readonly ifEnded: Parameters<StepContext["keepUp"]>[2];
  /** How long it has been kept up already, by another process. */
  readonly forMs?: number;
  /** Is called whenever it has been tried. */
  readonly tried?: () => void;
}

/** After upkeep that failed: a window may be gone, and monitoring must not stay loud for a whole interval more. */
const UPKEEP_AGAIN_MS = minutes(1);

interface Parts {
  readonly server: Server;
  readonly clock: Clock;
  readonly warn: (said: Text) => void;
  readonly ended: AbortSignal;
}

/** Keeps something up until that has ended. */
export async function playUpkeep({ server, clock, warn, ended }: Parts, { change: [op, args], everyMs, ifEnded, forMs, tried }: Kept) {
  // Said once, and again only after it has gone well in between.
  let troubled = false;
  const since = clock.elapsed() - (forMs ?? 0);
  // Nobody has kept it up while there was no process: it may end at any moment.
  let pauseMs = forMs === undefined ? everyMs : 0;
  let keptAt: number | null = null;
  while (!ended.aborted) {
    try {
      await clock.sleep(pauseMs, ended);
      pauseMs = everyMs;
      if (ifEnded !== undefined) {
        const { begin, undo, begun, ranOut } = ifEnded;
        if ((await seen(server, begin[0], begin[1])) === "not") {
          await server.change(begin[0], begin[1], { undo });
          const now = clock.elapsed();
          warn(hasRunOut(ifEnded, now - since, keptAt === null ? null : now - keptAt) ? ranOut : begun);
        }
      }
      const kept = (await seen(server, op, args)) === "settled";
      if (!kept) await server.change(op, args);
      keptAt = clock.elapsed();
      troubled = false;
    } catch (error) {
      if (ended.aborted) return;
      // The step at work decides whether the member is well; upkeep tries again, and says so.
      if (!(error instanceof ServerError)) throw error;
      pauseMs = Math.min(everyMs, UPKEEP_AGAIN_MS);
      if (!troubled) warn(text("upkeep.not-repeated", { operation: summaryOf(op), error: wordsOf(error.reason) }));
      troubled = true;
    }
    tried?.();
  }
}

/**
 * Whether what upkeep finds ended has come to its own end, rather than that somebody has ended it.
 * @param sinceMs how long ago it was begun @param keptMs how long ago it was last seen kept up; null: never
 */
export const hasRunOut = (
  { lastsMs, keptForMs }: Pick<BeginAgain, "lastsMs" | "keptForMs">,
  sinceMs: number,
  keptMs: number | null,
): boolean => (keptMs === null ? lastsMs !== null && sinceMs >= lastsMs : keptMs >= keptForMs);

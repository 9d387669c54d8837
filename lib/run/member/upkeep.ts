import type { BeginAgain } from "../step";

/**
 * Whether what upkeep finds ended has come to its own end, rather than that somebody has ended it.
 * @param sinceMs how long ago it was begun @param keptMs how long ago it was last seen kept up; null: never
 */
export const hasRunOut = (
  { lastsMs, keptForMs }: Pick<BeginAgain, "lastsMs" | "keptForMs">,
  sinceMs: number,
  keptMs: number | null,
): boolean => (keptMs === null ? lastsMs !== null && sinceMs >= lastsMs : keptMs >= keptForMs);

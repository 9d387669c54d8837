import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";

type Json = z.core.util.JSONType;

/** `msg.run`: which run a message belongs to. */
export interface RunPart {
  readonly id: string;
  readonly array: string;
  readonly dryRun: boolean;
  /** The next step takes it and sends on another one: a message that comes twice or late moves nothing. */
  readonly token: string;
}

/** `msg.member`: which member to act on. */
export interface MemberPart {
  readonly name: string;
  readonly address: string;
  readonly position: number;
  readonly of: number;
}

/** Message parts that live only as long as an HTTP request, and belong to the reply alone. */
const NEVER_KEPT = new Set(["req", "res"]);

/** A message as the journal keeps it: what is not JSON is left out, and named. */
export function keptOf(message: Readonly<Record<string, unknown>>): { kept: Record<string, Json>; notKept: string[] } {
  const kept: Record<string, Json> = {};
  const notKept: string[] = [];
  for (const [key, value] of Object.entries(message)) {
    const copy = NEVER_KEPT.has(key) ? undefined : asJson(value);
    if (copy === undefined) notKept.push(key);
    else kept[key] = copy;
  }
  return { kept, notKept };
}

/** A copy of the value if it is JSON through and through; undefined otherwise. */
export function asJson(value: unknown): Json | undefined {
  try {
    const copy = JSON.parse(JSON.stringify(value)) as Json;
    // Compared with a clone, whose objects belong to this realm: what a Function node makes has prototypes of another realm.
    return isDeepStrictEqual(copy, structuredClone(value)) ? copy : undefined;
  } catch {
    return undefined;
  }
}

/** A value for the journal, without the properties that are undefined. */
export const toJson = (value: object): Record<string, Json> => JSON.parse(JSON.stringify(value)) as Record<string, Json>;

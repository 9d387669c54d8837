import type { Words } from "../../../texts";
import type { MemberState } from "../member-state";
import { looks } from "./look";
import { mends } from "./mend";
import { putBacks } from "./put-back";

/** One thing to do on a member. */
export interface ToDo {
  /** In this order: nothing is mended before it was looked at, and nothing put back before it is mended. */
  readonly part: "look" | "mend" | "put-back";
  readonly what: Words;
  /** For PowerShell on a management host; null where none does it. */
  readonly command: string | null;
  /** What must be so before the command is sent; null where nothing need be. */
  readonly onlyAfter: Words | null;
}

/** What is left to do on a member that is not as it should be. What cuts clients, or lets them in, comes last in its part. */
export const toDoOn = (member: MemberState): readonly ToDo[] => [...looks(member), ...mends(member), ...putBacks(member)];

import type { Words } from "../../../texts";

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

import type { Text } from "../../texts";

/** What a look at a member has found. */
export interface Looked {
  /** What is wrong: the member is not healthy while there is any. */
  readonly findings: readonly Text[];
  /** What is only told: it may be a false alarm, or could not be seen. */
  readonly remarks: readonly Text[];
}

export const nothingFound: Looked = { findings: [], remarks: [] };

import { isIP } from "node:net";

/** What tells hosts apart: NLB knows them by the names that were typed when the cluster was built, short or full, in any case. */
export const hostLabel = (name: string): string => {
  const typed = name.trim().toLowerCase();
  return isIP(typed) === 0 ? typed.replace(/\..*$/, "") : typed;
};

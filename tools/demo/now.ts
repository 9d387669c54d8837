// @ts-check
/** How a member is at the end of a run, as the last look at it says. */

/** @typedef {import("../../lib/run/record/document.js").MemberDocument} MemberDocument */

/**
 * A member that is no NLB host is known by its run alone.
 * @param {MemberDocument} member
 */
export const serves = (member) => !isNlbHost(member) || member.left["nlb"] === "converged";

/** @param {MemberDocument} member */
const isNlbHost = ({ found, left }) => typeof found["nlb"] === "string" || left["nlb"] !== undefined;

/**
 * `serves`, or what is out: `out: NLB stopped, default state stopped, Forefront off, in maintenance`.
 * @param {MemberDocument} member
 */
export function nowInWords(member) {
  const { left, changes } = member;
  const facts = Object.values(left);
  // Where nothing was changed, nobody needed to look again.
  if (facts.length === 0) return changes.length === 0 ? "as found" : "not known";
  if (facts.every((fact) => fact === null)) return "not known";
  const others = ["defaultState", "forefront", "scom"].flatMap((fact) => outInWords(fact, left[fact]));
  if (!isNlbHost(member)) return others.join(", ") || "as found";
  if (!serves(member)) return [nlbInWords(left["nlb"]), ...others].join(", ");
  return others.length === 0 ? "serves" : `serves, but ${others.join(", ")}`;
}

/** @param {string | null | undefined} state */
const nlbInWords = (state) => (isKnown(state) ? `out: NLB ${state}` : "NLB not known");

/** @param {string | null | undefined} value */
const isKnown = (value) => typeof value === "string" && value !== "unknown";

/**
 * @param {string} fact
 * @param {string | null | undefined} value undefined: the member has no such thing
 * @returns {string[]} nothing where it is as on a member in service
 */
function outInWords(fact, value) {
  if (value === undefined) return [];
  switch (fact) {
    case "defaultState":
      if (value === "started") return [];
      return [`default state ${value ?? "not known"}`];
    case "forefront":
      if (value === null) return ["Forefront not known"];
      return value === "disabled" ? ["Forefront off"] : [];
    default:
      if (value === null) return ["SCOM not known"];
      return value === "maintenance" ? ["in maintenance"] : [];
  }
}

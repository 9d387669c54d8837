/** The state of a member at the end of a run, from the last look at it. */
import type { MemberDocument } from "../../lib/run/record";

type Fact = MemberDocument["left"][string] | undefined;

/** For a member that is not an NLB host, only the run knows. */
export const serves = (member: MemberDocument): boolean => !isNlbHost(member) || member.left["nlb"] === "converged";

const isNlbHost = ({ found, left }: MemberDocument): boolean => typeof found["nlb"] === "string" || left["nlb"] !== undefined;

/** `serves`, or what is out: `out: NLB stopped, default state stopped, Forefront off, in maintenance`. */
export function nowInWords(member: MemberDocument): string {
  const { left, changes } = member;
  const facts = Object.values(left);
  // If nothing was changed, nobody had to look again.
  if (facts.length === 0) return changes.length === 0 ? "as found" : "not known";
  if (facts.every((fact) => fact === null)) return "not known";
  const others = ["defaultState", "forefront", "scom"].flatMap((fact) => outInWords(fact, left[fact]));
  if (!isNlbHost(member)) return others.join(", ") || "as found";
  if (!serves(member)) return [nlbInWords(left["nlb"]), ...others].join(", ");
  return others.length === 0 ? "serves" : `serves, but ${others.join(", ")}`;
}

const nlbInWords = (state: Fact): string => (isKnown(state) ? `out: NLB ${state}` : "NLB not known");

const isKnown = (value: Fact): value is string => typeof value === "string" && value !== "unknown";

/**
 * @param value undefined: the member has no such thing
 * @returns nothing if it is as on a member in service
 */
function outInWords(fact: string, value: Fact): readonly string[] {
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

import type { Fact } from "../../../lib/adapters/lab";
import type { Document, Run } from "./journal";

interface Difference {
  readonly fact: Fact["fact"];
  readonly found: Fact["is"];
  readonly left: Fact["is"];
  readonly at: number;
  /** What became of the member; null where the run never finished it. */
  readonly outcome: string | null;
}

/** Differences that a run is there to make, and such as time alone makes. */
export function mayBe({ fact, found, left, at, outcome }: Difference): boolean {
  if (fact === "version") return outcome === "updated";
  // A restart that was pending has been made.
  if (fact === "pendingRestart") return left === false;
  // A window that was found has run out.
  if (fact === "scomEndsAt") return left === null && typeof found === "number" && found <= at;
  return false;
}

/** How people call it who are to mend it. */
const words: Readonly<Record<string, RegExp>> = {
  up: /answer|reach|come back|restart/i,
  nlb: /\bNLB\b|NlbCluster|converg/i,
  defaultState: /default state|InitialHostState|DefaultState/i,
  persistsLastState: /persist/i,
  priority: /priority/i,
  forefront: /Forefront|fscutility/i,
  scom: /SCOM|maintenance/i,
  scomEndsAt: /SCOM|maintenance/i,
  scomParts: /SCOM|maintenance/i,
  version: /update|version|install/i,
  pendingRestart: /restart|boot/i,
};

/** Whether the report names what is different about a member: in its reason, in what is left to mend, or in a warning. */
export function isNamed(run: Run, member: string, fact: Fact["fact"]): boolean {
  const told = run.document?.members.find(({ name }) => name === member);
  // Nobody takes an update back: that the report shows the version, or that it is not known, is all that there is to say.
  if (fact === "version" && told?.outcome === "failed" && told.left["version"] !== undefined) return true;
  const service = fact.startsWith("service:") ? fact.slice("service:".length) : null;
  // What an installer is still at nobody can say: that it may run is all that there is to say.
  if (ofAnInstaller.test(fact) && mayStillRun(told)) return true;
  // A warning about the default state that was found, before anything was done, does not name the one that is left.
  const said = saidOf(run, member, fact !== "defaultState" || told?.outcome !== "updated");
  // Of a member that did not answer nobody knows which services run: that it did not is all that there is to say.
  if (service !== null && told?.left["version"] === null && /does not answer/.test(said)) return true;
  if (service !== null) return `${said}\n${mendedBy(told)}`.toLowerCase().includes(service.toLowerCase());
  return words[fact]?.test(said) === true;
}

/** What an installer changes. */
const ofAnInstaller = /^(service:.*|version|pendingRestart)$/;

const mayStillRun = (told: Document["members"][number] | undefined): boolean =>
  (told?.leftToDo ?? []).some(({ part, what }) => part === "look" && /\bjob\b.*\bended\b.*nobody has seen it end/.test(what));

/** The commands for what the run cannot take back itself. Of many services its sentences count most; the commands name each. */
const mendedBy = (told: Document["members"][number] | undefined): string =>
  (told?.leftToDo ?? []).flatMap(({ part, command }) => (part === "mend" && command !== null ? [command] : [])).join("\n");

/** What the report says of a member in its sentences, and what would take back the changes of the run. */
export function saidOf({ document }: Run, member: string, withWarnings = true): string {
  if (document === null) return "";
  const told = document.members.find(({ name }) => name === member);
  const mend = told?.toMend.flatMap(({ what, command }) => [what, command]) ?? [];
  const about = [document.reason ?? "", ...(withWarnings ? document.warnings : [])].filter((text) => text.includes(member));
  return [told?.reason ?? "", ...mend, ...about].join("\n");
}

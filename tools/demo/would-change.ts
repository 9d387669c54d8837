/** What a real run would change, as a dry run has found out. */
import type { MemberDocument, RunDocument } from "../../lib/run/record";
import { columns, wrap } from "../program";

/** Different on each member or in each run, or of little interest to a person; the report has them. */
const LEFT_OUT = new Set(["id", "bootedAt", "log"]);
/** Arguments whose values need no name. */
const NAMELESS = new Set(["name", "state", "kind", "file", "reason", "comment"]);

/**
 * One line for each change; members with the same list share it.
 * @param width of the terminal
 */
export function wouldChangeLines({ members, wouldEnd }: RunDocument, width: number): readonly string[] {
  const lists = new Map<string, { readonly lines: readonly string[]; readonly of: MemberDocument[] }>();
  for (const member of members) {
    const lines = listOf(member, width);
    const key = `${member.outcome === "failed"} ${lines.join("\n")}`;
    const list = lists.get(key) ?? { lines, of: [] };
    list.of.push(member);
    lists.set(key, list);
  }
  const changing = [...lists.values()].filter(({ lines }) => lines.length > 0);
  const none = members.filter((member) => !changing.some(({ of }) => of.includes(member)));
  return [
    ...(wouldEnd === null ? [] : [...wrap(wouldEnd.text, width), ""]),
    ...changing.flatMap(({ lines, of }) => [...wrap(headOf(of, members.length, leadOf(wouldEnd)), width), ...lines]),
    ...withoutChanges(none).flatMap((text) => wrap(text, width)),
  ];
}

function withoutChanges(none: readonly MemberDocument[]): readonly string[] {
  const fit = none.filter(({ outcome }) => outcome === "would-update" || outcome === "already-updated");
  const rest = none.filter((member) => !fit.includes(member));
  return [
    ...(fit.length === 0 ? [] : [`On ${namesOf(fit)} a real run would change nothing.`]),
    ...(rest.length === 0 ? [] : [`On ${namesOf(rest)} it is not known: the dry run did not get there.`]),
  ];
}

/** Whether it would come to that has been said. */
const leadOf = (end: RunDocument["wouldEnd"]): string =>
  end === null ? "A real run would change" : end.notFit.length > 0 ? "Then it would change" : "Where it got to them, it would change";

function headOf(of: readonly MemberDocument[], all: number, lead: string): string {
  const where =
    of.length === 1 ? namesOf(of) : of.length === all ? `each of the ${all} members, the same on all` : `each of ${namesOf(of)}`;
  const soFar = of[0]?.outcome === "failed" ? " (as far as the dry run got)" : "";
  return `${lead} on ${where}${soFar}:`;
}

const namesOf = (members: readonly MemberDocument[]): string => members.map(({ name }) => name).join(", ");

function listOf({ wouldChange }: MemberDocument, width: number): readonly string[] {
  const changes = wouldChange.filter(({ cause }) => cause === "step");
  const starts = columns(changes.map(({ op }, index) => [`  ${String(index + 1).padStart(String(changes.length).length)}`, op, "|"]));
  return changes.flatMap(({ args, if: onlyIf }, index) => {
    const start = (starts[index] ?? "").slice(0, -1);
    const text = [argsInShort(args), onlyIf === undefined ? "" : `if ${onlyIf}`].filter((part) => part !== "").join(", ");
    const [first = "", ...more] = wrap(text, Math.max(30, width - start.length));
    return [`${start}${first}`.trimEnd(), ...more.map((line) => " ".repeat(start.length) + line)];
  });
}

/** `240 min, PlannedApplicationMaintenance`; for a file its name without its folder. */
function argsInShort(args: unknown): string {
  if (typeof args !== "object" || args === null) return "";
  return Object.entries(args)
    .filter(([name, value]) => !LEFT_OUT.has(name) && value !== null && value !== undefined && value !== "")
    .map(([name, value]) => argumentInShort(name, value))
    .filter((text) => text !== "")
    .join(", ");
}

function argumentInShort(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "" : `${name} ${value.map(String).join(" ")}`;
  if (typeof value === "object") return argsInShort(value);
  const text = `${value as string | number | boolean}`;
  if (name === "file") return text.split(/[\\/]/).at(-1) ?? text;
  if (NAMELESS.has(name)) return text;
  const [, what, unit] = /^(.*?)(minutes|seconds)$/i.exec(name) ?? [];
  if (unit === undefined) return `${name} ${text}`;
  return [what, text, unit.toLowerCase() === "minutes" ? "min" : "s"].filter((part) => part !== "").join(" ");
}

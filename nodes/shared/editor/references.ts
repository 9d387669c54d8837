import type { Problem } from "../fields";
import { textOf } from "../fields";
import { current, currentText } from "./live";

/** What is wrong with a chosen config node: it is gone, or its settings are not right. Null if none is chosen. */
export function problemOfChosen(id: string): Problem | null {
  if (id === "" || id === "_ADD_") return null;
  const node = RED.nodes.node(id);
  if (node === null || node === undefined) return { reason: "shared.reason.chosenGone" };
  return node.valid === false ? { reason: "shared.reason.chosenInvalid", values: { name: textOf(node["name"]) || node.type } } : null;
}

/** The name of a config node; null while none is chosen, or it has none. */
export function nameOf(id: string): string | null {
  return textOf(RED.nodes.node(id)?.name) || null;
}

/** The server for work by hand must be in the chosen array, or in any array; unless it may be in none. */
export function problemOfServer(value: unknown, node: EditorNode): Problem | null {
  const server = textOf(value) ?? "";
  const array = currentText(node, "array");
  const isMember = (id: string): boolean => memberNames(id).some((name) => name.toLowerCase() === server.toLowerCase());
  if (server === "") return null;
  if (array !== "" && array !== "_ADD_") return isMember(array) ? null : { reason: "shared.reason.notAMember", values: { server } };
  if (current(node, "alone") === true || allArrays().some(isMember)) return null;
  return { reason: "shared.reason.inNoArray", values: { server } };
}

/** Ids of all `server-array` nodes. */
export function allArrays(): readonly string[] {
  const ids: string[] = [];
  RED.nodes.eachConfig((node) => {
    if (node.type === "server-array") ids.push(node.id);
  });
  return ids;
}

/** Names of the members of a `server-array` node. */
export function memberNames(array: string): readonly string[] {
  const members = RED.nodes.node(array)?.["members"];
  return Array.isArray(members) ? members.map((member: { name?: unknown }) => textOf(member.name) ?? "").filter((name) => name !== "") : [];
}

import { accountName, isManaged } from "../../lib/server/account-name";
import type { Problem } from "../shared/fields";
import { textOf } from "../shared/fields";
import { allArrays, currentText, memberNames } from "../shared/editor";
import type { Own } from "../shared/editor";
import { openTryOut } from "./try-out.editor";

export const own: Own = {
  checks: {
    faults: (value, node) => strayMember(value, node, { reason: "noMember" }),
    events: (value, node) => strayMember(value, node, { reason: "noMemberOfEvent" }),
    user: (value, node) => ((textOf(value) ?? "") === "" && currentText(node, "password") !== "" ? { reason: "user" } : null),
    password: (value, node) => ((textOf(value) ?? "") === "" && currentText(node, "user") !== "" ? { reason: "password" } : null),
    setupUser: problemOfSetupUser,
    setupPassword: (value, node) =>
      (textOf(value) ?? "") === "" && currentText(node, "setupUser") !== "" ? { reason: "setupPassword" } : null,
  },
  opened({ node, root }) {
    let changed = false;
    // Only what a person does counts: the editor and this form trigger changes of their own while they open.
    root.on("input change", (event) => {
      changed ||= event.originalEvent !== undefined;
    });
    root.on("click", ".red-ui-editableList-item-remove, .red-ui-editableList-addButton", () => (changed = true));
    root.on("sortstop", () => (changed = true));
    openTryOut(node, { button: $("#ru-try"), table: $("#ru-tried"), changed: () => changed });
  },
};

/** A package names it in the same form; the domain keeps the password of a managed one. */
function problemOfSetupUser(value: unknown, node: EditorNode): Problem | null {
  const name = textOf(value) ?? "";
  if (name === "") return currentText(node, "setupPassword") === "" ? null : { reason: "setupUser" };
  if (isManaged(name)) return { reason: "setupUserManaged" };
  return accountName.test(name) ? null : { reason: "setupUserName" };
}

/** If no array that uses this connection has the server, a fault or an event on it would be refused when a run starts. */
function strayMember(value: unknown, { id }: EditorNode, { reason }: Pick<Problem, "reason">): Problem | null {
  const members = allArrays().flatMap((array) => (RED.nodes.node(array)?.["connection"] === id ? memberNames(array) : []));
  const known = new Set(members.map((name) => name.toLowerCase()));
  const rows = Array.isArray(value) ? (value as readonly { readonly member?: unknown }[]) : [];
  const nowhere = rows.flatMap(({ member }, index) => (known.has((textOf(member) ?? "").toLowerCase()) ? [] : [index]));
  const [first, ...more] = nowhere.map(
    (index): Problem => ({ reason, values: { number: index + 1, member: textOf(rows[index]?.member) ?? "" } }),
  );
  if (first === undefined || members.length === 0) return null;
  return { ...first, rows: nowhere, more };
}

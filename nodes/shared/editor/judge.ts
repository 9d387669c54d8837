import type { Definition, Problem } from "../fields";
import { counts, othersOf, problemOf, problemOfCredential, textOf } from "../fields";
import { currentCredential } from "./credentials";
import { current } from "./live";
import { problemOfChosen, problemOfServer } from "./references";

/** What is wrong with a property of a node, as saved or as in its open form; null: nothing. */
export type Judge = (node: EditorNode, property: string, value: unknown) => Problem | null;

/** What only the editor can check about a field, by its property. Asked when nothing else is wrong with it. */
export type Checks = Readonly<Record<string, (value: unknown, node: EditorNode) => Problem | null>>;

/** By the fields, as the runtime judges; then by what only the editor can tell. */
export function judgeOf({ fields }: Definition, own: Checks): Judge {
  // Every step has this field, and no other node has.
  const checks: Checks = "alone" in fields ? { server: problemOfServer, ...own } : own;
  return (node, property, value) => {
    const field = fields[property];
    if (field === undefined || isEnvironment(value)) return null;
    const of = othersOf(fields, (other) => current(node, other));
    const problem =
      field.look.as === "credential" ? problemOfCredential(field, currentCredential(node, property), of) : problemOf(field, value, of);
    if (problem !== null || !counts(field, of)) return problem;
    if (field.look.as === "configNode") return problemOfChosen(textOf(value) ?? "");
    return checks[property]?.(value, node) ?? null;
  };
}

/** An environment variable: the runtime puts its value in, so the editor accepts it. */
const isEnvironment = (value: unknown): boolean => /^\$[{(][A-Za-z_]\w*[})]$/.test(textOf(value) ?? "");

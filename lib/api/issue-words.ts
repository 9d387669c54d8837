import type { z } from "zod";
import type { Text, Words } from "../texts";
import { listed, text, wordsOfSchema } from "../texts";

type Issue = z.core.$ZodIssue;

/** What is wrong with a field of a command, in words of ours: those of the library speak of types, which nobody has typed. @param body in which it stands */
export function wordsOf(issue: Issue, body: unknown): Words {
  const own = wordsOfSchema(issue.message);
  if (typeof own !== "string") return own;
  switch (issue.code) {
    case "invalid_type":
      return wrongKind(issue.expected, valueAt(body, issue.path));
    case "too_small":
      return text("api.empty");
    case "too_big":
      return text("api.too-long", { most: Number(issue.maximum) });
    case "invalid_value":
      return text("api.one-of", { values: listed(issue.values.map(String)) });
    default:
      return text("api.not-valid");
  }
}

function wrongKind(expected: string, value: unknown): Words {
  const is = kindOf(value);
  switch (expected) {
    case "array":
      return typeof value === "string"
        ? text("api.one-for-list", { value: JSON.stringify(value.slice(0, 80)) })
        : text("api.not-list", { is });
    case "string":
      return text("api.not-text", { is });
    case "boolean":
      return text("api.not-boolean", { is });
    default:
      return typeof value === "string" ? text("api.text-for-object", { is }) : text("api.not-object", { is });
  }
}

/** What JSON calls it, for people. */
function kindOf(value: unknown): Text {
  if (value === null) return text("api.is-null");
  if (Array.isArray(value)) return text("api.is-list");
  if (typeof value === "string") return text("api.is-text");
  if (typeof value === "number") return text("api.is-number");
  if (typeof value === "boolean") return text("api.is-boolean");
  return text(typeof value === "object" ? "api.is-object" : "api.is-other");
}

const valueAt = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce(
    (value, name) => (typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[name] : undefined),
    body,
  );

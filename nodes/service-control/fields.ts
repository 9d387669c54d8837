import type { Shown, Text } from "../shared/fields";
import { choice, list, minutes, pattern, stepNode } from "../shared/fields";

export const fields = {
  action: choice(["stop", "start", "restore"], { icon: "cogs" }),
  // None is fine: the step then passes, until somebody names one.
  services: list({
    by: "comma",
    each: pattern(/^[^\\/*?"<>|]{1,256}$/, "name"),
    icon: "list",
    example: "BackupExecAgentAccelerator, wsbexchange",
    hints: { services: { action: ["stop", "start"] }, restore: { action: ["restore"] } },
  }),
  limitMinutes: minutes({ from: 1, to: 240, initially: 10, icon: "hourglass-half" }),
};

function label(node: Shown): Text {
  const action = node.text("action");
  const [first, ...others] = node.list("services").map(String);
  if (action === "restore" || first === undefined) return { key: `short.${action}` };
  return { key: `short.${action}${others.length === 0 ? "One" : "More"}`, values: { first, others: others.length } };
}

export const definition = stepNode(fields, { about: "work", label });

import { choice, minutes, stepNode } from "../shared/fields";

export const fields = {
  state: choice(["stopped", "as-found", "started", "suspended"], { as: "radio", icon: "toggle-on" }),
  convergeWithinMinutes: minutes({ from: 1, to: 120, initially: 5, icon: "clock-o" }),
};

export const definition = stepNode(fields, { about: "traffic", label: (node) => ({ key: `short.${node.text("state")}` }) });

import { choice, minutes, stepNode } from "../shared/fields";

export const fields = {
  action: choice(["disable", "as-found", "enable"], { as: "radio", icon: "shield" }),
  limitMinutes: minutes({ from: 1, to: 240, initially: 10, icon: "hourglass-half" }),
};

export const definition = stepNode(fields, { about: "work", label: (node) => ({ key: `short.${node.text("action")}` }) });

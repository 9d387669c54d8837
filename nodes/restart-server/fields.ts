import { choice, list, minutes, serviceNamesLike, stepNode } from "../shared/fields";

export const fields = {
  when: choice(["if-needed", "always"], { as: "radio", icon: "power-off" }),
  limitMinutes: minutes({ from: 1, to: 1_440, initially: 45, icon: "hourglass-half" }),
  settleMinutes: minutes({ from: 1, to: 240, initially: 15, icon: "cogs" }),
  ignoreServices: list({ by: "line", each: serviceNamesLike, icon: "filter", example: "BackupAgent*" }),
};

export const definition = stepNode(fields, { about: "work", label: (node) => ({ key: `short.${node.text("when")}` }) });

import { minutes, stepNode } from "../shared/fields";

export const fields = {
  limitMinutes: minutes({ from: 1, to: 120, initially: 5, icon: "clock-o" }),
};

export const definition = stepNode(fields, { about: "traffic" });

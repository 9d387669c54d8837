import { choice, minutes, stepNode } from "../shared/fields";

export const fields = {
  mode: choice(["drain", "stop"], { as: "radio", icon: "sign-out", notices: { stop: "stop" } }),
  limitMinutes: minutes({ from: 1, to: 1_440, initially: 20, icon: "hourglass-half", when: { mode: ["drain"] } }),
  atLimit: choice(["put-back", "wait-on", "cut", "ask"], {
    as: "radio",
    icon: "question-circle-o",
    when: { mode: ["drain"] },
    notices: { cut: "cut" },
  }),
  waitOnMinutes: minutes({ from: 1, to: 1_440, initially: 20, icon: "clock-o", when: { mode: ["drain"], atLimit: ["wait-on"] } }),
};

export const definition = stepNode(fields, {
  about: "traffic",
  label: (node) => ({ key: `short.${node.text("mode")}`, values: { minutes: node.text("limitMinutes") } }),
});

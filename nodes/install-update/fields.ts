import { minutes, ownUpdate, stepNode, wholeNumber } from "../shared/fields";

export const fields = {
  update: ownUpdate("shared"),
  limitMinutes: minutes({ from: 1, to: 1_440, initially: 180, icon: "hourglass-half" }),
  busyRetries: wholeNumber({ from: 0, to: 100, initially: 5, icon: "repeat" }),
  busyPauseMinutes: minutes({ from: 1, to: 240, initially: 5, beside: true }),
};

export const definition = stepNode(fields, {
  about: "work",
  label: (node) => ({ key: "short.package", values: { name: node.named("update") ?? { key: "short.ofRun" } } }),
});

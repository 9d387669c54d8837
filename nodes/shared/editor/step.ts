import { chosen, memberOfArray, onlyWhen } from "./validate";

/** Forms give numbers as text; flows written by hand may have them as numbers. */
export type NumberField = number | string;

/** What every step node has besides its options. */
export interface StepConfig {
  name: string;
  /** By hand: the server to work on; empty: the message names it. */
  server: string;
  /** By hand: the server-array that it belongs to; empty: the one that lists it. */
  array: string;
  /** By hand: the server may be in no array, where nothing guards the others. */
  alone: boolean;
  /** By hand, in no array: how the server is reached. */
  connection: string;
}

/** What every step's definition has among its defaults; to be named one by one, as `stepLooks` are. */
export const stepDefaults = {
  name: { value: "" },
  server: { value: "", validate: memberOfArray },
  array: { value: "", type: "server-array", required: false },
  alone: { value: false },
  connection: {
    value: "",
    type: "server-connection",
    required: false,
    validate: onlyWhen("alone", ["true"], chosen("shared.byHand.needsConnection")),
  },
};

/**
 * Handlers that are the same for every step: italics for a label the user chose, and what comes in. To be named one by one in a node's
 * definition: the scorecard cannot read one that spreads an object.
 */
export const stepLooks = {
  labelStyle(this: EditorNode): string {
    return this.name ? "node_label_italic" : "";
  },
  inputLabels(this: EditorNode): string {
    return this._("shared.port.member");
  },
};

/** The name of a config node, or what stands in for it while none is chosen. */
export function nameOf(id: unknown, otherwise: string): string {
  const node = typeof id === "string" && id !== "" ? RED.nodes.node(id) : undefined;
  return typeof node?.name === "string" && node.name !== "" ? node.name : otherwise;
}

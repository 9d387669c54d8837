import { tick } from "./choice";
import type { Fields } from "./field";
import { configNode } from "./reference";
import { text } from "./text";
import type { Text } from "./texts";

/** What Node-RED's editor is told about a node. The build writes `registerType` from it. */
export interface Definition {
  readonly category: "rolling update" | "config";
  /** All fields, in the order of the form; those of sections come after the others. */
  readonly fields: Fields;
  /** Null for config nodes, which the palette does not show. */
  readonly palette: Palette | null;
  /** What the node shows, unless it has a name. */
  label(node: Shown): Text;
}

interface Palette {
  readonly colour: string;
  /** What comes in, as a text. */
  readonly input: string;
  /** What each output sends, as texts. Empty: one output that needs no text. */
  readonly outputs: readonly string[];
}

/** A node as its label sees it; empty fields have their defaults. */
export interface Shown {
  text(name: string): string;
  list(name: string): readonly unknown[];
  /** The name of the config node that is chosen in a field. */
  named(name: string): string | null;
}

/** Colours in the palette by what a node is about. The editor needs them as literals. */
const colours = { loop: "#B7A6CE", safety: "#8FB08C", traffic: "#8DB0CC", work: "#D3B188" } as const;

interface About {
  readonly about: keyof typeof colours;
  readonly input?: string;
  readonly outputs?: readonly string[];
  readonly label?: (node: Shown) => Text;
}

const ownName: About["label"] = () => ({ key: "palette" });

/** A node that is used in flows. */
export const flowNode = (fields: Fields, { about, input = "shared.port.member", outputs = [], label = ownName }: About): Definition => ({
  category: "rolling update",
  fields: { name: text({ texts: "shared", icon: "tag" }), ...fields },
  palette: { colour: colours[about], input, outputs },
  label,
});

/** A node that does a step: it can also be used by hand, without a run. */
export const stepNode = (fields: Fields, more: About): Definition => flowNode({ ...fields, ...byHand }, more);

/** A config node. It declares its own name field, since much depends on it. */
export const sharedNode = (fields: Fields, label: (node: Shown) => Text = ownName): Definition => ({
  category: "config",
  fields,
  palette: null,
  label,
});

/** An update-package; if none is chosen, the run's. Its texts are the node's own or the shared ones. */
export const ownUpdate = (texts?: "shared") => configNode("update-package", { icon: "cube", ...(texts === undefined ? {} : { texts }) });

const inSection = { texts: "shared", section: "byHand" } as const;

/** What every step node has in addition to its options: on which server it works outside a run. */
export const byHand = {
  /** Empty: the message names it. */
  server: text({ ...inSection, icon: "desktop", offers: "members" }),
  /** Empty: the one that lists the server. */
  array: configNode("server-array", { ...inSection, icon: "server" }),
  /** The server may be in no array; then nothing guards the others. */
  alone: tick({ ...inSection, icon: "chain-broken", notices: { true: "alone" } }),
  /** In no array: how the server is reached. */
  connection: configNode("server-connection", {
    ...inSection,
    icon: "plug",
    when: { alone: ["true"] },
    needed: "shared.reason.connectionNeeded",
  }),
} satisfies Fields;

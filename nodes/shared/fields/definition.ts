import { tick } from "./choice";
import type { Fields } from "./field";
import { configNode } from "./reference";
import { text } from "./text";
import type { Text } from "./texts";

/** What Node-RED's editor is told of a node. The build writes `registerType` from it. */
export interface Definition {
  readonly category: "rolling update" | "config";
  /** All fields, in the order of the form; those of sections come after the others. */
  readonly fields: Fields;
  /** Null for config nodes, which the palette does not show. */
  readonly palette: Palette | null;
  /** What stands in the node, unless it has a name. */
  label(node: Shown): Text;
}

interface Palette {
  readonly colour: string;
  /** What comes in, as a text. */
  readonly input: string;
  /** What goes out by each output, as texts. Empty: one output that needs no words. */
  readonly outputs: readonly string[];
}

/** A node as its label sees it; what is empty has its default. */
export interface Shown {
  text(name: string): string;
  list(name: string): readonly unknown[];
  /** The name of the config node that is chosen there. */
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

/** A node that stands in flows. */
export const flowNode = (fields: Fields, { about, input = "shared.port.member", outputs = [], label = ownName }: About): Definition => ({
  category: "rolling update",
  fields: { name: text({ texts: "shared", icon: "tag" }), ...fields },
  palette: { colour: colours[about], input, outputs },
  label,
});

/** A node that does a step: it can also be used by hand, without a run. */
export const stepNode = (fields: Fields, more: About): Definition => flowNode({ ...fields, ...byHand }, more);

/** A config node. Its name is a field of its own, since much depends on it. */
export const sharedNode = (fields: Fields, label: (node: Shown) => Text = ownName): Definition => ({
  category: "config",
  fields,
  palette: null,
  label,
});

/** An update-package; without one it is the run's own. Its texts may be the node's own ones. */
export const ownUpdate = (texts?: "shared") => configNode("update-package", { icon: "cube", ...(texts === undefined ? {} : { texts }) });

const inSection = { texts: "shared", section: "byHand" } as const;

/** What every step node has besides its options: on which server it works when no run says so. */
export const byHand = {
  /** Empty: the message names it. */
  server: text({ ...inSection, icon: "desktop", offers: "members" }),
  /** Empty: the one that lists the server. */
  array: configNode("server-array", { ...inSection, icon: "server" }),
  /** The server may be in no array, where nothing guards the others. */
  alone: tick({ ...inSection, icon: "chain-broken", notices: { true: "alone" } }),
  /** In no array: how the server is reached. */
  connection: configNode("server-connection", {
    ...inSection,
    icon: "plug",
    when: { alone: ["true"] },
    needed: "shared.reason.connectionNeeded",
  }),
} satisfies Fields;

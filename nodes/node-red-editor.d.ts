/**
 * The part of the editor's API that this package uses. The published types lack what it needs most: reasons as results of
 * validators, lists, and plugins that can be removed.
 */

/** `true`, or why the value is not accepted: the editor shows the text. */
type EditorVerdict = true | string;

/** The editor takes a text as a reason only from a validator that is declared with two parameters. */
type EditorValidator = (this: EditorNode, value: unknown, options: unknown) => EditorVerdict;

interface EditorProperty<T> {
  value: T;
  required?: boolean;
  /** The type of the config node that the property points to. */
  type?: string;
  validate?: EditorValidator;
}

/** A node in the editor, whatever its type. */
interface EditorNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  /** False once the editor has found something wrong with it. */
  readonly valid?: boolean;
  /** It was changed and has not been deployed yet. */
  readonly changed?: boolean;
  readonly _def: { readonly category: string; readonly defaults: Readonly<Record<string, EditorProperty<unknown>>> };
  /** A text of the node's own catalogue. */
  _(key: string, values?: Readonly<Record<string, string | number>>): string;
}

interface EditorNodeDefinition<Config extends object> {
  category: string;
  defaults: { [Property in keyof Config]: EditorProperty<Config[Property]> };
  /** What Node-RED keeps apart from the flow, encrypted, and never exports. */
  credentials?: Readonly<Record<string, { type: "text" | "password" }>>;
  color?: string;
  icon?: string;
  inputs?: 0 | 1;
  outputs?: number;
  paletteLabel?: string | (() => string);
  label?: () => string;
  labelStyle?: () => string;
  inputLabels?: () => string;
  outputLabels?: (index: number) => string;
  align?: "left" | "right";
  oneditprepare?: () => void;
  oneditsave?: () => void;
  oneditcancel?: () => void;
}

interface EditorPlugin {
  type: string;
  onadd?: () => void;
  onremove?: () => void;
}

interface EditorRed {
  /** A text; the key begins with its catalogue: `<module>/<set>:<key>`. */
  _(key: string, values?: Readonly<Record<string, string | number>>): string;
  nodes: {
    registerType<Config extends object>(type: string, definition: EditorNodeDefinition<Config> & ThisType<EditorNode & Config>): void;
    node(id: string): (EditorNode & Readonly<Record<string, unknown>>) | null | undefined;
    eachNode(visit: (node: EditorNode & Readonly<Record<string, unknown>>) => boolean | void): void;
    /** Whether something is not deployed. */
    dirty(): boolean;
    eachConfig(visit: (node: EditorNode & Readonly<Record<string, unknown>>) => boolean | void): void;
  };
  editor: {
    /** The nodes whose forms are open; the last one is on top. */
    getEditStack(): readonly { readonly id?: string }[];
    edit(node: unknown): void;
    editConfig(name: string, type: string, id: string): void;
  };
  plugins: { registerPlugin<Plugin extends EditorPlugin>(id: string, plugin: Plugin & ThisType<Plugin & Pick<EditorNode, "_">>): void };
  sidebar: {
    addTab(tab: {
      id: string;
      label: string;
      name: string;
      iconClass: string;
      content: JQuery | HTMLElement;
      enableOnEdit?: boolean;
      action?: string;
    }): void;
    removeTab(id: string): void;
    show(id: string): void;
  };
  actions: { add(name: string, act: () => void): void; remove(name: string): void; invoke(name: string): void };
  comms: {
    subscribe(topic: string, listen: (topic: string, data: unknown) => void): void;
    unsubscribe(topic: string, listen: (topic: string, data: unknown) => void): void;
  };
  events: {
    on(name: string, listen: (...values: unknown[]) => void): void;
    off(name: string, listen: (...values: unknown[]) => void): void;
  };
  view: {
    reveal(id: string): void;
    /** @param force draw what has not changed, too */
    redraw(force: boolean): void;
    importNodes(nodes: unknown, options: { generateIds: boolean; addFlow: boolean; touchImport: boolean }): void;
  };
  notify(text: string, options?: { type?: "warning" | "error" | "success"; timeout?: number }): void;
}

declare const RED: EditorRed;

interface ListButton {
  label: string;
  icon?: string;
  id?: string;
  click(): void;
}

interface EditableListOptions<Row> {
  addItem(row: JQuery, index: number, data: Partial<Row>): void;
  removeItem?(data: Row): void;
  sortItems?(rows: JQuery): void;
  addButton?: string | boolean;
  buttons?: ListButton[];
  header?: JQuery;
  sortable?: boolean | string;
  removable?: boolean;
  height?: number | "auto";
  scrollOnAdd?: boolean;
}

interface JQuery {
  editableList<Row>(options: EditableListOptions<Row>): JQuery;
  editableList(method: "addItem", data: object): void;
  editableList(method: "removeItem", data: object): void;
  editableList(method: "items"): JQuery;
}

/** esbuild gives a style sheet as its text. */
declare module "*.css" {
  const text: string;
  export default text;
}

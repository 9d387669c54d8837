import type { Definition, Problem, Say, Shown } from "../fields";
import { othersOf, problemInWords, textOf, words } from "../fields";
import type { Form } from "./form";
import { closeForm, openForm } from "./form";
import type { Checks } from "./judge";
import { judgeOf } from "./judge";
import { saved } from "./live";
import { nameOf } from "./references";

/** What a node's `editor.ts` adds where its fields are not enough. */
export interface Own {
  readonly checks?: Checks;
  /** The editor has read the code of the node; once. */
  loaded?(): void;
  /** The form is open and filled. */
  opened?(form: Form): void;
}

/** The words of a node's own texts. */
export const sayOf =
  (node: EditorNode): Say =>
  (key, values) =>
    node._(key, values);

/** Everything that `registerType` takes apart from literals. The build names each one, since the scorecard cannot read computed values. */
export function editorOf(type: string, definition: Definition, own: Own) {
  const { fields, palette } = definition;
  const judge = judgeOf(definition, own.checks ?? {});
  const wordsOf = (node: EditorNode, problem: Problem): string => problemInWords(type, problem, sayOf(node));
  const validator = (property: string): EditorValidator =>
    // Two parameters: otherwise the editor takes no reason.
    function (value, _options) {
      const problem = judge(this, property, value);
      return problem === null || wordsOf(this, problem);
    };
  return {
    validate: Object.fromEntries(Object.keys(fields).map((property) => [property, validator(property)])),
    paletteLabel(this: EditorNode): string {
      return words(type, { key: "palette" }, sayOf(this));
    },
    label(this: EditorNode): string {
      return this.name || words(type, definition.label(shown(this, definition)), sayOf(this));
    },
    labelStyle(this: EditorNode): string {
      return this.name ? "node_label_italic" : "";
    },
    inputLabels(this: EditorNode): string {
      return words(type, { key: palette?.input ?? "palette" }, sayOf(this));
    },
    outputLabels(this: EditorNode, index: number): string {
      return words(type, { key: palette?.outputs[index] ?? "palette" }, sayOf(this));
    },
    oneditprepare(this: EditorNode): void {
      const form = openForm(this, { fields, judge, inWords: (problem) => wordsOf(this, problem) });
      own.opened?.(form);
      form.refresh();
    },
    oneditsave(this: EditorNode): void {
      closeForm(this, fields, true);
    },
    oneditcancel(this: EditorNode): void {
      closeForm(this, fields, false);
    },
  };
}

/** What is saved, for the label. */
function shown(node: EditorNode, { fields }: Definition): Shown {
  const of = othersOf(fields, (property) => saved(node, property));
  return {
    text: (property: string) => textOf(of(property)) ?? "",
    list: (property: string) => {
      const value = of(property);
      return Array.isArray(value) ? (value as readonly unknown[]) : [];
    },
    named: (property: string) => nameOf(textOf(of(property)) ?? ""),
  };
}

import should from "should";
import { schemaOf } from "../../../nodes/shared/runtime/schema";
import { fieldsFileOf, inEnglish, nodeTypes } from "../../shared/node-fields";
import type { Cases, Settings } from "./cases";
import { inAnEditor, saidByEditor } from "./editor-half";
import { bare, table } from "./table";

const parsed = (type: string, settings: Settings) =>
  schemaOf(type, fieldsFileOf(type).definition.fields, inEnglish(type)).safeParse(settings);

/** What the runtime half says is wrong with a field of a node that is saved like this; undefined: nothing. What is wrong with others is their matter. */
const saidByRuntime = (type: string, field: string, settings: Settings): string | undefined =>
  parsed(type, settings).error?.issues.find(({ path }) => path[0] === field)?.message;

/** What the runtime gets of a field. */
function valueOf(type: string, field: string, settings: Settings): unknown {
  const { data, error } = parsed(type, settings);
  if (error !== undefined) throw error;
  return (data as Settings)[field];
}

const shown = (value: unknown): string => (value === undefined ? "nothing" : JSON.stringify(value)).slice(0, 60);

describe("The fields of nodes", () => {
  inAnEditor();

  it("are all in the table of this test, credentials apart", () => {
    Object.keys(table)
      .sort()
      .should.deepEqual([...nodeTypes].sort());
    for (const [type, fields] of Object.entries(table)) {
      const { fields: own } = fieldsFileOf(type).definition;
      const wanted = Object.keys(own).filter((name) => own[name]?.look.as !== "credential");
      Object.keys(fields).sort().should.deepEqual(wanted.sort(), type);
    }
  });

  for (const [type, fields] of Object.entries(table)) {
    describe(type, () => {
      for (const [field, cases] of Object.entries(fields))
        it(`${field}: both halves take and refuse the same, and what is left empty is its default`, () => looksAt(type, field, cases));
    });
  }
});

function looksAt(type: string, field: string, { initially, right, wrong, needed, counts = {}, not }: Cases): void {
  const settings = (value: unknown, when: Settings = counts): Settings => ({ ...bare[type], ...when, [field]: value });

  /** Both halves say the same. */
  const verdict = (value: unknown, when?: Settings): true | string => {
    const said = saidByRuntime(type, field, settings(value, when));
    const hidden = fieldsFileOf(type).definition.fields[field]?.look.as === "hidden";
    const editor = hidden ? true : saidByEditor(type, field, settings(value, when));
    if (said === undefined) should(editor).equal(true, `${shown(value)}: the runtime takes it, the editor says: ${String(editor)}`);
    else if (editor === true) throw new Error(`${shown(value)}: the editor takes it, the runtime says: ${said}`);
    else said.startsWith(editor).should.be.true(`${shown(value)}: the editor says: ${editor}; the runtime says: ${said}`);
    return editor;
  };

  // Lists are not typed: blanks are nothing that they can hold.
  const typed = !right.some((value) => Array.isArray(value));
  for (const empty of ["", undefined, null, ...(typed ? ["  "] : [])]) {
    if (needed === undefined) {
      should(verdict(empty)).equal(true, shown(empty));
      should(valueOf(type, field, settings(empty))).deepEqual(initially, shown(empty));
    } else should(verdict(empty)).match(needed, shown(empty));
  }
  for (const value of right) should(verdict(value)).equal(true, shown(value));
  for (const [value, said] of wrong) should(verdict(value)).match(said, shown(value));

  if (not === undefined) return;
  // What the form does not show is not looked at, and has no effect.
  for (const value of [...right, ...wrong.map(([bad]) => bad), ""]) should(verdict(value, not)).equal(true, shown(value));
  const [some] = right.filter((value) => value !== initially);
  should(valueOf(type, field, settings(some, not))).deepEqual(valueOf(type, field, settings(undefined, not)));
}

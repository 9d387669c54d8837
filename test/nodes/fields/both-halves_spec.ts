import should from "should";
import { schemaOf } from "../../../nodes/shared/runtime/schema";
import { complete, fieldsFileOf, inEnglish, nodeTypes } from "../../shared/node-fields";
import type { Field } from "../../../nodes/shared/fields";
import type { Cases, Settings } from "./cases";
import { inAnEditor, saidByEditor } from "./editor-half";
import { bare, table } from "./table";

const schemas = new Map(nodeTypes.map((type) => [type, schemaOf(type, fieldsFileOf(type).definition.fields, inEnglish(type))]));
const parsed = (type: string, settings: Settings) => {
  const schema = schemas.get(type);
  if (schema === undefined) throw new Error(`There is no node ${type}.`);
  return schema.safeParse(settings);
};

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

  for (const type of nodeTypes) {
    it(`of ${type}: both halves take and refuse the same, whatever is saved, and what is left empty is its default`, () => {
      const { fields } = fieldsFileOf(type).definition;
      for (const field of savedOf(type)) {
        const saved = (value: unknown): Settings => ({ ...inNoArray, ...complete(type), ...bare[type], [field]: value });
        for (const value of whatever(fields[field])) agreed(type, field, saved(value));
        if (agreed(type, field, saved("")) === true)
          should(valueOf(type, field, saved(""))).deepEqual(valueOf(type, field, saved(undefined)), field);
      }
    });
  }

  it("have their rows in the table of this test, if their node is in it at all, credentials apart", () => {
    for (const [type, fields] of Object.entries(table)) Object.keys(fields).sort().should.deepEqual(savedOf(type).toSorted(), type);
  });

  for (const [type, fields] of Object.entries(table)) {
    describe(type, () => {
      for (const [field, cases] of Object.entries(fields))
        it(`${field}: both halves take and refuse the same, and what is left empty is its default`, () => looksAt(type, field, cases));
    });
  }
});

/** Whether a server is in an array only the editor can tell, since it sees the other nodes. */
const inNoArray: Settings = { alone: true, connection: "c" };

/** The fields of a node that are saved with it. */
function savedOf(type: string): readonly string[] {
  const { fields } = fieldsFileOf(type).definition;
  return Object.keys(fields).filter((name) => fields[name]?.look.as !== "credential");
}

/** Anything that a flow file could have there, and what stands at the border of what the field takes. */
function whatever(field: Field | undefined): readonly unknown[] {
  const { from = 0, to = 0 } = field?.limits ?? {};
  const options = field !== undefined && "options" in field.look ? field.look.options : [];
  const anything = [
    null,
    "",
    " ",
    "x",
    " x ",
    "a b",
    "C:\\x.msp",
    "/x",
    0,
    1,
    -1,
    1.5,
    "7",
    true,
    false,
    "true",
    {},
    [],
    [{}],
    [null],
    ["x"],
    [7],
  ];
  return [...anything, from, from - 1, to, String(to + 1), ...options];
}

/** What both halves say of a field: that it is right, or what is wrong with it. Throws where they do not say the same. */
function agreed(type: string, field: string, settings: Settings): true | string {
  const value = shown(settings[field]);
  const said = saidByRuntime(type, field, settings);
  const hidden = fieldsFileOf(type).definition.fields[field]?.look.as === "hidden";
  const editor = hidden ? true : saidByEditor(type, field, settings);
  if (said === undefined) should(editor).equal(true, `${field} ${value}: the runtime takes it, the editor says: ${String(editor)}`);
  else if (editor === true) throw new Error(`${field} ${value}: the editor takes it, the runtime says: ${said}`);
  else said.startsWith(editor).should.be.true(`${field} ${value}: the editor says: ${editor}; the runtime says: ${said}`);
  return editor;
}

function looksAt(type: string, field: string, { initially, right, wrong, needed, counts = {}, not }: Cases): void {
  const settings = (value: unknown, when: Settings = counts): Settings => ({ ...complete(type), ...bare[type], ...when, [field]: value });

  const verdict = (value: unknown, when?: Settings): true | string => agreed(type, field, settings(value, when));

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

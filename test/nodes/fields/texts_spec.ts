import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { Field, Fields, When } from "../../../nodes/shared/fields";
import { hintsOf, keysOfField, limitsInWords, neededKeys, textOf } from "../../../nodes/shared/fields";
import type { Texts } from "../../shared/node-fields";
import { fieldsFileOf, nodeTypes, textsOf } from "../../shared/node-fields";

const keysIn = (texts: Texts, before = ""): string[] =>
  Object.entries(texts).flatMap(([key, value]) => (typeof value === "string" ? [`${before}${key}`] : keysIn(value, `${before}${key}.`)));

/** What a node's fields need and its texts lack, each with what needs it. */
function missing(type: string, fields: Fields, texts: Texts): string[] {
  const there = new Set(keysIn(texts));
  return [...neededKeys(type, fields)]
    .filter(([key]) => !there.has(key) && !key.startsWith("node-red:"))
    .map(([key, owner]) => `${key} is missing, a text of ${owner}`);
}

/** Keys that a field can have without needing them. */
function possibleKeys(type: string, name: string, field: Field): string[] {
  const { unit, placeholder } = keysOfField(type, name, field);
  const inRows =
    field.look.as === "rows" ? Object.entries(field.look.columns).flatMap(([column, cell]) => possibleKeys(type, column, cell)) : [];
  return [unit, placeholder, ...hintsOf({ type, name, field }, () => true).map(({ key }) => key), ...inRows];
}

/** The node's own code and markup for its form, which may ask for texts itself. */
const ownPartsOf = (type: string): string =>
  ["editor.ts", "part.html", "try-out.editor.ts"]
    .map((file) => join(__dirname, "../../../nodes", type, file))
    .map((path) => (existsSync(path) ? readFileSync(path, "utf8") : ""))
    .join("\n");

/** The groups of a node's texts that its fields are about. */
const ofFields = /^[\w-]+\.(label|joiner|unit|column|section|tick|button|placeholder|option|hint|notice|reason)\./;

describe("The texts of fields", () => {
  for (const type of nodeTypes) {
    const { fields } = fieldsFileOf(type).definition;

    it(`${type}: are all there`, () => missing(type, fields, textsOf(type)).should.eql([]));

    it(`${type}: are all of fields that there are`, () => {
      const used = new Set([
        ...neededKeys(type, fields).keys(),
        ...Object.entries(fields).flatMap(([name, field]) => possibleKeys(type, name, field)),
      ]);
      const own = ownPartsOf(type);
      const isAskedFor = (key: string): boolean => {
        const [, ...rest] = key.split(".");
        return [key, rest.join("."), `reason: "${rest[1]}"`].some((text) => own.includes(text));
      };
      keysIn(textsOf(type))
        .filter((key) => key.startsWith(`${type}.`) && ofFields.test(key) && !used.has(key) && !isAskedFor(key))
        .should.eql([]);
    });
  }

  it("are missed by name where one is forgotten", () => {
    const { fields } = fieldsFileOf("nlb-drainstop").definition;
    const without = (group: string, key: string): string[] => {
      const texts = structuredClone(textsOf("nlb-drainstop")) as Record<string, Record<string, Record<string, unknown>>>;
      delete texts["nlb-drainstop"]?.[group]?.[key];
      return missing("nlb-drainstop", fields, texts as unknown as Texts);
    };
    without("label", "limitMinutes").should.eql([
      "nlb-drainstop.label.limitMinutes is missing, a text of the field limitMinutes of nlb-drainstop",
    ]);
    without("option", "mode").should.have.length(2);
    without("notice", "cut").should.eql(["nlb-drainstop.notice.cut is missing, a text of the field atLimit of nlb-drainstop"]);
  });
});

describe("The limits of a field in words", () => {
  const say = (key: string, values: object) => `${key} ${Object.values(values).join(" to ")}`;
  const number = (to: number, unit: string | null) => ({ limits: { from: 1, to }, look: { as: "quantity", unit } }) as never;
  for (const [what, field, words] of [
    ["a port, which is a name", number(65_535, null), "shared.limits 1 to 65535"],
    ["the largest name", number(99_999, null), "shared.limits 1 to 99999"],
    ["a quantity without a unit", number(100_000, null), "shared.limits 1 to 100,000"],
    ["a quantity with a unit", number(1_440, "minutes"), "shared.limits 1 to 1,440"],
    ["a number that is no quantity", { limits: { from: 1, to: 1_440 }, look: { as: "text" } } as never, "shared.limits 1 to 1440"],
    ["none", { look: { as: "text" } } as never, ""],
  ] as const)
    it(`are grouped by thousands where they count something: ${what}`, () => {
      should(limitsInWords(field, say as never)).equal(words);
    });
});

describe("The conditions of fields", () => {
  /** Texts that a field can have, as far as they are known. */
  const canHave = (fields: Fields, name: string, value: string): boolean => {
    const look = fields[name]?.look;
    if (look === undefined) return false;
    if ("options" in look) return look.options.includes(value);
    return look.as === "tick" ? ["true", "false"].includes(value) : look.as === "quantity";
  };
  const impossible = (fields: Fields, when: When): string[] =>
    Object.entries(when).flatMap(([name, values]) =>
      values.filter((value) => !canHave(fields, name, value)).map((value) => `${name}=${value}`),
    );

  for (const type of nodeTypes) {
    it(`${type}: are of fields that there are, and of values that they can have`, () => {
      const { fields } = fieldsFileOf(type).definition;
      for (const [name, { when = {}, hints = {}, notices = {} }] of Object.entries(fields)) {
        [when, ...Object.values(hints)].flatMap((one) => impossible(fields, one)).should.eql([], name);
        impossible(fields, { [name]: Object.keys(notices) }).should.eql([], name);
      }
    });

    it(`${type}: are the same for fields that stand in one row, and such a row has a beginning`, () => {
      let before: Field | undefined;
      for (const field of Object.values(fieldsFileOf(type).definition.fields)) {
        if (field.beside === true) {
          should(before).not.be.undefined();
          should(field.when).eql(before?.when);
          should(field.section).equal(before?.section);
        }
        before = field;
      }
    });
  }
});

describe("A new node", () => {
  it("has in every field what the field itself takes for its default", () => {
    for (const type of nodeTypes)
      for (const [name, field] of Object.entries(fieldsFileOf(type).definition.fields)) {
        if (field.look.as === "credential" || field.required === true) continue;
        const [saved, empty] = [field.read(field.initially), field.read(undefined)];
        should(saved).eql(empty, `${type}.${name} (${textOf(field.initially) ?? ""})`);
      }
  });
});

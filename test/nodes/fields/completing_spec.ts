import should from "should";
import type { Fields } from "../../../nodes/shared/fields";
import { configNode, lookAt, minutes, pattern, rows, text, wholeNumber, windowsPath } from "../../../nodes/shared/fields";
import { complete, completing, fieldsFileOf, nodeTypes } from "../../shared/node-fields";

const number = { from: 5, to: 9, initially: null, required: true } as const;
const cases: Readonly<Record<string, readonly [fields: Fields, value: unknown]>> = {
  "a text": [{ it: text({ needed: "r" }) }, "x"],
  "a path": [{ it: windowsPath({ needed: "r" }) }, "C:\\x.msp"],
  "a text with a pattern of its own, by its example": [
    { it: text({ needed: "r", like: pattern(/^\d{6}$/, "r"), example: "123456" }) },
    "123456",
  ],
  "a number": [{ it: wholeNumber(number) }, 5],
  minutes: [{ it: minutes(number) }, 5],
  "a config node": [{ it: configNode("server-array", { needed: "r" }) }, "server-array"],
  "a row": [{ it: rows({ columns: { name: text({ needed: "r" }) }, row: "r", needed: "r" }) }, [{ name: "x" }]],
};

describe("What has to be given in a node", () => {
  for (const [what, [fields, value]] of Object.entries(cases))
    it(`is made up of its fields: ${what}`, () => {
      should(completing("node", fields)).eql({ it: value });
    });

  it("is left alone where it need not be given, or does not count", () => {
    should(completing("node", { it: text(), other: text({ needed: "r", when: { it: ["on"] } }) })).eql({});
  });

  it("is named where no value is known", () => {
    (() => completing("node", { it: text({ needed: "r", like: pattern(/^\d{6}$/, "r") }) })).should.throw(
      /^node\.it: .*give the field an example/,
    );
  });

  for (const type of nodeTypes)
    it(`is enough for ${type}`, () => {
      const { fields } = fieldsFileOf(type).definition;
      const missing = lookAt(fields, complete(type)).problems.filter(({ field }) => fields[field]?.required === true);
      missing.map(({ field, problem }) => `${type}.${field}: ${problem.reason}`).should.eql([]);
    });
});

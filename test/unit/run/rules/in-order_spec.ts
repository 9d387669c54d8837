import "should";
import { inOrder } from "../../../../lib/run/rules/in-order";

describe("what two requests say", () => {
  const written = '{"a":{"d":[{"e":1,"f":null}],"g":"x"},"b":2,"c":3}';
  const a = { g: "x", d: [{ f: null, e: 1 }] };

  it("is the same in whatever order the names in their objects were written", () => {
    for (const one of [
      { a, b: 2, c: 3 },
      { a, c: 3, b: 2 },
      { b: 2, a, c: 3 },
      { b: 2, c: 3, a },
      { c: 3, a, b: 2 },
      { c: 3, b: 2, a },
    ])
      JSON.stringify(inOrder(one)).should.equal(written);
  });

  it("is not the same where a list has another order", () => {
    JSON.stringify(inOrder([2, 1])).should.equal("[2,1]");
  });
});

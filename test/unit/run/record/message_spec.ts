import { runInNewContext } from "node:vm";
import should from "should";
import { asJson, keptOf } from "../../../../lib/run/record/message";

describe("a message in the journal", () => {
  it("keeps what is JSON, and names what is not", () => {
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    const { kept, notKept } = keptOf({
      payload: { a: [1, "two", null] },
      when: new Date(0),
      body: Buffer.from("x"),
      call: () => 1,
      cyclic,
      n: 1n,
    });
    kept.should.eql({ payload: { a: [1, "two", null] } });
    notKept.sort().should.eql(["body", "call", "cyclic", "n", "when"]);
  });

  it("keeps what a Function node makes, whose objects are of another realm", () => {
    should(asJson(runInNewContext("({ a: [1, { b: 'c' }] })"))).eql({ a: [1, { b: "c" }] });
  });

  it("never keeps the request and the response, which belong to the reply", () => {
    keptOf({ req: { url: "/" }, res: {}, payload: 1 }).should.eql({ kept: { payload: 1 }, notKept: ["req", "res"] });
  });
});

import fc from "fast-check";
import should from "should";
import { batchSizes, howManyIn, howManyInWords, inBatches, mostAtOnce } from "../../../lib/run/batches";

const sizes = (written: string, members: number, most = members) => batchSizes(howManyIn(written) ?? [], { members, most });

describe("How many members are updated at the same time", () => {
  it("is a number, a part of all, or a list of these", () => {
    should(howManyIn("1")).eql([{ count: 1 }]);
    should(howManyIn("25%")).eql([{ percent: 25 }]);
    should(howManyIn(" 1,2 , 25% ")).eql([{ count: 1 }, { count: 2 }, { percent: 25 }]);
    should(howManyInWords(howManyIn(" 1,2 , 25% ") ?? [])).equal("1, 2, 25%");
  });

  it("is nothing that cannot be read, and never nobody", () => {
    for (const written of ["", "0", "0%", "101%", "-1", "1.5", "1,", ",1", "1 2", "all", "1, x", "25 %", "12345"])
      should(howManyIn(written)).equal(null, written);
    should(howManyIn("100%")).eql([{ percent: 100 }]);
  });

  it("is the last one of a list again and again", () => {
    sizes("1", 4).should.eql([1, 1, 1, 1]);
    sizes("1, 2", 8).should.eql([1, 2, 2, 2, 1]);
    sizes("1, 2, 25%", 12).should.eql([1, 2, 3, 3, 3]);
    sizes("50%", 4).should.eql([2, 2]);
    sizes("9", 4).should.eql([4]);
  });

  it("is one where the part is less than one member", () => {
    sizes("10%", 4).should.eql([1, 1, 1, 1]);
    sizes("50%", 3).should.eql([1, 1, 1]);
  });

  it("is never more than the array can spare", () => {
    sizes("3", 8, 2).should.eql([2, 2, 2, 2]);
    mostAtOnce({ members: 8, minInService: 6 }).should.equal(2);
    mostAtOnce({ members: 2, minInService: 1 }).should.equal(1);
    // A start of such an array is refused elsewhere.
    mostAtOnce({ members: 2, minInService: 5 }).should.equal(1);
  });

  it("puts each member into one batch, in their order", () => {
    const part = fc.oneof(
      fc.integer({ min: 1, max: 20 }).map((count) => ({ count })),
      fc.integer({ min: 1, max: 100 }).map((percent) => ({ percent })),
    );
    const all = fc.property(
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      (howMany, members, most) => {
        const names = Array.from({ length: members }, (_, index) => index);
        const batches = inBatches(names, batchSizes(howMany, { members, most }));
        batches.flat().should.eql(names);
        batches.every((batch) => batch.length > 0 && batch.length <= most).should.be.true();
        should(howManyIn(howManyInWords(howMany))).eql(howMany);
      },
    );
    fc.assert(all);
  });
});

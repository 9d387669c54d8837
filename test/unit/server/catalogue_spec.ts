import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import should from "should";
import { z } from "zod";
import type { ChangeOp, OperationName, ReadOp } from "../../../lib/server/catalogue";
import { catalogue, changeOf, nameOfRead, operationNames, operationOf } from "../../../lib/server/catalogue";
import { noArguments } from "../../../lib/server/shapes";
import type { Sight, Tell } from "../../../lib/server/operation";
import { change, read } from "../../../lib/server/operation";
import { tells } from "../../shared/tells";
import { generated } from "../../shared/generated";

const changes = operationNames.filter((name): name is ChangeOp => operationOf(name).kind === "change");
const reads = operationNames.filter((name): name is ReadOp => operationOf(name).kind === "read");

/** A reading of a sight, and arguments of the change that is seen there. */
const readingAndArgs = (op: ChangeOp, sight: Sight) => fc.tuple(generated(sight.read.result), generated(changeOf(op).args));

const sightsOf = (op: ChangeOp) => changeOf(op).seen.map((sight) => ({ sight, where: nameOfRead(sight.read) }));

describe("The catalogue", () => {
  it("names every operation once, as group and verb", () => {
    operationNames.should.eql(Object.keys(catalogue));
    for (const name of operationNames) name.should.match(/^[a-z]+\.[a-z][A-Za-z]*$/);
  });

  it("has reads, changes and tells, and nothing else", () => {
    [...reads, ...changes, ...tells].sort().should.eql([...operationNames].sort());
    reads.should.containEql("nlb.host");
    changes.should.containEql("nlb.drain");
    tells.should.containEql("notice.post");
  });

  it("has an id in the arguments of every tell, by which it is told once", () => {
    for (const name of tells)
      operationOf(name)
        .args.safeParse({ ...(operationOf(name).example as object), id: undefined })
        .success.should.be.false();
  });

  it("has an id by which it is told once in the example of every tell, and says what arrives of it", () => {
    for (const name of tells) {
      should((operationOf(name).example as { readonly id?: string } | undefined)?.id)
        .be.a.String()
        .and.not.equal("", name);
      should((operationOf(name) as Tell).arrives).be.an.Object();
    }
  });

  it("gives every operation a summary for people and a time limit", () => {
    for (const name of operationNames) {
      const { summary, withinMs } = operationOf(name);
      summary.should.match(/^[A-Z].*[^.]$/, name);
      withinMs.should.be.above(0, name);
    }
  });

  it("describes all arguments and answers as plain JSON, so that adapters and pages can be derived", () => {
    for (const name of operationNames) {
      const operation = operationOf(name);
      should(z.toJSONSchema(operation.args, { io: "input" }).type).equal("object", name);
      if (operation.kind === "read") should(z.toJSONSchema(operation.result, { io: "input" }).type).equal("object", name);
    }
  });

  it("has an example of every operation, with arguments that it allows", () => {
    for (const name of operationNames) {
      const { args, example } = operationOf(name);
      (example !== undefined).should.be.true(`${name} has no example`);
      args.safeParse(example).success.should.be.true(`${name} does not allow its own example`);
    }
  });

  it("knows the name of each of its reads, and of no other", () => {
    for (const name of reads) nameOfRead(catalogue[name] as never).should.equal(name);
    const stranger = read({ summary: "Not in the catalogue", on: "member", ...noArguments, result: z.object({}), withinMs: 1 });
    should(() => nameOfRead(stranger)).throw(/not in the catalogue/);
  });

  it("can take what an answer says into the picture of a member, under one name a fact", () => {
    const owners = new Map<string, OperationName>();
    for (const name of reads) {
      const operation = operationOf(name);
      if (operation.kind !== "read" || operation.facts === undefined) continue;
      operation.args.safeParse({}).success.should.be.true(`${name} is asked without arguments`);
      for (const fact of Object.keys(operation.facts)) {
        should(owners.get(fact)).be.undefined();
        owners.set(fact, name);
      }
    }
    [...owners.keys()].should.containDeep(["nlb", "defaultState", "forefront", "scom", "version"]);
  });
});

for (const op of changes) {
  describe(`The change ${op}`, () => {
    it("tells how long it takes to settle, and how it is made by hand", () => {
      const { settlesWithinMs, byHand, args } = changeOf(op);
      settlesWithinMs.should.be.above(0);
      fc.assert(
        fc.property(generated(args), (given) => {
          byHand("CAS1", given).should.containEql("CAS1");
        }),
        { numRuns: 20 },
      );
    });

    for (const { sight, where } of sightsOf(op)) {
      it(`is seen in ${where}, which can be asked about it`, () => {
        fc.assert(
          fc.property(generated(changeOf(op).args), (args) => {
            sight.read.args.safeParse(sight.ask(args)).success.should.be.true();
          }),
        );
      });

      it(`is there as ${where} could answer it`, () => {
        fc.assert(
          fc.property(readingAndArgs(op, sight), ([reading, args]) => {
            const after = sight.becomes(reading, args);
            should(sight.read.result.parse(after)).eql(after);
          }),
        );
      });

      it(`leaves ${where} as it is once it has settled`, () => {
        fc.assert(
          fc.property(readingAndArgs(op, sight), ([reading, args]) => {
            const after = sight.becomes(reading, args);
            should(sight.becomes(after, args)).eql(after);
          }),
        );
      });

      it(`does not alter the reading of ${where} that it is given`, () => {
        fc.assert(
          fc.property(readingAndArgs(op, sight), ([reading, args]) => {
            const copy = structuredClone(reading);
            sight.becomes(reading, args);
            should(reading).eql(copy);
          }),
        );
      });
    }

    it("changes something", () => {
      const { sight } = sightsOf(op)[0]!;
      const differs = ([reading, args]: [unknown, unknown]) => !isDeepStrictEqual(sight.becomes(reading, args), reading);
      fc.sample(readingAndArgs(op, sight), { numRuns: 500, seed: 1 }).some(differs).should.be.true();
    });
  });
}

describe("A change", () => {
  const looked = read({
    summary: "Look",
    on: "member",
    args: z.object({ of: z.string() }),
    example: { of: "red" },
    result: z.object({ lit: z.boolean() }),
    withinMs: 1,
  });
  const elsewhere = read({ summary: "Look", on: "member", ...noArguments, result: z.object({ lamps: z.number() }), withinMs: 1 });
  const light = change({
    summary: "Light a lamp",
    on: "member",
    args: z.object({ lamp: z.string() }),
    example: { lamp: "red" },
    withinMs: 1,
    byHand: (server, { lamp }) => `on ${server}: light ${lamp}`,
    settlesWithinMs: 1,
  })
    .seenIn(looked, ({ lamp }) => ({ of: lamp }))
    .as((before) => ({ ...before, lit: true }));

  it("asks the read in which it is seen about its own arguments", () => {
    should(light.seen[0].ask({ lamp: "red" })).eql({ of: "red" });
    should(light.seen[0].becomes({ lit: false }, { lamp: "red" })).eql({ lit: true });
  });

  it("may be seen in further reads, which are asked without arguments", () => {
    const both = light.alsoIn(elsewhere, (before) => ({ lamps: before.lamps + 1 }));
    both.seen.map((sight) => sight.read).should.eql([looked, elsewhere]);
    should(both.seen[1]?.ask({ lamp: "red" })).eql({});
    should(both.seen[1]?.becomes({ lamps: 1 }, { lamp: "red" })).eql({ lamps: 2 });
    light.seen.should.have.length(1);
  });

  it("is not under way unless it says how that shows", () => {
    should(light.underWay).be.undefined();
    const slow = change({ ...light })
      .seenIn(looked, ({ lamp }) => ({ of: lamp }))
      .as(
        (before) => ({ ...before, lit: true }),
        (reading, { lamp }) => !reading.lit && lamp === "red",
      );
    should(slow.underWay?.({ lit: false }, { lamp: "red" })).be.true();
    should(slow.underWay?.({ lit: false }, { lamp: "blue" })).be.false();
  });
});

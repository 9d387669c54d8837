import { readdirSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { Capture } from "../../../lib/adapters/lab/captured";
import { cultures } from "../../../lib/adapters/lab/captured/cultures";
import { fill } from "../../../lib/adapters/lab/captured/capture";
import type { Literal } from "./literals";
import { literalsIn, literalsOf } from "./literals";

const folder = "lib/adapters/lab";
const captured = join(__dirname, "../../..", folder, "captured");
const dataFiles = readdirSync(captured).filter((file) => file !== "index.ts" && file !== "capture.ts");

const isCapture = (value: unknown): value is Capture<unknown> =>
  typeof value === "object" && value !== null && "texts" in value && "culture" in value;
/** Everything in a file that has a head, also inside a table of such things. */
const capturesIn = (value: unknown): readonly Capture<unknown>[] => {
  if (isCapture(value)) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(capturesIn) : [];
};

describe("The captured texts of the lab", () => {
  for (const file of dataFiles) {
    it(`have a source, a kind, a product and a culture: ${file}`, () => {
      const found = capturesIn(require(join(captured, file)));
      found.length.should.be.above(0, `${file} has nothing with a head`);
      for (const { source, kind, product, culture } of found) {
        source.length.should.be.above(20, `${file}: ${product}`);
        ["captured", "documented", "composed"].should.containEql(kind);
        product.should.match(/^[A-Z]/);
        (culture === "invariant" || culture in cultures.texts).should.be.true(`${file}: ${culture}`);
      }
    });
  }

  it("say nothing with a place that is not filled", () => {
    fill("The {service} service entered the {state} state.", { service: "W3SVC", state: "running" }).should.equal(
      "The W3SVC service entered the running state.",
    );
    should(() => fill("The {service} service", {})).throw(/nothing is said for \{service\}/);
  });
});

/** What may be said in code of the lab, and why. */
const exceptions: readonly { readonly why: string; readonly are: (literal: Literal) => boolean }[] = [
  { why: "for people who choose a fault or an event", are: ({ within }) => within.at(-1) === "summary:" },
  {
    why: "an error has the words of the operation, which are this package's own on real servers too",
    are: ({ within }) =>
      within.some((call) => ["new Refusal(", "new OperationFailed(", "new Fenced(", "new OutcomeUnknown("].includes(call)),
  },
  { why: "what chance is for", are: ({ within }) => within.includes("new Dice(") },
  { why: "the name of a log of Windows", are: ({ text }) => text === "Service Control Manager" },
  { why: "the beginning of a product's name", are: ({ text }) => text === "Microsoft Exchange" },
];

/** Words one after another: what people read. */
const isText = ({ text }: Literal): boolean => /(?:[A-Za-z]{2,}|…)[,:']? +['"(]?(?:[A-Za-z]{2,}|…)/.test(text) && /[A-Za-z]{2,}/.test(text);

describe("The code of the lab", () => {
  const texts = literalsIn(folder).filter((literal) => !literal.file.startsWith(`${folder}/captured/`) && isText(literal));

  it("says nothing of its own: every text that it gives is a captured one", () => {
    texts
      .filter((literal) => !exceptions.some(({ are }) => are(literal)))
      .map(({ file, text }) => `${file}: ${text}`)
      .should.eql([]);
  });

  for (const { why, are } of exceptions) {
    it(`has texts of this kind: ${why}`, () => {
      texts.some(are).should.be.true("nothing is left of it: take the exception out");
    });
  }

  it("would be found out", () => {
    const found = (code: string) => literalsOf("a.ts", code).filter(isText);
    found("log.line(0, `The locally installed version is ${from}.`);").should.have.length(1);
    found('const alert = "Health Service Heartbeat Failure";').should.have.length(1);
    found('const code = "nlb-suspended"; throw new Error("x");').should.eql([]);
  });
});

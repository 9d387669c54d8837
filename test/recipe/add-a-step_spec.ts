import should from "should";
import type { Ended } from "./copy";
import { Copy, goesWell } from "./copy";

/** The suites that look at steps, nodes, texts and docs. */
const SUITES = ["unit/house", "unit/docs", "unit/package", "unit/steps", "unit/tools", "nodes/fields", "nodes/steps"];

/** The texts of the form with a field more. */
const NEEDED_TEXTS =
  '"limitMinutes": "Wait at most", "hook": "Web hook" }, "reason": { "hookNeeded": "Give the address of the web hook." }';

describe("The recipe for a step (docs/contributing/add-a-step.md)", function () {
  this.timeout(300_000);
  let copy: Copy;
  before(() => {
    copy = new Copy("add-a-step.md");
  });
  after(() => copy.remove());

  it("names eight files to write and five to change", () => {
    const of = (kind: "file" | "diff") => new Set(copy.changes.flatMap((change) => (change.kind === kind ? [change.path] : []))).size;
    [of("file"), of("diff")].should.eql([8, 5]);
  });

  it("is enough: what it says is built, compiles, is in good form, keeps the arrows, and passes the suites", () => {
    goesWell(copy.build());
    copy.looksGood();
    goesWell(copy.docs());
    goesWell(copy.specs(...SUITES.map((name) => `test/${name}/**/*_spec.ts`)));
  });

  it("may have an option that has no default: the suites fill it in", () => {
    const node = "nodes/clear-dns-cache";
    const needed = (): Ended =>
      copy.edited("lib/steps/services/clear-dns-cache.ts", /(export interface \w+ \{)/, "$1\n  readonly hook: string;", () =>
        copy.edited(
          `${node}/fields.ts`,
          /export const fields = \{/,
          '$&\n  hook: text({ needed: "hookNeeded", like: webAddressLike }),',
          () =>
            copy.edited(`${node}/fields.ts`, /import \{/, "import { text, webAddressLike,", () =>
              copy.edited(`${node}/locales/en-US/clear-dns-cache.json`, /"limitMinutes": "Wait at most"\s*\}/, NEEDED_TEXTS, () => {
                goesWell(copy.types());
                return copy.specs("test/unit/steps/uses_spec.ts", "test/nodes/fields/*_spec.ts", "test/nodes/steps/*_spec.ts");
              }),
            ),
        ),
      );
    goesWell(needed());
  });

  const uses = () => copy.specs("test/unit/steps/uses_spec.ts");
  const types = () => copy.types();
  const built = () => {
    copy.build();
    return copy.specs("test/unit/package/nodes_spec.ts");
  };
  /** What is left out, who says so, and how. */
  const forgotten: readonly (readonly [path: string, check: () => Ended, says: RegExp])[] = [
    ["lib/steps/services/clear-dns-cache.ts", types, /lib\/steps\/index\.ts.*Cannot find module '\.\/services\/clear-dns-cache'/],
    ["lib/steps/index.ts", uses, /lib\/steps\/index\.ts does not list/],
    ["lib/texts/en-US/steps/services.ts", types, /clear-dns-cache\.ts.*"dns\.\w+"/],
    ["lib/texts/en-US/codes.ts", () => copy.specs("test/unit/docs/reason-codes_spec.ts"), /dns-cache-failed/],
    ["docs/when-something-stops.md", () => copy.specs("test/unit/docs/when-something-stops_spec.ts"), /dns-cache-failed/],
    ["nodes/clear-dns-cache/clear-dns-cache.ts", uses, /nodes\/clear-dns-cache\/clear-dns-cache\.ts/],
    ["nodes/clear-dns-cache/fields.ts", () => copy.build(), /clear-dns-cache\.ts.*'\.\/fields'/],
    [
      "nodes/clear-dns-cache/locales/en-US/clear-dns-cache.json",
      () => copy.specs("test/nodes/fields/texts_spec.ts"),
      /clear-dns-cache\/locales\/en-US\/clear-dns-cache\.json/,
    ],
    ["nodes/clear-dns-cache/help.md", built, /clear-dns-cache\s+has a help text/],
    ["nodes/clear-dns-cache/icon.svg", built, /clear-dns-cache.*icon/],
    ["package.json", uses, /lists clear-dns-cache, but package\.json has no such node/],
    ["test/unit/steps/services/clear-dns-cache_spec.ts", uses, /clear-dns-cache_spec\.ts/],
    ["examples/clear-dns-cache.json", () => copy.specs("test/unit/package/examples_spec.ts"), /clear-dns-cache.*no example/],
  ];

  it("has every place in the list of what may be forgotten", () => {
    forgotten.map(([path]) => path).should.eql(copy.places);
  });

  for (const [path, check, says] of forgotten) {
    it(`is told of what was forgotten: ${path}`, () => {
      const told = copy.without(path, check);
      should(told.ends).not.equal(0);
      told.says.should.match(says);
    });
  }
});

describe("A step that tells somebody (docs/contributing/add-a-step.md)", function () {
  this.timeout(300_000);
  let copy: Copy;
  before(() => {
    copy = new Copy("add-a-step.md", "tell");
  });
  after(() => copy.remove());

  it("compiles as the page shows it, in good form, and says its texts as they must be said", () => {
    copy.looksGood();
    goesWell(copy.specs("test/unit/house/**/*_spec.ts"));
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import "should";
import { z } from "zod";
import type { OperationName } from "../../../lib/server/catalogue";
import { nameOfRead, operationNames, operationOf } from "../../../lib/server/catalogue";
import { steps } from "../../../lib/steps";
import { checks } from "../../../lib/steps/preflight/checks";
import { inWords } from "../../../lib/time/duration";
import { said } from "../../shared/english";
import { keptPage, keptPart } from "../../shared/kept-page";
import { fieldsFileOf, nodeTypes } from "../../shared/node-fields";

const root = join(__dirname, "../../..");

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;

/** A schema in a few words: `minutes: integer, reason: one of 15`. */
function fields(schema: z.ZodType): string {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as { properties?: Record<string, Field> };
  const words = Object.entries(properties).map(([name, field]) => `\`${name}\` ${inShort(field)}`);
  return words.length === 0 ? "–" : words.join(", ");
}

interface Field {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Field[];
  readonly oneOf?: readonly Field[];
  readonly items?: Field;
}

function inShort({ type, enum: values, anyOf, oneOf, items }: Field): string {
  if (values !== undefined) return values.length > 6 ? `one of ${values.length} words` : values.join(" / ");
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return [...new Set(choices.map(inShort))].join(" or ");
  if (type === "array") return `list of ${items === undefined ? "anything" : inShort(items)}`;
  return type ?? "anything";
}

const whatItDoes = (op: OperationName): string => {
  const { summary, besides } = operationOf(op);
  return besides === undefined ? summary : `${summary}; ${besides}`;
};

/** The steps that list an operation in their `uses`; the run itself may ask it besides. */
const askers = (op: OperationName): string =>
  [...steps.values()].flatMap(({ name, uses }) => (uses.includes(op) ? [`\`${name}\``] : [])).join(", ") || "–";

describe("the reference pages", () => {
  it("docs/operations.md is the catalogue", () => {
    const reads = operationNames.filter((name) => operationOf(name).kind === "read");
    const changes = operationNames.filter((name) => operationOf(name).kind === "change");
    const tells = operationNames.filter((name) => operationOf(name).kind === "tell");
    const { kept, wanted, hint } = keptPage("operations.md", [
      "# Operations",
      "",
      "All that can be asked of a server, and all that can be changed on one. Written from the catalogue (`lib/server/operations/`) by a test.",
      "",
      "`member`: asked of the member itself, over its own session. `monitoring`: of the SCOM management server. `controller`: by this process.",
      "",
      "## Reads",
      "",
      "| operation | what it tells | where | arguments | within | asked by |",
      "| --- | --- | --- | --- | --- | --- |",
      ...reads.map((name) => {
        const { on, args, withinMs } = operationOf(name);
        return row(`\`${name}\``, whatItDoes(name), on, fields(args), inWords(withinMs), askers(name));
      }),
      "",
      "## Changes",
      "",
      "A change answers nothing; what it did is seen in the read that it names. That is also how a lost answer is made up for, and how a dry run foresees it.",
      "",
      "| operation | what it does | where | arguments | seen in | asked by | by hand |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      ...changes.map((name) => {
        const change = operationOf(name);
        if (change.kind !== "change") throw new Error(`${name} is no change.`);
        const seenIn = change.seen.map(({ read }) => `\`${nameOfRead(read)}\``).join(", ");
        return row(
          `\`${name}\``,
          whatItDoes(name),
          change.on,
          fields(change.args),
          seenIn,
          askers(name),
          `\`${change.byHand("MEMBER", change.args.parse(change.example))}\``,
        );
      }),
      "",
      "## Tells",
      "",
      "What others are told shows in no read and cannot be taken back. It is left out of a dry run and sent at most once by its id; a lost answer only warns.",
      "",
      "| operation | what it does | where | arguments | within | asked by |",
      "| --- | --- | --- | --- | --- | --- |",
      ...tells.map((name) => {
        const { on, args, withinMs } = operationOf(name);
        return row(`\`${name}\``, whatItDoes(name), on, fields(args), inWords(withinMs), askers(name));
      }),
    ]);
    kept.should.equal(wanted, hint);
  });

  it("docs/preflight.md is what preflight looks at", () => {
    const { kept, wanted, hint } = keptPage("preflight.md", [
      "# Preflight",
      "",
      "What `preflight-check` looks at before a member is touched. It looks at everything, then refuses with all of its findings at once. Written from the",
      "checks themselves (`lib/steps/preflight/`) by a test.",
      "",
      "Before the first member of a run is touched, all others that the run is to update are looked at in the same way, but for what is asked of the array",
      "as a whole. If one of them is not fit, the run ends there, and names all that are not. A dry run looks at each in its turn.",
      "",
      "| check | looks at | refuses when |",
      "| --- | --- | --- |",
      ...checks.map(({ name, looksAt, refusesWhen }) => row(said(name), looksAt, refusesWhen)),
    ]);
    kept.should.equal(wanted, hint);
  });

  it("README.md has every node, by the summary of its step or the first sentence of its help", () => {
    const { kept, wanted, hint } = keptPart("README.md", "nodes", [
      "| node | does |",
      "| --- | --- |",
      ...nodeTypes.map((type) => row(`\`${type}\`${isConfig(type) ? " (config)" : ""}`, steps.get(type)?.summary ?? firstSentence(type))),
    ]);
    kept.should.equal(wanted, hint);
  });
});

const isConfig = (type: string): boolean => fieldsFileOf(type).definition.category === "config";
const firstSentence = (type: string): string =>
  readFileSync(join(root, "nodes", type, "help.md"), "utf8")
    .trim()
    .split(/\.\s/)[0] ?? "";

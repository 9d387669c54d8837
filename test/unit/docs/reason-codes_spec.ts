import "should";
import { codes } from "../../../lib/texts/en-US/codes";
import { keptPage } from "../../shared/kept-page";
import type { Literal } from "../house/literals";
import { literalsIn } from "../house/literals";

/** Where a code stands that a program may decide by: what ends a run, and what is refused. */
const ENDS = ["new StepFailed(", "new Stopped(", "reason(", "code:", "code", "limitCode:"];
const isRefusal = ({ within, file }: Literal): boolean =>
  within.at(-1) === "new Refused(" || file.startsWith("nodes/") || file.startsWith("lib/api/") || file === "lib/run/store/store.ts";

/** Words that stand in such a place and are no code of a reason. */
const others: Readonly<Record<string, string>> = {
  custom: "zod's own",
  string: "a type",
  serves: "how a member stands, not why a run ends",
  "no-way": "a problem of the flow, which preflight tells",
  "no-way-back": "the same",
  "dead-end": "the same",
  "no-catch": "the same",
  "nlb-nodes": "the same",
  "not-checked": "the same",
  "serves-after-boot": "the same",
  "package-known-later": "the same",
  "not-answering": "a warning, which ends nothing",
  "answers-again": "the same",
};

const said = ["lib/run", "lib/steps", "lib/api", "nodes"]
  .flatMap(literalsIn)
  .filter(({ text, within }) => /^[a-z]+(-[a-z]+)*$/.test(text) && [...ENDS, "new Refused("].includes(within.at(-1) ?? ""))
  .filter(({ text }) => !(text in others));

/** The steps that end a run with a code, by the files that name it; nothing where the run itself does. */
const saidBy = (code: string): string => {
  const nodes = said.flatMap(({ text, file }) => (text === code ? (/^lib\/steps\/\w+\/([a-z-]+)\.ts$/.exec(file)?.[1] ?? []) : []));
  return (
    [...new Set(nodes)]
      .filter((name) => literalsIn("lib/steps").some(({ text, within }) => text === name && within.at(-1) === "name:"))
      .map((name) => `\`${name}\``)
      .join(", ") || "–"
  );
};

const refused = new Set(said.filter(isRefusal).map(({ text }) => text));
const ending = new Set(said.filter((literal) => !isRefusal(literal)).map(({ text }) => text));
const all = Object.entries(codes).map(([key, words]) => ({ code: key.slice("code.".length), words }));

const table = (of: typeof all, last: string, cell: (code: string) => string): readonly string[] => [
  `| code | in words | ${last} |`,
  "| --- | --- | --- |",
  ...of.map(({ code, words }) => `| \`${code}\` | ${words} | ${cell(code)} |`),
];

describe("the list of reason codes", () => {
  it("has every code that the source names", () => {
    const known = new Set(all.map(({ code }) => code));
    [...refused, ...ending].filter((code) => !known.has(code)).should.eql([]);
    said.length.should.be.above(60);
  });

  it("says each in few words, which fit below a node", () => {
    all.filter(({ words }) => words.length > 66 || /[.]$/.test(words)).should.eql([]);
  });

  it("docs/reason-codes.md is that list", () => {
    const ends = all.filter(({ code }) => !refused.has(code) || ending.has(code));
    const { kept, wanted, hint } = keptPage("reason-codes.md", [
      "# Reason codes",
      "",
      "Why a run has stopped (`reasonCode` in its document), and why a command was refused (`error.code` in the answer). Decide by the code: sentences get better and are",
      "translated, codes stay. Written from the catalogue (`lib/texts/en-US/codes.ts`) by a test.",
      "",
      "`not-converged` and `never-converged` are two things. `not-converged`: a step has changed the member, and NLB was not done within the limit of that step. `never-converged`:",
      "whoever changed it, the array as a whole does not stop converging, so the run does not know who serves and sends nothing more.",
      "",
      "## Why a run stops",
      "",
      ...table(ends, "by the step", saidBy),
      "",
      "## Why a command is refused",
      "",
      "Nothing was started or changed then. A step that is given such a message by hand says the same.",
      "",
      ...table(
        all.filter(({ code }) => refused.has(code)),
        "also ends a run",
        (code) => (ending.has(code) ? "yes" : "–"),
      ),
    ]);
    kept.should.equal(wanted, hint);
  });
});

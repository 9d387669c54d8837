import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import "should";
import { decide } from "../../../lib/run/rules";
import { defaultSettings } from "../../../lib/run/settings";
import { reason } from "../../../lib/texts";
import { SmallJournal } from "../run/report/small-journal";

const docs = join(__dirname, "../../../docs");
const page = readFileSync(join(docs, "when-something-stops.md"), "utf8");

/** The part of a page below a heading. */
const below = (heading: string, text: string): string => text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
/** The cells of its table, without the heads. */
const rowsOf = (part: string): readonly (readonly string[])[] =>
  part
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()));
const codesIn = (cell: string): readonly string[] => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, code = ""]) => code);

/** Why runs end, from the list of codes, which is held against the source. */
const ends = rowsOf(below("Why a run stops", readFileSync(join(docs, "reason-codes.md"), "utf8"))).flatMap(([code = ""]) => codesIn(code));

/** What no step fails with, so that nobody is asked: it ends a run at once, or ends none. */
const ofNoStep: Readonly<Record<string, string>> = {
  "not-answering": "a warning",
  "answers-again": "a warning",
  abandoned: "an answer",
  "ended-beside": "another member was asked about",
  "soak-worse": "between two batches",
  "soak-unknown": "between two batches",
  paused: "a warning",
  "nothing-installed": "all steps are through",
  "not-as-found": "all steps are through",
  "undo-not-seen": "the run ends already",
  "journal-changed": "read after a start of Node-RED",
  "journal-unreadable": "read after a start of Node-RED",
  "journal-renamed": "read after a start of Node-RED",
  "journal-too-new": "read after a start of Node-RED",
  "no-fencing-number": "before the run begins",
  "disk-read-only": "the journal cannot be written",
  "disk-failed": "the journal cannot be written",
};

/** Whether a loop that holds asks about a step that has failed with it. */
function isAsked(code: string): boolean {
  const of = { member: "CAS1", step: "step", node: "step", visit: 1 };
  const journal = new SmallJournal().take("CAS1").begin("step");
  const why = { ...reason(code, "It failed."), member: "CAS1" };
  journal.add({ type: "step failed", ...of, reason: why });
  return decide(journal.state(), { ...defaultSettings, whenStepFails: "hold" }, journal.now).some(({ what }) => what === "ask");
}

describe("The page for a run that has stopped or holds", () => {
  const rows = rowsOf(below("At 2 a.m., by what it says", page));
  const told = rows.flatMap(([codes = ""]) => codesIn(codes));

  it("has each code that people can be asked about, once, and no other", () => {
    // What is asked about a member of which no step has failed.
    const asked = [...ends.filter((code) => isAsked(code) && !(code in ofNoStep)), "not-as-left", "plan-changed"];
    [...told].sort().should.eql([...new Set(asked)].sort());
    asked.length.should.be.above(30);
  });

  it("knows of each code that is told nowhere else why nobody is asked about it", () => {
    Object.keys(ofNoStep)
      .filter((code) => !ends.includes(code))
      .should.eql([]);
    for (const code of ["guard-broken", "split-cluster", "journal-failed", "stopped-by-operator"]) isAsked(code).should.be.false();
  });

  it("says of each what it means, what to look at first, and which answer fits", () => {
    for (const [codes, means = "", look = "", then = "", ...more] of rows) {
      [means, look, then].should.matchEach(/\w{3}/, codes);
      then.should.match(/`(retry|skip|done-by-hand|put-back|abandon)`/, codes);
      more.should.eql([]);
    }
  });

  it("has pictures, which are small and belong to a page", () => {
    const pages = ["../README.md", ...readdirSync(docs).filter((name) => name.endsWith(".md"))].map((name) =>
      readFileSync(join(docs, name), "utf8"),
    );
    for (const picture of readdirSync(join(docs, "images"))) pages.some((text) => text.includes(`images/${picture})`)).should.be.true();
    for (const [, picture = ""] of page.matchAll(/!\[[^\]]{20,}\]\((images\/[^)]+)\)/g))
      statSync(join(docs, picture)).size.should.be.below(60_000, picture);
    page.match(/!\[/g)?.length.should.equal(2);
  });

  it("draws what each answer leads to", () => {
    const drawn = /```mermaid\n([^]*?)```/.exec(page)?.[1] ?? "";
    const answers = rowsOf(below("What to answer", page)).flatMap(([answer = ""]) => codesIn(answer));
    answers.should.have.length(5);
    for (const answer of answers) drawn.should.match(new RegExp(`asks -- ${answer} -->`));
  });
});

import "should";
import type { Entry } from "../../../lib/texts/en-US";
import { english } from "../../../lib/texts/en-US";
import { retired } from "../../../lib/texts/en-US/retired";
import { sayInEnglish } from "../../../lib/texts/say";
import type { Text } from "../../../lib/texts";
import type { Literal } from "./literals";
import { literalsIn, literalsOf } from "./literals";

/** Where texts of the catalogue are said; not the catalogue itself. */
const source = ["lib", "nodes", "tools"].flatMap(literalsIn).filter(({ file }) => !file.startsWith("lib/texts/en-US/"));

const catalogue: Readonly<Record<string, Entry>> = english;
const formsOf = (entry: Entry): readonly string[] => (typeof entry === "string" ? [entry] : Object.values(entry));
/** `key: text` of each text, and of each form of one with a plural, of which something is true. */
const textsThat = (holds: (text: string, key: string) => boolean): readonly string[] =>
  Object.entries(catalogue).flatMap(([key, entry]) =>
    formsOf(entry)
      .filter((text) => holds(text, key))
      .map((text) => `${key}: ${text}`),
  );

describe("The catalogue of texts", () => {
  it("has no text that nobody says", () => {
    const named = new Set(source.filter(({ head }) => head === null).map(({ text }) => text));
    // A key that is put together, such as `standing.${outcome}`, is known by its beginning.
    const beginnings = source.flatMap(({ head }) => (head !== null && /^[a-z-]+\.$/.test(head) ? [head] : []));
    Object.keys(catalogue)
      .filter((key) => !(key in retired) && !named.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))
      .should.eql([]);
  });

  it("has well-formed places for values, the same ones in both forms of a plural, and a plural wherever something is counted", () => {
    textsThat((text) => text.replaceAll(/__[a-z][A-Za-z]*__/g, "").includes("__")).should.eql([]);
    Object.entries(catalogue)
      .filter(([, entry]) => new Set(formsOf(entry).map(placesOf)).size > 1)
      .map(([key]) => key)
      .should.eql([]);
    textsThat((text, key) => typeof catalogue[key] === "string" && text.includes("__count__")).should.eql([]);
  });

  it("has one blank between two words, and none around a text", () => {
    // Parts of a sentence that follow on a word.
    const follows = (key: string) => /^summary\.(at|at-since|at-by|by|before)$/.test(key);
    textsThat((text, key) => /[^\S\n]{2}/.test(text) || text !== (follows(key) ? ` ${text.trim()}` : text.trim())).should.eql([]);
  });

  it("ends whole sentences with a period or a question mark", () => {
    const sentences = new Set(source.filter(isSaidAlone).map(({ text }) => text));
    const isSentence = (text: string, key: string) => key.endsWith(".hint") || /[a-z_)][.?] [A-Z_]/.test(text) || sentences.has(key);
    sentences.size.should.be.above(50);
    textsThat((text, key) => isSentence(text, key) && !/[.?]$/.test(text) && !endsWithSentence(text)).should.eql([]);
  });

  it("is said with each value in its place, whatever the value looks like", () => {
    const wrong = Object.entries(catalogue).flatMap(([key, entry]) => {
      if (typeof entry !== "string") return [];
      const names = [...new Set([...entry.matchAll(/__([A-Za-z]+)__/g)].map(([, name]) => name as string))];
      const values = Object.fromEntries(names.map((name) => [name, `$& __${name}__`]));
      const expected = entry.replaceAll(/__([A-Za-z]+)__/g, (_, name: string) => values[name] as string);
      return sayInEnglish({ text: key, values } as unknown as Text) === expected ? [] : [key];
    });
    wrong.should.eql([]);
  });

  it("begins what is to be done with a capital letter", () => {
    textsThat((text, key) => key.endsWith(".hint") && !/^([A-Z]|__advice__)/.test(text)).should.eql([]);
  });
});

/** The places of a text in the order of the alphabet. Of one thing need not be said how many there are. */
const placesOf = (text: string): string =>
  [...new Set(text.match(/__[A-Za-z]+__/g))]
    .filter((place) => place !== "__count__")
    .toSorted()
    .join(" ");

/** What is put in at the end is a whole sentence, a command, a file, or what somebody else has said. */
const endsWithSentence = (text: string): boolean => /__(why|counted|commands?|error|report|what)__$/.test(text);

const ALONE = ["new StepFailed(", "new Refused(", "new Stopped(", "reason(", "warn("];

/** A key that stands for all that is said: as what happened, or what to do about it, or as a warning. A finding of preflight is none. */
const isSaidAlone = ({ text, within, file }: Literal): boolean => {
  const [call = "", how] = within.slice(-2);
  return text in catalogue && how === "text(" && ALONE.includes(call) && !(call === "warn(" && file.startsWith("lib/steps/preflight/"));
};

/** Sentences that may stand in the source, and why. */
const exceptions: readonly { readonly why: string; readonly are: (literal: Literal) => boolean }[] = [
  {
    why: "for the docs, which are in English",
    are: ({ within }) => ["summary:", "looksAt:", "refusesWhen:"].includes(within.at(-1) ?? ""),
  },
  { why: "English beside what it is about; other languages have it by its key", are: ({ within }) => within.at(-1) === "textBeside(" },
  {
    why: "the table of exit codes makes such texts of its rows",
    are: ({ within, file }) => file === "lib/steps/update/exit-codes.ts" && ["says:", "hint:"].includes(within.at(-1) ?? ""),
  },
  {
    why: "where it is known from how a service is started, for who changes the rules",
    are: ({ within, file }) => file === "lib/steps/services/service-rules.ts" && within.at(-1) === "source:",
  },
  { why: "a mistake in the code or in a file of ours, for who looks for it", are: ({ within }) => within.at(-1) === "new Error(" },
  { why: "HTML; its sentences are values that are put in", are: ({ within }) => within.at(-1) === "markup`" },
  { why: "CSS", are: ({ file }) => file === "lib/run/report/style.ts" },
];

describe("The source of steps, gates and the run", () => {
  const sentences = ["lib/steps", "lib/gates", "lib/run"].flatMap(literalsIn).filter(isSentence);

  it("says no sentence as a string: each is a text of the catalogue", () => {
    sentences
      .filter((literal) => !exceptions.some(({ are }) => are(literal)))
      .map(({ file, text }) => `${file}: ${text}`)
      .should.eql([]);
  });

  for (const { why, are } of exceptions) {
    it(`has sentences of this kind: ${why}`, () => {
      sentences.some(are).should.be.true("nothing is left of it: take the exception out");
    });
  }

  it("would be found out", () => {
    const found = (code: string) => literalsOf("a.ts", code).filter(isSentence);
    found("warn(`${name} has no service ${service}.`);").should.match([{ text: "… has no service ….", within: ["warn("] }]);
    found('throw new StepFailed("x", on ? "It has failed again." : text("a.b"));').should.have.length(1);
    found('const told = { text: "two words", key: "standing.failed" }; // three words here').should.eql([]);
    found('import { a } from "a b c d"; type T = "one or another"; const command = "Set-Service W3SVC -StartupType Manual";').should.eql(
      [],
    );
  });
});

/** Three words or more, or values among them. Names with capitals within, options and paths are none. */
function isSentence({ text }: Literal): boolean {
  const words = text.split(/\s+/).filter((word) => /^[("'“]*([A-Za-z][a-z'’-]*|…)[)"'”,.;:!?…]*$/.test(word));
  return words.length >= 3;
}

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import should from "should";
import { literalsIn } from "./literals";

const root = resolve(__dirname, "../../..");

/** A turn of phrase that makes a native reader stop. */
interface Turn {
  /** A space in it stands for any gap, a line break among them. */
  readonly turn: RegExp;
  readonly instead: string;
  /** A sentence in which it must be found. */
  readonly example: string;
}

/** Looked for in all that users read, and in the comments of the source. */
const everywhere: readonly Turn[] = [
  { turn: /\bto be had\b/, instead: "available, there is", example: "The renderer is not to be had here." },
  { turn: /\banew\b/i, instead: "again, from the start (of a node: redeployed)", example: "The node was deployed anew." },
  {
    turn: /(?<=[a-z`] )besides(?=[.,;)"]|\n\n|$)/,
    instead: "also, too, as well",
    example: "Newer versions need a switch besides.",
  },
  { turn: /\bbefall(s|en)?\b|\bbefell\b/i, instead: "happens to", example: "Name the member that it befalls." },
  { turn: /\btold by\b/i, instead: "shown by, given by, decided by", example: "Serving is told by a probe." },
  { turn: /\bunless told\b(?! otherwise)/i, instead: "by default", example: "Simulated seconds a second; 300 unless told." },
  { turn: /\bagainst (that|their|his) will\b/, instead: "name who decided what", example: "It is not resumed against that will." },
  { turn: /\bbears? no other\b/, instead: "cannot spare another", example: "The array bears no other." },
  { turn: /\bheats the room\b/, instead: "is wasted, changes nothing", example: "Looking more often only heats the room." },
  { turn: /\banswer enough\b/, instead: "it is enough that …", example: "That the port is open is answer enough." },
  { turn: /\bopens? the [a-z]+('s)? door\b/i, instead: "opens, starts", example: "npm start opens the editor's door." },
  {
    turn: /\ba Windows(?=[:.,;)]|\n\n|$)/,
    instead: "a Windows host, a Windows server",
    example: "Run it on a Windows: it changes nothing.",
  },
  { turn: /\b(has|have) to stand for\b/, instead: "has to wait for", example: "So that nobody has to stand for a start." },
  { turn: /\ball else has let\b/, instead: "after all other checks", example: "It goes out when all else has let it pass." },
  { turn: /\bby and by\b/, instead: "gradually, one after another", example: "Services start by and by." },
  { turn: /\b(broken|breaks?|broke) off\b/, instead: "stopped, aborted, cut", example: "An installation is not broken off." },
  { turn: /\b(is|are) not to be (seen|found|heard|read)\b/, instead: "cannot be …", example: "It is not to be seen in a file." },
  {
    turn: /\b(only|at most|not more than|after) so many\b|\bso many (bytes|characters|events|problems)\b/i,
    instead: "say the number, or: the maximum number of",
    example: "Not more than so many are read.",
  },
  {
    turn: /\bone (run|member|entry|argument|file|folder|line|server|shell|function) an? (array|line|member|server|subject|kind|operation|node|run|role|row|room)\b|\bone a (line|row)(?=[:.,;)])/i,
    instead: "one … per …",
    example: "One run an array.",
  },
  { turn: /\bfrom where to where\b/i, instead: "the limits", example: "It says from where to where a field goes." },
  { turn: /\bnever yet\b/i, instead: "has never been", example: "Never yet tried: WinRM." },
  { turn: /\b(stays?|stayed|keeps?|kept|out) over a (boot|restart)\b/, instead: "across a boot", example: "It stays out over a restart." },
  { turn: /\bhas it the\b/i, instead: "does it have the", example: "Has it the version?" },
];

/** Looked for in all that users read. */
const inTexts: readonly Turn[] = [
  ...everywhere,
  { turn: /\b(is|are|was|were) passed over\b/, instead: "is skipped", example: "Such a member is passed over." },
  {
    turn: /\bsome (seconds|minutes|hours|gigabytes)\b/i,
    instead: "a few …, or: a number of …",
    example: "It takes some minutes.",
  },
  {
    turn: /(?<!here )\b(is|are) no (text|list|whole number|name|names|path|value|member|failure|suites?|languages?)\b/,
    instead: "is not a …",
    example: "“x” is no whole number.",
  },
  { turn: /\bwithout blanks\b/, instead: "without spaces", example: "An account, without blanks." },
  {
    turn: /\b(is|are) of (another|a later|an older) version\b/,
    instead: "is for, or has, another version",
    example: "It is of another version.",
  },
  {
    turn: /\bbehind an (Inject|Exec|HTTP In)\b|\bbehind a (Function|Change|Switch)\b/,
    instead: "after",
    example: "Put it behind an Inject.",
  },
  {
    turn: /\bstands? in (a|an|the|no) (flow|subflow|file|catalogue|log|report)\b/,
    instead: "is in",
    example: "The steps stand in a subflow.",
  },
  { turn: /\btaken up again\b/, instead: "resumed", example: "The run is not taken up again." },
  {
    turn: /(?<!\bby )\bhand(s|ed|ing)? (it |them |that )?on (to|with)\b/,
    instead: "pass on",
    example: "It could not be handed on with its message.",
  },
  { turn: /\b(not|cannot) tell of\b/, instead: "report, say", example: "The flow does not tell of its run." },
  { turn: /\bthat (is|was) wanted\b/, instead: "that was asked for", example: "That is not the version that was wanted." },
  { turn: /\bis not what it must be\b/, instead: "say what is wrong with it", example: "The variable is not what it must be." },
  { turn: /\bdoes not say who (they are|he is)\b/, instead: "unknown", example: "By somebody who does not say who they are." },
  { turn: /\bat the same time also\b/, instead: "also, at the same time", example: "It is at the same time also a lock." },
  { turn: /\b(un)?ticked\b|\btick (that|in|the)\b/i, instead: "select, allow, on, off", example: "Tick that anybody may start it." },
  {
    turn: /\b(nothing|nobody) tells (that|whether)\b|\b(do|does|did) not tell (that|what|its)\b/i,
    instead: "show, say, report",
    example: "Nothing tells whether others serve.",
  },
  { turn: /\bcannot be told\b/, instead: "is not known, cannot be read", example: "Its version cannot be told." },
  { turn: /\blooks? whether\b/i, instead: "check whether", example: "Look whether another run works there." },
  { turn: /\btakes? no orders\b/, instead: "accepts no commands", example: "NLB is suspended and takes no orders." },
  { turn: /\bwins? over\b/, instead: "overrides", example: "The persisted state wins over the default state." },
  {
    turn: /\b(settings|command|variable|body|value) ?\S* (is|are) not right\b/,
    instead: "is not valid",
    example: "The settings are not right.",
  },
  { turn: /\bwhat an? [a-z ]+ has not(?=[.,;])/, instead: "does not have", example: "Without what a web server has not." },
  { turn: /\b(come|comes|came) to rest\b/, instead: "settles, stops converging", example: "The array does not come to rest." },
  { turn: /\b(do|does|did) not come to (it|them)\b/, instead: "get to", example: "The dry run did not come to it." },
  { turn: /\bneeds? (no telling|mending)\b/, instead: "say what is needed", example: "It has settings that need mending." },
  { turn: /\bby which name\b/, instead: "under which name", example: "Is it a member, and by which name?" },
  { turn: /\bthe least number of\b/i, instead: "the minimum number of", example: "The least number of members in service." },
  { turn: /\blook into the [A-Z]/i, instead: "look in", example: "Look into the System log." },
  { turn: /\bseconds a second\b/, instead: "seconds per second", example: "Simulated seconds a second." },
  { turn: /\bset-up\b/i, instead: "setup; as a verb: set up", example: "The set-up log ends in the middle." },
  {
    turn: /(?<![$./])\b(custom|recogn|organ|initial|serial|local|minim|summar|author)is(e[ds]?|ing|ation)\b|(?<![$./])\b(behaviours?|colours?|licences?|cancell(ed|ing)|learnt|centre)\b/i,
    instead: "as American English spells it",
    example: "A customisation script of its own.",
  },
];

interface Found {
  readonly file: string;
  readonly line: number;
  readonly said: string;
  readonly instead: string;
}

/** The same text with the leaders of comment lines blanked out, so that a sentence can go on in the next line. */
const withoutLeaders = (text: string): string =>
  text.replaceAll(/\n[ \t]*(?:\*|\/\/|#)?[ \t]*/g, (leader) => `\n${" ".repeat(leader.length - 1)}`);

const gap = "(?:[^\\S\\n]+|[^\\S\\n]*\\n[^\\S\\n]*)";
/** An expression in which each space is any gap, a line break among them; but none in a character class. */
const acrossLines = ({ source, flags }: RegExp): RegExp =>
  new RegExp(
    source.replaceAll(/\[[^\]]*\]| /g, (part) => (part === " " ? gap : part)),
    `${flags}g`,
  );

/** Every banned turn in a text, in its order. */
function turnsIn(file: string, text: string, turns: readonly Turn[]): readonly Found[] {
  const plain = withoutLeaders(text.replaceAll("\r\n", "\n"));
  const lineAt = (index: number): number => plain.slice(0, index).split("\n").length;
  return turns
    .flatMap(({ turn, instead }) =>
      [...plain.matchAll(acrossLines(turn))].map((match) => ({
        file,
        line: lineAt(match.index),
        said: match[0].replaceAll(/\s+/g, " ").trim(),
        instead,
      })),
    )
    .toSorted((a, b) => a.line - b.line);
}

const inWords = ({ file, line, said, instead }: Found): string => `${file}:${line}: “${said}” – better: ${instead}`;

const filesIn = (folder: string, ...endings: readonly string[]): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => endings.some((ending) => path.endsWith(ending)));

const catalogue = filesIn("lib/texts/en-US", ".ts");

/** All that users read, and what it is. */
const texts: Readonly<Record<string, readonly string[]>> = {
  "the pages of the docs": ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...filesIn("docs", ".md", ".yaml")],
  "the help of the nodes": filesIn("nodes", "/help.md"),
  "the catalogue of texts": catalogue,
  "the texts of the editor": filesIn("nodes", ".json").filter((file) => file.includes("/locales/en-US/")),
  "the examples": filesIn("examples", ".json"),
  "the programs, and what they print": [...filesIn("tools", ".ts"), "package.json", ".ci/run"],
  "the PowerShell modules": filesIn("powershell", ".ps1", ".psm1", ".psd1"),
};

/** Code whose comments should read well, and whose strings are texts only here and there. */
const source: readonly string[] = [
  ...filesIn("lib", ".ts").filter((file) => !catalogue.includes(file)),
  ...filesIn("nodes", ".ts", ".css", ".html"),
  ...filesIn("simulation", ".ts"),
  ...filesIn("test/shared", ".ts"),
];

/** Sentences that stand in code and not in the catalogue: of operations, of preflight, of probes. */
const sentences = ["lib", "nodes"].flatMap(literalsIn).filter(({ file, text }) => text.includes(" ") && !catalogue.includes(file));

const turnsInFiles = (files: readonly string[], turns: readonly Turn[]): readonly string[] =>
  files.flatMap((file) => turnsIn(file, readFileSync(join(root, file), "utf8"), turns)).map(inWords);

describe("English", () => {
  for (const [what, files] of Object.entries(texts)) {
    it(`is plain in ${what}`, () => {
      files.should.not.be.empty();
      turnsInFiles(files, inTexts).should.eql([]);
    });
  }

  it("is plain in the sentences of the source", () => {
    sentences.length.should.be.above(200);
    sentences
      .flatMap(({ file, text }) =>
        turnsIn(file, text, inTexts).map(({ said, instead }) => `${file}: “${said}” in “${text}” – better: ${instead}`),
      )
      .should.eql([]);
  });

  it("is plain in the comments of the source", () => {
    turnsInFiles(source, everywhere).should.eql([]);
  });
});

describe("A banned turn", () => {
  for (const { turn, instead, example } of inTexts) {
    it(`would be found out: ${example}`, () => {
      turnsIn("a.md", example, inTexts)
        .filter((found) => found.instead === instead)
        .should.have.length(1, String(turn));
      instead.should.not.be.empty();
    });
  }

  it("is named with its file, its line and what to say instead", () => {
    const planted = "# A page\n\nThe first member has gone.\nThe node was deployed anew.\n";
    turnsIn("docs/a.md", planted, inTexts)
      .map(inWords)
      .should.eql(["docs/a.md:4: “anew” – better: again, from the start (of a node: redeployed)"]);
  });

  it("is found in a comment and across its lines", () => {
    const code =
      "const a = 1;\n/**\n * The text stands here, and the renderer is not to be\n * had from it.\n */\nconst b = 2; // started by\n// and by\n";
    turnsIn("a.ts", code, everywhere)
      .map(({ line, said }) => [line, said])
      .should.eql([
        [3, "to be had"],
        [6, "by and by"],
      ]);
    turnsIn("a.ps1", "    # One run\n    # an array.\n", everywhere).should.match([{ line: 1, said: "One run an array" }]);
  });

  it("is not seen in sentences that are in order, nor across paragraphs", () => {
    const good = [
      "There is no text for it, and there are no members.",
      "A second look, unless told otherwise. Besides, there are others; two, besides the first.",
      "A Windows host, a Windows server and Windows itself.",
      "Once a minute, one member at a time, one run per array.",
      "It takes up to five minutes, some ten seconds and a few more.",
      "Steps by hand on one member. Done by hand with care.",
      "So many things can go wrong; as many as you like.",
      "It is read over and over, handed over a network, and kept across a boot.",
      "Of all runs this is the one a node chooses.",
      "What a node has besides\nits options is said on a Windows\nhost.",
      "readonly besides?: string; const { summary, besides } = operation;",
    ];
    for (const sentence of good) should(turnsIn("a.md", sentence, inTexts)).eql([], sentence);
    turnsIn("a.md", "It was sold by\n\nand by then it was late: not to be\n\nhad.", inTexts).should.eql([]);
  });
});

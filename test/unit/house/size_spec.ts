import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import should from "should";
import type { TooLarge } from "./size";
import { fullFolders, tooLargeIn, tooLong } from "./size";
import { exceptions } from "./size-exceptions";

const root = resolve(__dirname, "../../..");

/** The files under a folder, as paths from the root, with slashes. */
const filesUnder = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : filesUnder(path);
    return [path];
  });

const ours = ["lib", "nodes", "simulation", "tools", "powershell"].flatMap(filesUnder);
const isCode = (path: string): boolean => /\.(ts|ps1|psm1)$/.test(path);
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const allTooLarge = (): readonly TooLarge[] => [
  ...fullFolders(ours),
  ...[...ours, ...filesUnder("test")].filter(isCode).flatMap((path) => tooLong(path, read(path))),
  ...ours.filter((path) => path.endsWith(".ts")).flatMap((path) => tooLargeIn(path, read(path))),
];

type Exceptions = Readonly<Record<string, string>>;

const keyOf = ({ rule, where }: TooLarge): string => `${rule}: ${where}`;

const unexcused = (found: readonly TooLarge[], known: Exceptions): readonly string[] =>
  found.filter((one) => !(keyOf(one) in known)).map((one) => `${keyOf(one)} (${one.is})`);

/** Exceptions that nothing needs any longer. */
const stale = (found: readonly TooLarge[], known: Exceptions): readonly string[] => {
  const needed = new Set(found.map(keyOf));
  return Object.keys(known).filter((key) => !needed.has(key));
};

describe("What is in the house", function () {
  this.timeout(60_000);
  let found: readonly TooLarge[] = [];
  before(() => {
    found = allTooLarge();
  });

  it("fits in the head", () => {
    unexcused(found, exceptions).should.eql([]);
  });

  it("needs each of the exceptions, and each has a reason", () => {
    stale(found, exceptions).should.eql([]);
    Object.values(exceptions)
      .filter((why) => why.trim() === "")
      .should.eql([]);
  });
});

describe("What does not fit in the head", () => {
  const lines = (count: number): string => "a();\n".repeat(count);
  const said = (found: readonly TooLarge[]): readonly string[] => unexcused(found, {});

  it("is a folder of 13 files", () => {
    const files = (count: number) => Array.from({ length: count }, (_, index) => `lib/room/${index}.ts`);
    said(fullFolders(files(12))).should.eql([]);
    said(fullFolders([...files(13), "lib/room/inner/0.ts"])).should.eql(["files: lib/room (13)"]);
  });

  it("is a file of 301 lines, or a test of 401", () => {
    said([...tooLong("lib/a.ts", lines(300)), ...tooLong("test/a_spec.ts", lines(400))]).should.eql([]);
    said(tooLong("lib/a.ps1", lines(301))).should.eql(["lines: lib/a.ps1 (301)"]);
    said(tooLong("test/a_spec.ts", lines(401))).should.eql(["lines of a test: test/a_spec.ts (401)"]);
  });

  it("is a function of 51 lines, of whatever kind", () => {
    const body = (count: number): string => `{\n${lines(count - 2)}}`;
    const kinds = (count: number): string =>
      [
        `/** Größe, and a comment before it. */\nexport async function f() ${body(count)}`,
        `const g = () => ${body(count)};`,
        `const o = { m() ${body(count)} };`,
        `class C { constructor() ${body(count)} p() ${body(count)} #q() ${body(count)} }`,
      ].join("\n\n");
    said(tooLargeIn("lib/a.ts", kinds(50))).should.eql([]);
    said(tooLargeIn("lib/a.ts", kinds(51))).should.eql(
      ["f", "g", "m", "constructor", "p", "q"].map((name) => `lines of a function: lib/a.ts ${name} (51)`),
    );
  });

  it("is a function with a fourth parameter, unless it is an adapter's", () => {
    said(tooLargeIn("lib/a.ts", "function f(a, { b }, c = 1) {}")).should.eql([]);
    said(tooLargeIn("lib/a.ts", "const i = async (server: string, op: Op, args: Args, { fence }: Call) => {};")).should.eql([]);
    said(tooLargeIn("lib/a.ts", "const f = (a: 1, b: 2, c: 3, d = 4) => a;\nclass C { m(a, b, c, ...d) {} }")).should.eql([
      "parameters: lib/a.ts f (4)",
      "parameters: lib/a.ts m (4)",
    ]);
  });

  it("is a class with an eighth field, those that its constructor takes among them", () => {
    const holding = (count: number): string =>
      `class C { static s = 0; a = 1; #b = 2; ${"cdefg"
        .slice(0, count - 3)
        .split("")
        .join("; ")}; constructor(private readonly h: 1, i: 2) {} get j() { return 1; } }`;
    said(tooLargeIn("lib/a.ts", holding(7))).should.eql([]);
    said(tooLargeIn("lib/a.ts", holding(8))).should.eql(["fields: lib/a.ts C (8)"]);
  });

  it("is an exception that nothing needs any longer", () => {
    const found = fullFolders(Array.from({ length: 13 }, (_, index) => `lib/room/${index}.ts`));
    should(stale(found, { "files: lib/room": "why", "files: lib/other": "why" })).eql(["files: lib/other"]);
    should(unexcused(found, { "files: lib/room": "why" })).eql([]);
  });
});

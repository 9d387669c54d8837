import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { chosen, figuresOf, mutantsOf, readOptions, tell } from "../../../../tools/mutants/index";
import { root } from "../../../../tools/program";

/** Of what is mutated of a sample, the ranges: file, first and last line. */
const rangesOf = (paths: readonly string[], oneIn: number, seed: number) =>
  chosen(paths, { oneIn, seed })
    .mutate.filter((one) => !one.startsWith("!"))
    .map((one) => {
      const [, file = "", from = "", to = ""] = /^(.+):(\d+)-(\d+)$/.exec(one) ?? [];
      return { file, from: Number(from), to: Number(to) };
    });

const linesOf = (file: string): readonly string[] => readFileSync(join(root, file), "utf8").split("\n");

describe("A sample of a room", () => {
  it("is the same for the same seed, and another one for another", () => {
    rangesOf(["lib/time"], 4, 3).should.eql(rangesOf(["lib/time"], 4, 3));
    rangesOf(["lib/time"], 4, 3).should.not.eql(rangesOf(["lib/time"], 4, 4));
  });

  it("is blocks of about ten lines that end with an empty one where they can", () => {
    for (const { file, from, to } of rangesOf(["lib/steps"], 3, 1)) {
      const lines = linesOf(file);
      const length = to - from + 1;
      should(length).be.belowOrEqual(20);
      if (to === lines.length) continue;
      should(length).be.aboveOrEqual(10);
      if (length < 20) should(lines[to - 1]).equal("");
    }
  });

  it("takes about one of so many lines, and of each file at most one of so many blocks", () => {
    const all = readdirSync(join(root, "lib/steps"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
    const lines = all.reduce((sum, name) => sum + linesOf(`lib/steps/${name}`).length, 0);
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    const taken = seeds.flatMap((seed) => rangesOf(["lib/steps"], 5, seed)).reduce((sum, { from, to }) => sum + to - from + 1, 0);
    (taken / seeds.length / lines).should.be.approximately(1 / 5, 0.02);
    for (const name of all) {
      const count = rangesOf(["lib/steps"], 5, 1).filter(({ file }) => file === `lib/steps/${name}`).length;
      should(count).be.belowOrEqual(Math.ceil(linesOf(`lib/steps/${name}`).length / 50), name);
    }
  });

  it("takes each line of a file with some seed, the last ones too", () => {
    const file = "lib/time/window.ts";
    const covered = new Set<number>();
    for (let seed = 0; seed < 40; seed++)
      for (const { from, to } of sampleOrNone(file, seed)) for (let line = from; line <= to; line++) covered.add(line);
    covered.size.should.equal(linesOf(file).length);
  });

  it("says that it is one, of how many bugs, and how to get it again", () => {
    let printed = "";
    const report = { files: { "lib/gates/x.ts": { source: "a", mutants: [planted("Killed"), planted("Survived"), planted("Killed")] } } };
    tell(figuresOf(mutantsOf(report), []), { oneIn: 8, seed: 3 }, { write: (text: string) => Boolean((printed += text)) } as never);
    printed.should.match(/sample of 3 bugs.*one of 8 blocks.*seed 3/);
  });

  it("is refused for lines that are named, and where it would take nothing", () => {
    should(() => chosen(["lib/time/window.ts:20-40"], { oneIn: 8, seed: 1 })).throw(/without any/);
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    seeds.should.matchAny((seed: number) =>
      should(() => chosen(["lib/steps/update/obstacles.ts"], { oneIn: 900, seed })).throw(/takes nothing/),
    );
  });
});

describe("The options of npm run mutants", () => {
  it("are paths, and a sample of them whose seed is 1 where none is given", () => {
    readOptions(["lib/time", "nodes"]).should.eql({ paths: ["lib/time", "nodes"], sample: null, help: false });
    readOptions(["--one-in", "8", "nodes"]).should.match({ paths: ["nodes"], sample: { oneIn: 8, seed: 1 } });
    readOptions(["nodes", "--one-in=8", "--seed", "0"]).should.match({ paths: ["nodes"], sample: { oneIn: 8, seed: 0 } });
    readOptions(["--help"]).help.should.be.true();
  });

  for (const [words, ...args] of [
    [/Name what to look at/],
    [/Name what to look at/, "--one-in", "8"],
    [/--seed needs --one-in/, "--seed", "8", "nodes"],
    [/--one-in must be a whole number from 2/, "--one-in", "1", "nodes"],
    [/There is no option --all/, "--all", "nodes"],
  ] as const)
    it(`are refused: ${["npm run mutants --", ...args].join(" ")}`, () => {
      (() => readOptions(args)).should.throw({ name: "WrongUsage", message: words });
    });
});

/** What a seed takes of a file; it may be nothing. */
function sampleOrNone(file: string, seed: number) {
  try {
    return rangesOf([file], 5, seed);
  } catch {
    return [];
  }
}

const planted = (status: string) => ({
  mutatorName: "EqualityOperator",
  replacement: "b",
  status,
  location: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
});

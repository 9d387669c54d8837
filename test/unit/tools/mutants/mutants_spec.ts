import { readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { Report } from "../../../../tools/mutants/index";
import { chosen, figuresOf, isEnough, judgedHarmless, mutantsOf, readHarmless, tell } from "../../../../tools/mutants/index";
import { root } from "../../../../tools/program";

const source = "const a = 1;\nif (a > 0 &&\n    a < 2) {\n  act();\n}\n";
const at = (line: number, column: number) => ({ line, column });
const report = (...mutants: Report["files"][string]["mutants"]): Report => ({ files: { "lib/gates/x.ts": { source, mutants } } });
const planted = (status: string, replacement = "a >= 0") => ({
  mutatorName: "EqualityOperator",
  replacement,
  status,
  location: { start: at(2, 5), end: at(2, 10) },
});

describe("A small bug that was planted", () => {
  it("is told by what its lines were and become, in one line, and as the whole file with it", () => {
    const [one] = mutantsOf(report(planted("Survived")));
    should(one).match({ line: 2, was: "if (a > 0 &&", becomes: "if (a >= 0 &&", seen: "survived" });
    should(one?.source).equal(source.replace("a > 0", "a >= 0"));
    const [block] = mutantsOf(report({ ...planted("NoCoverage", "{}"), location: { start: at(3, 12), end: at(5, 2) } }));
    should(block).match({ was: "a < 2) { act(); }", becomes: "a < 2) {}", seen: "not reached" });
  });

  for (const [status, seen] of [
    ["Killed", "noticed"],
    ["Timeout", "noticed"],
    ["RuntimeError", "noticed"],
    ["Survived", "survived"],
    ["NoCoverage", "not reached"],
    ["Ignored", "not played"],
  ] as const)
    it(`is ${seen} where Stryker says ${status}`, () => {
      should(mutantsOf(report(planted(status)))[0]?.seen).equal(seen);
    });

  it("is judged harmless by what was changed, wherever it stands, and in its own file only", () => {
    const [one] = mutantsOf(report(planted("Survived")));
    const entry = { file: "lib/gates/x.ts", was: "if (a > 0 &&", becomes: "if (a >= 0 &&", why: "a is never 0 in this place" };
    should(judgedHarmless([entry], one!)).equal(entry);
    for (const other of [{ file: "lib/gates/y.ts" }, { was: "if (a > 1 &&" }, { becomes: "if (a < 0 &&" }])
      should(judgedHarmless([{ ...entry, ...other }], one!)).be.undefined();
  });
});

describe("The rate of a room", () => {
  const figures = (noticed: number, survived: number) =>
    figuresOf(mutantsOf(report(...Array(noticed).fill(planted("Killed")), ...Array(survived).fill(planted("Survived")))), []);

  it("is enough from what is asked of it on, and prints what nothing noticed", () => {
    figures(9, 1).every(isEnough).should.be.true();
    figures(89, 11).every(isEnough).should.be.false();
    let printed = "";
    tell(figures(1, 1), null, { write: (text: string) => Boolean((printed += text)) } as never);
    printed.should.match(/lib\/gates\/x\.ts:2 EqualityOperator\n {2}- if \(a > 0 &&\n {2}\+ if \(a >= 0 &&/);
    printed.should.match(/lib\/gates +2 +1 +0 +1 +50\.0 % +90 % +too low/);
  });

  it("says how many count as noticed only since they did not end in time, endless loops left out", () => {
    let printed = "";
    const loop = { ...planted("Timeout"), statusReason: "an endless loop" };
    const all = figuresOf(mutantsOf(report(planted("Timeout"), loop, planted("Killed"))), []);
    tell(all, null, { write: (text: string) => Boolean((printed += text)) } as never);
    printed.should.match(/lib\/gates +3 +3 +0 +0 +100\.0 %/).and.match(/^1 of those noticed did not end in time/m);
  });

  it("leaves out what is harmless, and what was not played", () => {
    const harmless = [{ file: "lib/gates/x.ts", was: "if (a > 0 &&", becomes: "if (a >= 0 &&", why: "a is never 0 in this place" }];
    const [one] = figuresOf(mutantsOf(report(planted("Killed", "a < 0"), planted("Survived"), planted("Ignored"))), harmless);
    should(one).match({ planted: 2, noticed: 1, harmless: 1, survivors: [] });
    isEnough(one!).should.be.true();
  });
});

describe("What is to be mutated", () => {
  it("is a room, a folder, a file or some of its lines, with the specs of the rooms that it is in", () => {
    const gates = chosen(["lib/gates/"]);
    gates.mutate.should.containEql("lib/gates/**/*.ts");
    gates.specs.should.matchEach(/^test\/unit\/gates\//);
    chosen(["lib/time/window.ts:20-40"]).mutate.should.containEql("lib/time/window.ts:20-40");
    const run = chosen(["lib/run/member/wait.ts"]).specs;
    run.should.containEql("test/unit/run/member/wait_spec.ts");
    run.should.matchAny(/^test\/unit\/steps\//);
  });

  it("is refused where it is not there, or nobody knows its specs", () => {
    should(() => chosen(["lib/nowhere"])).throw(/There is no lib\/nowhere/);
    should(() => chosen(["docs"])).throw(/No specs are known/);
  });
});

describe("The list of harmless bugs", () => {
  it("names lines that are there, so that no entry outlives them", () => {
    const flat = (text: string) => text.replaceAll(/\s+/g, " ");
    const gone = readHarmless().filter(({ file, was }) => !flat(readFileSync(join(root, file), "utf8")).includes(was.replace(/…$/, "")));
    gone.should.eql([]);
  });
});

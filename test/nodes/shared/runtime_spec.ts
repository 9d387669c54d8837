import type { NodeAPI } from "node-red";
import should from "should";
import { Refused } from "../../../lib/run";
import { quoted } from "../../../lib/texts";
import { fields } from "../../../nodes/rolling-update/fields";
import { sayThrown } from "../../../nodes/shared/runtime/input";
import { placeOf } from "../../../nodes/shared/runtime/registry";
import { languageOf, languagesOf } from "../../../nodes/shared/runtime/language";
import { problemsIn, schemaOf } from "../../../nodes/shared/runtime/schema";
import { Status } from "../../../nodes/shared/runtime/status";
import type { Writer } from "../../../nodes/shared/runtime/statuses";
import { Statuses } from "../../../nodes/shared/runtime/statuses";
import { said } from "../../shared/english";
import { complete, inEnglish } from "../../shared/node-fields";

describe("The language of Node-RED", () => {
  for (const [what, lang, environment, expected] of [
    ["its setting", "de", { LANG: "fr_FR" }, "de"],
    ["that of the process where the setting is empty", "", { LANG: "fr_FR.UTF-8" }, "fr-FR"],
    ["that of the process where there is no setting", undefined, { LC_ALL: "de_CH.UTF-8", LANG: "fr_FR" }, "de-CH"],
    ["the next variable where one is empty", undefined, { LC_ALL: "", LC_MESSAGES: "it", LANG: "fr_FR" }, "it"],
    ["one without a country", undefined, { LANG: "gsw" }, "gsw"],
    ["one with a variant", undefined, { LANG: "sr_RS@latin" }, "sr-RS"],
    ["English where nothing is set", undefined, {}, "en-US"],
    ["English where the first that is set is none", undefined, { LC_ALL: "C", LANG: "de_DE" }, "en-US"],
    ["English for the language of computers", undefined, { LANG: "POSIX" }, "en-US"],
    ["English for one letter", undefined, { LANG: "d" }, "en-US"],
    ["English for a word", undefined, { LANG: "deutsch" }, "en-US"],
    ["English for a country of one letter", undefined, { LANG: "de_C" }, "en-US"],
    ["English for a country of three letters", undefined, { LANG: "de_CHE" }, "en-US"],
    ["English for a country in digits", undefined, { LANG: "de_12" }, "en-US"],
    ["English for a setting that is no text", 7, {}, "en-US"],
  ] as const)
    it(`is ${what}`, () => {
      should(languageOf({ lang }, environment)).equal(expected);
    });

  it("is that of reports too, unless they have one of their own", () => {
    const of = (settings: object) => languagesOf({ settings: { lang: "fr", ...settings } } as unknown as NodeAPI).reports.language;
    should(of({})).equal("fr");
    should(of({ rollingUpdateReportLanguage: "" })).equal("fr");
    should(of({ rollingUpdateReportLanguage: 7 })).equal("fr");
    should(of({ rollingUpdateReportLanguage: "de" })).equal("de");
  });
});

describe("What a node shows below itself", () => {
  const shown = (act: (status: Status) => void) => {
    const seen: unknown[] = [];
    act(new Status({ status: (one) => void seen.push(one) }, said));
    return seen[0];
  };
  const words = quoted("x".repeat(100));
  for (const [how, fill, shape, length] of [
    ["working", "blue", "dot", 44],
    ["foreseen", "grey", "ring", 44],
    ["done", "green", "dot", 44],
    ["unchanged", "grey", "dot", 44],
    ["failed", "red", "dot", 80],
    ["refused", "red", "ring", 80],
  ] as const)
    it(`looks the same everywhere: ${how}`, () => {
      should(shown((status) => status[how](words))).eql({ fill, shape, text: `${"x".repeat(length - 1)}…` });
      should(shown((status) => status[how](quoted("x".repeat(length))))).match({ text: "x".repeat(length) });
    });

  it("is nothing where it is cleared", () => should(shown((status) => status.nothing())).eql({}));
});

describe("What stands under the nodes when a run starts on an array", () => {
  const mine = { array: "a", run: "1", member: "m" };
  const other = { array: "b", run: "2", member: "m" };
  const cases: readonly (readonly [what: string, by: Writer | null, atWork: string | undefined, stays: boolean])[] = [
    ["of a run on it before", mine, undefined, false],
    ["of a step by hand on it", { ...mine, run: null }, undefined, false],
    ["of a message that belongs to nobody", null, undefined, false],
    ["of a run that is at work on another array", other, "2", true],
    ["of a run on another array that has ended", other, undefined, false],
    ["of a run on another array, where another one is at work now", other, "3", false],
    ["of a step by hand on another array", { ...other, run: null }, undefined, true],
  ];
  for (const [what, by, atWork, stays] of cases)
    it(`${stays ? "stays" : "is cleared"}: ${what}`, () => {
      const seen: unknown[] = [];
      const statuses = new Statuses();
      statuses.wrote("node", new Status({ status: (one) => void seen.push(one) }, said), by);
      statuses.runStarts("a", (array) => (array === "b" ? atWork : "1"));
      seen.should.eql(stays ? [] : [{}]);
      // What is cleared is not spoken of again.
      if (by?.run != null) statuses.tookBack(by.run, { node: "node", member: "m" });
      seen.should.have.length(stays && by?.run != null ? 1 : stays ? 0 : 1);
    });

  it("is said to be taken back of the same run and member alone", () => {
    for (const [run, member, told] of [
      ["1", "m", 1],
      ["2", "m", 0],
      ["1", "other", 0],
    ] as const) {
      const seen: unknown[] = [];
      const statuses = new Statuses();
      statuses.wrote("node", new Status({ status: (one) => void seen.push(one) }, said), mine);
      statuses.tookBack(run, { node: "node", member });
      statuses.tookBack(run, { node: "elsewhere", member });
      seen.should.have.length(told);
      statuses.forget("node");
      statuses.tookBack(run, { node: "node", member });
      seen.should.have.length(told);
    }
  });
});

describe("A setting that is wrong, told in a log", () => {
  const told = (more: object): string => {
    const { error } = schemaOf("rolling-update", fields, inEnglish("rolling-update")).safeParse({ ...complete("rolling-update"), ...more });
    return error === undefined ? "" : problemsIn(error);
  };

  it("has its value beside it, as far as there is room", () => {
    told({ guardSeconds: "0" }).should.match(/^guardSeconds: .*\. It is set to “0”$/);
    told({ guardSeconds: "9".repeat(200) }).should.match(/“9{80}”$/);
  });

  it("has none where nothing is set, or what is set is no text", () => {
    told({ array: "" })
      .should.match(/^array: /)
      .and.not.match(/set to/);
    told({ guardSeconds: {} }).should.not.match(/set to/);
  });

  it("is told beside all others that are wrong; where all are right, nothing is", () => {
    told({ guardSeconds: "0", watchdogMinutes: "0" }).should.match(/watchdogMinutes: .*; |guardSeconds: .*; /);
    told({}).should.equal("");
  });
});

describe("What was thrown", () => {
  it("is said in words: a failure's own, whatever else it was", () => {
    sayThrown(new Refused("x", 400, quoted("It was refused.")), said).should.equal("It was refused.");
    sayThrown(new TypeError("ours"), said).should.equal("ours");
    sayThrown("words", said).should.equal("words");
    sayThrown({ a: 1 }, said).should.match(/a: 1/);
    for (const nothing of [undefined, null, ""]) sayThrown(nothing, said).should.match(/reason/);
  });
});

describe("What a node goes by in records", () => {
  const place = (node: object) => placeOf(node as never);
  const inside = { id: "0123456789abcdef", _alias: "a", _path: "flow/instance/a" };

  it("is its id, or inside a subflow what the way to it gives: as short as an id, and the same after every start", () => {
    place({ id: "0123456789abcdef" }).should.equal("0123456789abcdef");
    place(inside).should.match(/^[0-9a-f]{16}$/);
    place({ ...inside, id: "fedcba9876543210" }).should.equal(place(inside));
    place({ ...inside, _path: "flow/another/a" }).should.not.equal(place(inside));
  });
});

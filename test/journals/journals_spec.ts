import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { Text } from "../../lib/texts";
import { isText } from "../../lib/texts";
import { english as catalogue } from "../../lib/texts/en-US";
import { html } from "../../lib/run/report/html";
import { replay } from "../../lib/run/record/state";
import { VERSION } from "../../lib/run/record/version";
import { english, said } from "../shared/english";
import { documentIn, entriesIn } from "./document";

const releases = readdirSync(__dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe("recorded journals", () => {
  it("are there for the version of the package that stands in package.json, and for the entries that it writes", () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { readonly version: string };
    releases.should.containEql(`${version}-entries-${VERSION}`);
  });

  it("have in each line the version that they are named after", () => {
    const lines = readFileSync(
      join(__dirname, releases.find((name) => name.endsWith(`-entries-${VERSION}`)) ?? "", "finished.jsonl"),
      "utf8",
    );
    const versions = new Set(
      lines
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { readonly v: number }).v),
    );
    [...versions].should.eql([VERSION]);
  });
});

for (const release of releases) {
  const folder = join(__dirname, release);
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));

  describe(`journals of ${release}`, () => {
    for (const name of names) {
      const path = join(folder, name);

      it(`${name}: tells today what it told then`, async () => {
        const then: unknown = JSON.parse(readFileSync(path.replace(/l$/, ""), "utf8"));
        stillSays(await documentIn(path), then);
      });

      it(`${name}: has no text that is not known any more, or lacks a value today`, async () => {
        const texts = textsIn(await entriesIn(path));
        texts.filter(({ text, english: beside }) => beside === undefined && !(text in catalogue)).should.eql([]);
        texts
          .map(said)
          .filter((sentence) => sentence.includes("__"))
          .should.eql([]);
      });

      it(`${name}: has a report for people`, async () => {
        const entries = await entriesIn(path);
        const page = html(replay(entries), { now: entries.at(-1)?.at ?? 0, ...english.reports });
        page.should.match(/CAS-ARRAY/).and.not.match(/undefined|\[object|__\w+__/);
      });
    }
  });
}

/** All texts in what is anywhere in a value. */
function textsIn(value: unknown): readonly Text[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(textsIn);
  return isText(value) ? [value, ...inside] : inside;
}

/** A document may tell more than it did; what it told it must tell as before. */
function stillSays(now: unknown, then: unknown, where = "the document"): void {
  if (typeof then !== "object" || then === null) return void should(now).eql(then, `${where} is ${JSON.stringify(now)}`);
  should(now).be.an.Object();
  if (Array.isArray(then)) (now as unknown[]).length.should.equal(then.length, `${where} has another length`);
  for (const [name, value] of Object.entries(then)) stillSays((now as Record<string, unknown>)[name], value, `${where}.${name}`);
}

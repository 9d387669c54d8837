import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import should from "should";
import type { Dated } from "../../../../../lib/run/record";
import { asKept } from "../../../../../lib/run/record";
import { FileStore } from "../../../../../lib/run/store/file";
import { hashOf, jsonOf, lineAt, readingOf } from "../../../../../lib/run/store/file/line";
import { begun } from "../contract";

/** Entries with whatever text and figures people and servers come up with. */
const entries = fc.array(
  fc.oneof(
    fc
      .record({ text: fc.string({ unit: "binary" }), at: fc.nat() })
      .map(({ text, at }): Dated => ({ type: "warning", member: null, text, at })),
    fc
      .record({
        figures: fc.dictionary(fc.string(), fc.jsonValue()),
        fraction: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
      })
      .map((said): Dated => ({ type: "progress", member: "CAS1", step: "s", text: "t", at: 1, ...said }) as Dated),
  ),
  { maxLength: 12 },
);

/** The text of a journal, as it is written. */
function written(all: readonly Dated[]): string {
  let [text, before] = ["", ""];
  for (const [n, entry] of all.entries()) {
    const line = lineAt({ n, before }, jsonOf(entry));
    text += `${line}\n`;
    before = hashOf(line);
  }
  return text;
}

describe("a journal, whatever is in it", () => {
  it("gives back what was written, and, torn at any byte, what was written before", () => {
    fc.assert(
      fc.property(entries, fc.nat(), (some, where) => {
        const all = [begun(), ...some].map(asKept);
        const bytes = Buffer.from(written(all), "utf8");
        readingOf(bytes.toString("utf8"), "r1").entries.should.eql(all);
        const torn = bytes.subarray(0, where % (bytes.length + 1));
        const reading = readingOf(torn.toString("utf8"), "r1");
        should(reading.broken).be.null();
        reading.entries.should.eql(all.slice(0, reading.entries.length));
        reading.entries.length.should.equal(torn.toString("latin1").split("\n").length - 1);
        reading.bytes.should.equal(torn.lastIndexOf(0x0a) + 1);
      }),
      { numRuns: 200 },
    );
  });

  it("holds up to any line in which any byte was changed, and to no further one", () => {
    fc.assert(
      fc.property(entries, fc.nat(), fc.integer({ min: 0x20, max: 0x7e }), (some, where, byte) => {
        const all = [begun(), ...some].map(asKept);
        const bytes = Buffer.from(written(all), "utf8");
        // The last line has none after it whose hash would tell.
        const at = where % (bytes.lastIndexOf(0x0a, bytes.length - 2) + 1 || 1);
        fc.pre(some.length > 0 && bytes[at] !== byte);
        const line = bytes.subarray(0, at).toString("latin1").split("\n").length;
        bytes[at] = byte;
        const { broken, entries: held } = readingOf(bytes.toString("utf8"), "r1");
        should(broken).not.be.null();
        held.length.should.be.within(line - 1, line);
        held.slice(0, line - 1).should.eql(all.slice(0, line - 1));
      }),
      { numRuns: 200 },
    );
  });

  it("is gone on with by the next process where it was torn, on a real disk", async () => {
    const folder = await mkdtemp(join(tmpdir(), "torn-"));
    const path = join(folder, "runs", "r1.jsonl");
    try {
      const writer = new FileStore(folder);
      await writer.journals.append("r1", begun());
      await writer.journals.close("r1");
      await fc.assert(
        fc.asyncProperty(entries, fc.nat(), async (some, where) => {
          const all = [begun(), ...some].map(asKept);
          const text = Buffer.from(written(all), "utf8");
          await writeFile(path, text);
          const first = text.indexOf(0x0a) + 1;
          await truncate(path, first + (where % (text.length - first + 1)));
          const { journals } = new FileStore(folder);
          const before = (await journals.read("r1")) ?? [];
          const next: Dated = { type: "warning", member: null, text: "next", at: 5 };
          await journals.append("r1", next);
          await journals.close("r1");
          should(await new FileStore(folder).journals.read("r1")).eql([...before, next]);
        }),
        { numRuns: 25 },
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "should";
import { runJournal } from "../../../../tools/journal/index";

const recorded = join(__dirname, "../../../journals/0.1.0");
const RUN = "20260110-220000-cas-0a1b2c";

/** Runs the program on a command line. */
async function journal(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: "", err: "" };
  const to = (name: "out" | "err") => ({ write: (text: string) => ((said[name] += text), true) }) as unknown as NodeJS.WriteStream;
  const code = await runJournal(args, {}, { out: to("out"), err: to("err") });
  return { code, ...said };
}

describe("npm run journal", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "journal-"));
    mkdirSync(join(folder, "rolling-update", "runs"), { recursive: true });
    file = join(folder, "rolling-update", "runs", `${RUN}.jsonl`);
    copyFileSync(join(recorded, "stopped-and-at-rest.jsonl"), file);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const spoil = () => {
    const lines = readFileSync(file, "utf8").split("\n");
    lines[9] = (lines[9] ?? "").replace('"at":', '"at": ');
    writeFileSync(file, lines.join("\n"));
  };

  it("lists the runs of a user directory, of the folder in it, and of the journals alone, and leaves nothing there", async () => {
    for (const path of [folder, join(folder, "rolling-update"), join(folder, "rolling-update", "runs"), file]) {
      const { code, out } = await journal("list", path, "--zone", "Europe/Berlin");
      out.should.equal(`2026-01-10 23:00:00 UTC+01:00  ${RUN}  CAS-ARRAY  CAS1 CAS2 CAS3    ended\n`);
      code.should.equal(0);
    }
    readdirSync(join(folder, "rolling-update")).should.eql(["runs"]);
  });

  it("says which journal cannot be read, beside those that can", async () => {
    writeFileSync(join(folder, "rolling-update", "runs", "later.jsonl"), '{"n":0,"before":"","v":99,"at":1,"type":"run started"}\n');
    const { code, out } = await journal("list", folder);
    out.should.match(/CANNOT BE READ: .*written by a later version/).and.match(new RegExp(RUN));
    code.should.equal(1);
    const json = JSON.parse((await journal("list", folder, "--json")).out);
    json.runs.length.should.equal(1);
    json.unreadable[0].should.match({ run: "later", code: "journal-too-new" });
  });

  it("shows what a run did as lines, by the clocks that were asked for: what was going to be changed, what became of it, and what failed", async () => {
    const { code, out } = await journal("show", file, "--zone", "UTC");
    code.should.equal(0);
    out.should.match(/^Run \S+ of CAS-ARRAY/);
    out.should.match(/22:59:00 {2}CAS2 {2}will nlb\.drain\n22:59:00 {2}CAS2 {2}done: nlb\.drain\n/);
    out.should.match(/CAS2 {2}will job\.start .* – the update starts\n/);
    out.should.match(/CAS2 {2}step install-update FAILED: .*1603/);
    out.should.match(/STOPPING: .*\n/);
    out.should.match(
      /\nLeft to do on CAS2, in this order:\n {3}1 .*\n {2,3}\d+ Start in NLB – Only after .*\n {7}Start-NlbClusterNode -HostName CAS2\n/s,
    );
    out.should.not.match(/undefined|\[object|__/);
    (await journal("show", file, "--zone", "Europe/Berlin")).out.should.match(/23:59:00 {2,}CAS2 {2}will nlb\.drain\n/);
  });

  it("shows every recorded journal whole", async () => {
    for (const name of readdirSync(recorded).filter((one) => one.endsWith(".jsonl"))) {
      const { code, out } = await journal("show", join(recorded, name));
      code.should.equal(0);
      out.should.not.match(/undefined|\[object|__\w+__/);
    }
  });

  it("verifies that each line follows the one before", async () => {
    const { code, out } = await journal("verify", file);
    out.should.match(/133 lines, and each of them follows the one before\.\nStopped/);
    code.should.equal(0);
  });

  it("says where a journal breaks, and shows what holds", async () => {
    spoil();
    const { code, out } = await journal("verify", file);
    out.should.match(/changed after it was written \(line 11\)\. Only the 10 lines before it hold\..*\nAs far as it holds: /);
    code.should.equal(1);
    const shown = await journal("show", file);
    shown.code.should.equal(1);
    shown.out.should
      .match(/run started/)
      .and.match(/\(line 11\)/)
      .and.not.match(/1603/);
    JSON.parse((await journal("verify", file, "--json")).out).should.match({
      holds: false,
      brokenAt: 11,
      code: "journal-changed",
      lines: 10,
    });
  });

  it("does not count a line that was not ended, and says that the run has no end", async () => {
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1));
    appendFileSync(file, '{"n":13');
    const { code, out } = await journal("verify", file);
    code.should.equal(0);
    out.should
      .match(/132 lines/)
      .and.match(/The last line was not ended/)
      .and.match(/This journal has no end/);
  });

  it("verifies all journals of a folder", async () => {
    writeFileSync(join(folder, "rolling-update", "runs", "notes.txt"), "not a journal");
    (await journal("verify", folder)).should.match({ code: 0, out: "1 journal, of which 0 do not hold.\n" });
    spoil();
    (await journal("verify", folder)).should.match({ code: 1, out: /line 11[\s\S]*1 journal, of which 1 does not hold\.\n$/ });
  });

  it("refuses a command line that asks for something else, and a file that is not there", async () => {
    for (const [args, says] of [
      [[], /Say what to do: list, show, verify\./],
      [["fly", file], /not "fly"/],
      [["show"], /Say which journal/],
      [["show", folder], /is a folder\. Name one of the journals/],
      [["list", folder, "more"], /"more" is not an option/],
      [["show", file, "--zone", "Middle/Earth"], /There is no time zone Middle\/Earth/],
    ] as const) {
      const { code, err } = await journal(...args);
      err.should.match(says);
      code.should.equal(2);
    }
    (await journal("show", `${file}x`)).should.match({ code: 1, err: /There is no .*x\.\n/ });
    (await journal("--help")).should.match({ code: 0, out: /npm run journal -- verify FILE/ });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { seenHere } from "../../../../lib/adapters/powershell/seen-here";

/** A share that answers when the test says so, or never. */
class Share {
  readonly looked: string[] = [];
  private readonly open: ((there: boolean) => void)[] = [];

  readonly look = (path: string): Promise<void> => {
    this.looked.push(path);
    return new Promise((resolve, reject) => this.open.push((there) => (there ? resolve() : reject(new Error("ENOENT")))));
  };

  answer(there: boolean): void {
    for (const settle of this.open.splice(0)) settle(there);
  }
}

const LIMIT_MS = 40;

describe("Whether this host can read a package", () => {
  let share: Share;
  const seen = (path: string): Promise<string> => seenHere(path, share.look, LIMIT_MS);
  beforeEach(() => {
    share = new Share();
  });
  afterEach(() => share.answer(false));

  it("is seen by looking", async () => {
    const folder = mkdtempSync(join(tmpdir(), "seen-"));
    try {
      const file = join(folder, "rollup.msp");
      writeFileSync(file, "");
      should(await seenHere(file)).equal("yes");
      should(await seenHere(`${file}.other`)).equal("no");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("is not known where the share does not answer, which nothing else in Node-RED has to wait for", async () => {
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    should(await seen("\\\\fs1\\updates\\rollup.msp")).equal("silent");
    clearInterval(turning);
    should(turns).be.above(5);
  });

  it("costs one look at a time at each server: each that is not answered keeps a thread that the journal needs too", async () => {
    const paths = [
      "\\\\fs1\\updates\\a.msp",
      "\\\\FS1\\other\\b.msp",
      "//fs1/updates/c.msp",
      "\\\\fs2\\updates\\d.msp",
      "P:\\e.msp",
      "p:\\f.msp",
    ];
    should(await Promise.all(paths.map(seen))).deepEqual(Array.from({ length: 6 }, () => "silent"));
    should(share.looked).deepEqual([paths[0], paths[3], paths[4]]);
  });

  it("is looked for anew once the share answers", async () => {
    const path = "\\\\fs3\\updates\\a.msp";
    should(await seen(path)).equal("silent");
    share.answer(false);
    const again = seen(path);
    await new Promise(setImmediate);
    share.answer(true);
    should(await again).equal("yes");
    should(share.looked.length).equal(2);
  });

  it("is looked for in turn while others look, not taken from their answer", async () => {
    const [first, second] = [seen("\\\\fs4\\updates\\there.msp"), seen("\\\\fs4\\updates\\missing.msp")];
    share.answer(true);
    should(await first).equal("yes");
    await new Promise(setImmediate);
    share.answer(false);
    should(await second).equal("no");
  });
});

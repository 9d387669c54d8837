import should from "should";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Cancel } from "../../../../lib/adapters/lab/laws";
import { Timeline } from "../../../../lib/adapters/lab/laws";
import { cultureNamed } from "../../../../lib/adapters/lab/captured";
import { roleOf, servicesIn } from "../../../../lib/adapters/lab/machine";
import { isCollected } from "../../../shared/collected";
import { aLab } from "./a-lab";

describe("What the lab keeps in memory", () => {
  for (const [what, over] of [
    ["has happened", (timeline: Timeline) => timeline.advance(5)],
    ["was taken back", (_: Timeline, cancel: Cancel) => cancel()],
  ] as const)
    it(`is nothing of an event that ${what}, also where somebody could still take it back`, async () => {
      const timeline = new Timeline(0);
      const { seen, cancel } = planned(timeline);
      over(timeline, cancel);
      (await isCollected(seen)).should.be.true();
      // What has happened cannot be undone by that.
      cancel();
      timeline.advance(10);
    });

  it("is an event that is still to come", async () => {
    const timeline = new Timeline(0);
    const { seen } = planned(timeline);
    (await isCollected(seen)).should.be.false();
    timeline.advance(5);
  });

  it("is one list of services for all members of all arrays that are alike", () => {
    const list = (product: "exchange-2010" | "exchange-2013", culture: "en-US" | "de-DE") =>
      servicesIn(roleOf("exchange-cas", product), cultureNamed(culture));
    should(list("exchange-2010", "en-US")).be.exactly(list("exchange-2010", "en-US"));
    should(list("exchange-2010", "de-DE")).not.be.exactly(list("exchange-2010", "en-US"));
    should(list("exchange-2013", "en-US")).not.be.exactly(list("exchange-2010", "en-US"));
  });
});

describe("What the lab does with the disk", () => {
  const synced: number[] = [];
  const { fdatasyncSync } = fs;
  beforeEach(() => {
    synced.length = 0;
    fs.fdatasyncSync = (file) => {
      synced.push(file);
      fdatasyncSync(file);
    };
  });
  afterEach(() => {
    fs.fdatasyncSync = fdatasyncSync;
  });

  for (const [what, options, times] of [
    ["holds up nothing else in this process by waiting for it where nobody wants to know the truth", { unwatched: true }, 0],
    ["waits for it before it answers where the truth is wanted: it is to outlive the computer too", {}, 2],
  ] as const)
    it(what, async () => {
      const folder = fs.mkdtempSync(join(tmpdir(), "lab-"));
      const { lab, cas1 } = aLab({ folder, ...options });
      await cas1.change("nlb.stop", {});
      synced.length.should.equal(times);
      const [log = ""] = fs.readdirSync(folder);
      fs.readFileSync(join(folder, log), "utf8").should.containEql("nlb.stop");
      await lab.close();
      fs.rmSync(folder, { recursive: true });
    });
});

/** An event at 5 that has a large thing. */
function planned(timeline: Timeline): { readonly seen: WeakRef<object>; readonly cancel: Cancel } {
  const large = { bytes: new Uint8Array(1000) };
  return { seen: new WeakRef(large), cancel: timeline.at(5, () => void large.bytes.fill(1)) };
}

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { LabOptions } from "../../../lib/adapters/lab";
import { Labs } from "../../../nodes/server-connection/labs";

describe("the labs that are open", () => {
  let folder: string;
  let labs: Labs;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "labs-"));
    labs = new Labs();
  });
  afterEach(async () => {
    for (const user of [one, two]) for (const array of ["A", "B"]) await labs.leave(user, array);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  const warnings: unknown[] = [];
  const [one, two] = [0, 1].map(() => ({ warn: (text: unknown) => warnings.push(text) })) as never as [{ warn(): void }, { warn(): void }];
  const options = (more: Partial<LabOptions> = {}): LabOptions => ({
    array: "A",
    members: ["CAS1", "CAS2"],
    seed: 1,
    speed: 3000,
    faults: [],
    folder,
    ...more,
  });
  const isOpen = (lab: ReturnType<Labs["open"]>): Promise<boolean> =>
    lab.invoke("CAS1", "system.info", {}, {}).then(
      () => true,
      () => false,
    ); // prettier-ignore
  const openings = async (): Promise<number[]> =>
    (await readFile(join(folder, "A%20exchange-cas%201.jsonl"), "utf8"))
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { speed: number }).speed);

  it("are one for each world: array, role and seed in a folder", async () => {
    const first = labs.open(one, options(), false);
    should(labs.open(two, options({ role: "exchange-cas" }), true) === first).be.true();
    for (const other of [{ array: "B" }, { seed: 2 }, { role: "web-farm" as const }])
      should(labs.open(one, options(other), false) === first).be.false();
    (await isOpen(first)).should.be.true();
  });

  it("are others in another folder: each writes its own log", () => {
    const first = labs.open(one, options(), false);
    should(labs.open(two, options({ folder: join(folder, "other") }), true) === first).be.false();
    should(labs.open(two, options(), true) === first).be.true();
  });

  it("are opened anew on the same log where the options have changed and nothing is at work", async () => {
    const first = labs.open(one, options(), false);
    const next = labs.open(one, options({ speed: 600 }), false);
    should(next === first).be.false();
    [await isOpen(first), await isOpen(next)].should.deepEqual([false, true]);
    (await openings()).should.deepEqual([3000, 600]);
  });

  it("stay as they are for a run at work, and are opened anew after it", async () => {
    const first = labs.open(one, options(), false);
    should(labs.open(two, options({ speed: 600 }), true) === first).be.true();
    await labs.leave(one, "A");
    (await isOpen(first)).should.be.true();
    (await openings()).should.deepEqual([3000]);
    should(labs.open(two, options({ speed: 600 }), false) === first).be.false();
    (await isOpen(first)).should.be.false();
    (await openings()).should.deepEqual([3000, 600]);
  });

  it("are closed by the last one that uses them, and by nobody else", async () => {
    const lab = labs.open(one, options(), false);
    labs.open(two, options(), false);
    await labs.leave(one, "B");
    await labs.leave(one, "A");
    await labs.leave(one, "A");
    (await isOpen(lab)).should.be.true();
    await labs.leave(two, "A");
    (await isOpen(lab)).should.be.false();
  });

  it("are not closed twice: what has replaced a lab stays open when its former user leaves", async () => {
    labs.open(one, options(), false);
    const next = labs.open(two, options({ speed: 600 }), false);
    await labs.leave(one, "A");
    (await isOpen(next)).should.be.true();
  });
});

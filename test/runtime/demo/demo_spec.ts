import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import should from "should";
import { z } from "zod";
import { faultNames, packages } from "../../../lib/adapters/lab";
import { brokenOnDisk, userDirOf } from "../../shared/audited";
import { copyCheckout } from "../../shared/checkout";
import { leftOf } from "../../shared/faults";
import { Demo } from "./demo-process";
import { edited, without } from "../flows/example-flow";
import type { Flow } from "../node-red/node-red-process";
import { changesOn, opsOn, truthIn } from "../flows/run-in-node-red";

/** Some of them at once on two cores. */
const SPEED = "500";

interface Result {
  readonly outcome: string | null;
  readonly reasonCode: string | null;
  readonly report: string | null;
  readonly members: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly changes: readonly { readonly op: string }[];
    readonly wouldChange: readonly { readonly op: string }[];
  }[];
}

const resultOf = (demo: Demo): Result => demo.document() as Result;

const moment = z.number().int().positive();
const Member = z.strictObject({
  reachable: z.boolean(),
  nlb: z.string(),
  defaultState: z.string(),
  forefront: z.string(),
  scom: z.strictObject({ on: z.boolean(), inEffect: z.boolean(), endsAt: z.iso.datetime().nullable() }),
  version: z.string(),
  bootedAt: z.iso.datetime(),
  clients: z.number().int().nonnegative(),
  outSince: moment.nullable(),
  pendingReboot: z.boolean(),
  services: z.record(z.string(), z.strictObject({ status: z.string(), startType: z.string() })),
});
/** What other programs may count on in a truth file. */
const TruthShape = z.strictObject({
  array: z.string(),
  seed: z.number().int(),
  startedAtMs: moment,
  nowMs: moment,
  operations: z.array(
    z.strictObject({
      atMs: moment,
      member: z.string(),
      op: z.string(),
      kind: z.enum(["read", "change"]),
      args: z.record(z.string(), z.unknown()),
      clients: z.number().int().nonnegative(),
    }),
  ),
  failed: z.array(
    z.strictObject({
      askedAtMs: moment,
      atMs: moment,
      member: z.string(),
      op: z.string(),
      kind: z.enum(["read", "change", "tell"]),
      args: z.record(z.string(), z.unknown()),
      why: z.enum(["no-answer", "refused", "fenced", "answer-lost"]),
    }),
  ),
  reads: z.record(z.string(), z.record(z.string(), z.array(moment))),
  alerts: z.array(z.strictObject({ atMs: moment, member: z.string(), text: z.string(), severity: z.enum(["critical", "warning"]) })),
  serving: z.array(z.strictObject({ atMs: moment, members: z.array(z.string()), taking: z.array(z.string()) })),
  clientsCut: z.array(z.strictObject({ atMs: moment, member: z.string(), clients: z.number().int(), why: z.string() })),
  outside: z.array(
    z.strictObject({
      atMs: moment,
      member: z.string(),
      event: z.string(),
      by: z.string(),
    }),
  ),
  facts: z.array(
    z.strictObject({
      atMs: moment,
      member: z.string(),
      fact: z.string(),
      is: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      by: z.enum(["asked", "somebody", "surroundings", "itself"]),
    }),
  ),
  members: z.record(z.string(), Member),
});

describe("npm run demo", function () {
  this.timeout(180_000);
  const started: Demo[] = [];
  let folder: string;
  const demo = (...args: readonly string[]): Demo => {
    const one = new Demo(args);
    started.push(one);
    return one;
  };
  const truthFile = (name: string) => join(folder, `${name}.json`);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rolling-update-demo-"));
  });
  after(async () => {
    await Promise.all(started.map((one) => one.clear()));
    await rm(folder, { recursive: true, force: true });
  });

  it("builds, and prints the document alone on standard output", async () => {
    const checkout = join(folder, "checkout");
    copyCheckout(checkout);
    const one = new Demo(["--members", "2", "--speed", SPEED, "--json"], checkout);
    started.push(one);
    should(await one.ended).equal(0, one.stderr);
    const { outcome, members, report } = resultOf(one);
    should(outcome).equal("finished");
    members.map(({ name }) => name).should.eql(["CAS1", "CAS2"]);
    existsSync(report ?? "").should.be.true();
    one.stderr.should.match(/Building/);
  });

  describe("several at once", () => {
    let plain: Demo;
    let broken: Demo;
    let dry: Demo;
    let other: Demo;

    before(async () => {
      const bundled = JSON.parse(readFileSync(resolve(__dirname, "../../../examples/exchange-cas-array.json"), "utf8")) as Flow;
      const flow = without(without(edited(bundled, "cas-ru-cas", { label: "mine" }), "cas-forefront-off"), "cas-forefront-on");
      await writeFile(join(folder, "flow.json"), JSON.stringify(flow));
      const common = ["--no-build", "--speed", SPEED];
      plain = demo(...common, "--truth", truthFile("plain"));
      broken = demo(...common, "--json", "--members", "3", "--fault", "installer-fails@CAS2", "--truth", truthFile("broken"));
      dry = demo(...common, "--json", "--dry-run", "--truth", truthFile("dry"));
      other = demo(...common, "--json", "--members", "2", "--flow", join(folder, "flow.json"), "--truth", truthFile("other"));
      await Promise.all([plain, broken, dry, other].map(({ ended }) => ended));
    });

    it("updates all members of the array and ends with 0", async () => {
      should(await plain.ended).equal(0, plain.stderr);
      plain.stdout.should.match(/4 of 4 members are updated and serve/);
      const truth = truthIn(truthFile("plain"));
      ["CAS1", "CAS2", "CAS3", "CAS4"].map((name) => leftOf(truth, name)).should.eql(Array(4).fill("updated"));
      brokenOnDisk(truth, userDirOf(/Report: (.+)/.exec(plain.stdout)?.[1] ?? "")).should.eql([]);
    });

    it("ends with 1 when a fault stops the run, with its reason code and the later member untouched", async () => {
      should(await broken.ended).equal(1);
      should(resultOf(broken)).match({ outcome: "stopped", reasonCode: "installer-failed" });
      const truth = truthIn(truthFile("broken"));
      ["CAS1", "CAS2", "CAS3"].map((name) => leftOf(truth, name)).should.eql(["updated", "resting", "as found"]);
      changesOn(truth, "CAS3").should.eql([]);
    });

    it("changes nothing in a dry run, tells what it would change, and ends with 0", async () => {
      should(await dry.ended).equal(0, dry.stderr);
      const { outcome, members } = resultOf(dry);
      should(outcome).equal("dry-run");
      for (const { wouldChange, changes } of members) {
        wouldChange.map(({ op }) => op).should.containDeep(["scom.begin", "nlb.drain", "job.start", "system.restart", "nlb.start"]);
        changes.should.eql([]);
      }
      truthIn(truthFile("dry"))
        .operations.filter(({ kind }) => kind === "change")
        .should.eql([]);
    });

    it("runs another flow: without its fscutility nodes nothing of Forefront is changed", async () => {
      should(await other.ended).equal(0, other.stderr);
      const truth = truthIn(truthFile("other"));
      Object.keys(truth.members).should.eql(["CAS1", "CAS2"]);
      opsOn(truth, "CAS1", "CAS2")
        .filter((op) => op.startsWith("forefront."))
        .should.eql([]);
      should(truth.members["CAS2"]?.version).equal(packages.rollup6.build);
      opsOn(truthIn(truthFile("plain")), "CAS1").should.containDeep(["forefront.disable", "forefront.enable"]);
    });

    it("writes truth files of the promised shape", () => {
      for (const name of ["plain", "broken", "dry", "other"]) {
        const { error } = TruthShape.safeParse(JSON.parse(readFileSync(truthFile(name), "utf8")));
        should(error?.message).equal(undefined, name);
      }
    });

    it("leaves no Node-RED behind", async () => {
      for (const one of [plain, broken, dry, other]) should(await one.nodeRedAnswers()).be.false();
    });
  });

  describe("refuses before anything starts", () => {
    const cases: readonly (readonly [what: string, args: readonly string[], says: readonly string[]])[] = [
      ["an option that there is not", ["--sped", "900"], ["--sped", "--speed N", "--fault NAME@MEMBER", "--dry-run"]],
      ["a fault that the lab does not know", ["--fault", "gremlins@CAS2"], ["gremlins", ...faultNames]],
      ["a member that the array does not have", ["--fault", "vanishes@CAS9"], ["CAS9", "CAS1, CAS2, CAS3, CAS4"]],
      ["a member that --members leaves out", ["--members", "2", "--fault", "vanishes@CAS3"], ["CAS3", "CAS1, CAS2"]],
      ["an update that the flow does not have", ["--update", "rollup 99"], ["rollup 99", "Exchange 2010 SP3 Update Rollup 6"]],
      ["fewer members than two", ["--members", "1"], ["--members", "2 to 32"]],
      ["a flow that is not there", ["--flow", "no-such-flow.json"], ["no-such-flow.json"]],
    ];
    for (const [what, args, says] of cases) {
      it(what, async () => {
        const one = demo("--no-build", "--json", ...args);
        should(await one.ended).equal(2);
        one.stdout.should.equal("");
        for (const text of says) one.stderr.should.containEql(text);
        one.userDirs().should.eql([]);
      });
    }
  });

  describe("ended from outside", () => {
    it("stops what it started at Ctrl-C, and still prints a document", async function () {
      if (process.platform === "win32") this.skip();
      const one = demo("--no-build", "--json");
      await one.says(/The run has started/);
      should(await one.nodeRedAnswers()).be.true();
      one.signal("SIGINT");
      should(await one.ended).equal(1);
      should(resultOf(one).reasonCode).equal("interrupted");
      should(await one.nodeRedAnswers()).be.false();
    });

    it("leaves no Node-RED behind when it is killed", async () => {
      const one = demo("--no-build", "--json");
      await one.says(/The run has started/);
      should(await one.nodeRedAnswers()).be.true();
      one.signal("SIGKILL");
      await one.ended;
      // Nobody tells us of the end of a process that is not our child: we ask it until it answers no more.
      while (await one.nodeRedAnswers());
    });
  });
});

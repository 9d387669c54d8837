import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import should from "should";
import type { FaultName, Truth } from "../../../lib/adapters/lab";
import { faultNames } from "../../../lib/adapters/lab";
import type { RunDocument } from "../../../lib/run/record/document";
import { brokenOnDisk } from "../../shared/audited";
import type { Expected } from "../../shared/faults";
import { expected, firstIsLeft, leftOf } from "../../shared/faults";
import { copyOf, edited, exampleFlow } from "./example-flow";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import { changesOn, truthIn, wholeRun } from "./run-in-node-red";
import { requireRuntime, runtimes } from "../node-red/runtimes";

/** A dozen arrays at once on two cores: what a real operation takes must stay small on the clock of the lab. */
const SPEED = 300;
const LIMIT_MS = 180_000;
const LONG_WINDOW_MINUTES = 2 * 24 * 60;
const MEMBERS = ["CAS1", "CAS2", "CAS3"];

/** The bundled flow once more, for an array of its own that has this fault. */
const broken = (userDir: string, name: FaultName) => {
  const copy = copyOf(exampleFlow(userDir, "exchange-cas-array"), name);
  const three = edited(copy, "server-array", ({ members }) => ({
    members: (members as { name: string }[]).filter((member) => MEMBERS.includes(member.name)),
  }));
  // The world goes on when a run has ended: a window that ended before the others have would be found over.
  const quiet = edited(three, `cas-scom-on-${name}`, { minutes: LONG_WINDOW_MINUTES });
  return edited(quiet, "server-connection", {
    speed: SPEED,
    faults: [{ name, member: "CAS2" }],
    truthFile: join(userDir, "truth", `${name}.json`),
  });
};

/**
 * What a computer that is too busy for a few milliseconds can fail to prevent, since they are seconds in the lab: between the boot and the look of the
 * step NLB has converged, or the watch has stopped the member first. The run must then see it and end. Whether the procedure itself is quick enough is for
 * test/unit/procedure to say, on a virtual clock.
 */
const tooLate: Readonly<Partial<Record<FaultName, Expected>>> = {
  "serves-too-early": { code: "serves-unverified", left: "resting", says: /had come into service unverified and was stopped again/ },
};
const prevented = /took traffic unverified/;
/** The watch leaves a member that has just booted to the step at work for so long. */
const STEP_ACTS_MS = 5_000;

/** By the truth alone: between the start of its update and the end of the run it was in NLB, converging or converged, for longer than a step needs. */
const wasStoppedLate = ({ facts, operations }: Truth, member: string): boolean => {
  const begun = operations.find((operation) => operation.member === member && /install/.test(JSON.stringify(operation.args ?? "")))?.atMs;
  const states = facts.filter(({ member: of, fact, atMs }) => of === member && fact === "nlb" && begun !== undefined && atMs > begun);
  const cameIn = states.findIndex(({ is }) => is === "converging" || is === "converged");
  const leftAgain = states.slice(cameIn).find(({ is }) => is !== "converging" && is !== "converged");
  const since = states[cameIn]?.atMs;
  return since !== undefined && (leftAgain?.atMs ?? Infinity) - since > STEP_ACTS_MS;
};

const told = ({ reason, warnings }: RunDocument): string => [reason ?? "", ...warnings].join("\n");

for (const runtime of runtimes) {
  describe(`The bundled flow in ${runtime.name}, on a lab that is broken on purpose`, function () {
    this.timeout(LIMIT_MS + 60_000);
    let userDir: string;
    let red: NodeRedProcess;
    let runs: ReadonlyMap<FaultName, RunDocument>;
    let truths: ReadonlyMap<FaultName, Truth>;

    before(requireRuntime(runtime));
    before("all faults at once, each on an array of its own", async () => {
      userDir = await makeUserDir();
      await mkdir(join(userDir, "truth"));
      red = await NodeRedProcess.start({ runtime, userDir, flows: faultNames.flatMap((name) => broken(userDir, name)) });
      runs = new Map(
        await Promise.all(
          faultNames.map(async (name) => [name, await wholeRun(red, `exchange-cas-array-${name}`, { limitMs: LIMIT_MS })] as const),
        ),
      );
      should(await red.stop()).equal(0);
      truths = new Map(faultNames.map((name) => [name, truthIn(join(userDir, "truth", `${name}.json`))]));
    });
    after(async () => {
      await red?.kill();
      if (userDir !== undefined) await removeUserDir(userDir);
    });

    for (const name of faultNames) {
      const { code: usual, left: usually } = expected[name];
      it(`${name}: ${usual === null ? "gets over it" : `stops with ${usual}, touches no later member`}, leaves CAS2 ${usually}`, () => {
        const run = runs.get(name) as RunDocument;
        const truth = truths.get(name) as Truth;
        const late = tooLate[name];
        const { code, left, says } = late?.code === run.reasonCode && wasStoppedLate(truth, "CAS2") ? late : expected[name];
        should(run.reasonCode).equal(code, run.reason ?? "no reason");
        should(run.outcome).equal(code === null ? "finished" : "stopped");
        if (says !== undefined) told(run).should.match(says);

        leftOf(truth, "CAS2").should.equal(left);
        leftOf(truth, "CAS1").should.equal(firstIsLeft({ ...expected[name], left }));
        if (code === null) leftOf(truth, "CAS3").should.equal("updated");
        else changesOn(truth, "CAS3").should.eql([]);
        brokenOnDisk(truth, userDir)
          .filter((finding) => tooLate[name] === undefined || !prevented.test(finding))
          .should.eql([]);
      });
    }
  });
}

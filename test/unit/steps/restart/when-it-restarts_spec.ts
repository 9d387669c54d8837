import should from "should";
import { Unreachable } from "../../../../lib/server/errors";
import type { Layer } from "../../../../lib/server/server";
import type { RestartResult } from "../../../../lib/steps/restart/restart-server";
import { restartServer } from "../../../../lib/steps/restart/restart-server";
import { hours } from "../../../../lib/time/duration";
import { optionsOf } from "../../../shared/node-fields";
import { answering, world } from "../harness";
import type { SmallWorld, WorkOnMember } from "../harness";
import { installation } from "../seeing";

type Options = Parameters<typeof restartServer.run>[1];

async function out(at: SmallWorld, options: object = {}): Promise<WorkOnMember> {
  const work = await at.work(options);
  await work.do("preflight-check", { pendingRestart: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  await work.do("nlb-set-default-state", { state: "stopped" });
  return work;
}
const restarts = (work: WorkOnMember): number => work.changes.filter((change) => change === "system.restart").length;

/** The step where earlier ones have left these installations, each begun so many hours after the member's last boot. */
async function after(
  installed: readonly (readonly [begun: number | null, differently?: object])[],
  options: object,
): Promise<WorkOnMember> {
  const at = world();
  const work = await out(at);
  const { bootedAt } = at.member;
  const results = installed.map(([begun, differently]) =>
    installation(begun === null ? null : new Date(Date.parse(bootedAt) + hours(begun)).toISOString(), differently),
  );
  const context = work.context();
  const earlier = (step: string) => (step === "install-update" ? results : context.earlier(step));
  await restartServer.run(
    { ...context, earlier: earlier as typeof context.earlier },
    optionsOf("restart-server", { ...options }) as Options,
  );
  return work;
}

describe("restart-server, of when it restarts", () => {
  for (const cause of ["component-servicing", "windows-update", "update-exe", "file-renames", "configuration-manager"])
    for (const weight of ["strong", "medium", "weak"])
      it(`restarts for a new reason by its weight alone (${cause}, ${weight})`, async () => {
        let came = false;
        const reasons = { reasons: [{ cause, weight, text: "it waits" }] };
        const work = await out(world(), { instead: answering("system.pendingReboot", () => (came ? reasons : { reasons: [] })) });
        came = true;
        await work.do("restart-server");
        restarts(work).should.equal(weight === "strong" ? 1 : 0);
      });

  const quiet = { restart: "no", exitCode: 0 };
  const cases: readonly (readonly [what: string, installed: Parameters<typeof after>[0], ifNeeded: number, always: number])[] = [
    ["nothing was installed since the boot", [], 0, 1],
    ["one was installed before the boot", [[-1, quiet]], 0, 0],
    ["one was installed after it", [[1, quiet]], 0, 1],
    [
      "two were installed, before it and after it",
      [
        [-1, quiet],
        [1, quiet],
      ],
      0,
      1,
    ],
    ["two were installed, of which the first has asked for a restart", [[1], [2, quiet]], 1, 1],
    ["two were installed, of which the second has asked for one", [[1, quiet], [2]], 1, 1],
    ["one has asked for a restart, and had it", [[-1]], 0, 0],
    ["one has restarted the server itself", [[-0.25, { restart: "under-way", exitCode: 1641 }]], 0, 0],
  ];
  for (const [what, installed, ifNeeded, always] of cases)
    it(`restarts once for all, where a boot since the last one is still to come (${what})`, async () => {
      // Where nothing was installed, the boot counts that came after the picture, and there was none.
      restarts(await after(installed, {})).should.equal(ifNeeded, "if needed");
      restarts(await after(installed, { when: "always" })).should.equal(always, "always");
    });
});

describe("restart-server, after the boot", () => {
  it("stops a member that NLB brings in late, while the services were waited for, and fails since it took traffic", async () => {
    const at = world();
    let late: Promise<void> | null = null;
    const instead: Layer = (next) => async (server, op, args, call) => {
      const answer = await next(server, op, args, call);
      const booting = server === "CAS1" && op === "services.list" && work !== null && restarts(work) > 0;
      if (booting) await (late ??= at.server().change("nlb.start", {}));
      return answer;
    };
    let work: WorkOnMember | null = null;
    work = await out(at, { instead });
    (await work.refusalOf("restart-server", { when: "always" })).code.should.equal("serves-unverified");
    should(late).not.be.null();
    at.member.nlb.should.equal("stopped");
    work.changes.at(-1)?.should.equal("nlb.stop");
    work.warnings.join().should.match(/was in service in NLB \(converged\) .* after its boot, before it was verified/);
  });

  it("says that nothing is known of the services where the server has not told, and does not take that for good", async () => {
    let silent = false;
    const instead = answering("services.list", async (real) => {
      if (silent) throw new Unreachable({ server: "CAS1", operation: "services.list", what: "no answer" });
      return await real();
    });
    const work = await out(world(), { instead });
    silent = true;
    const result = await work.do<RestartResult>("restart-server", { when: "always", settleMinutes: 5 });
    result.changed.should.be.true();
    work.warnings
      .join()
      .should.match(/services/)
      .and.match(/5 min/);
    work.warnings.should.have.length(1);
  });
});

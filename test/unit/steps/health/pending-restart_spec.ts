import "should";
import { OperationFailed } from "../../../../lib/server/errors";
import { answering, packageOf, world } from "../harness";
import type { WorkOnMember } from "../harness";

const update = packageOf("rollup6");
const reason = (cause: string, weight: string) => ({ cause, weight, text: `it waits (${cause})` });

interface Times {
  readonly before?: readonly unknown[];
  readonly after: readonly unknown[];
  readonly installs?: boolean;
  /** What clears up by itself, after so many looks. */
  readonly looks?: number;
}

/** How verify-health ends where these reasons are there before the work on the member, and after it. */
async function verified({ before = [], after, installs = true, looks = Infinity }: Times): Promise<{ says: string; warnings: string }> {
  let reasons = before;
  let left = Infinity;
  const work: WorkOnMember = await world().work({
    instead: answering("system.pendingReboot", () => ({ reasons: left-- > 0 ? reasons : [] })),
  });
  await work.do("preflight-check", { package: update, differentVersions: "warn", pendingRestart: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  await work.do("nlb-set-default-state", { state: "stopped" });
  if (installs) {
    await work.do("install-update", { package: update });
    await work.do("restart-server", { when: "always" });
  }
  [reasons, left] = [after, looks];
  work.forgetWarnings();
  try {
    const { text } = await work.do("verify-health", { package: installs ? update : null, settleMinutes: 3 });
    return { says: text, warnings: work.warnings.join("; ") };
  } catch (error) {
    return { says: (error as Error).message, warnings: work.warnings.join("; ") };
  }
}

describe("verify-health, of a restart that is pending again", () => {
  for (const cause of ["component-servicing", "windows-update"])
    it(`fails for a strong reason after an update and its restart (${cause}), also for one that was there before`, async () => {
      for (const before of [[], [reason(cause, "strong")]])
        (await verified({ before, after: [reason(cause, "strong")] })).says.should.match(
          new RegExp(`1 finding: a restart is pending on CAS1 \\(${cause}\\): it waits`),
        );
    });

  for (const [cause, weight] of [
    ["file-renames", "weak"],
    ["update-exe", "medium"],
    ["configuration-manager", "medium"],
  ] as const)
    it(`only tells of a reason that is often a false alarm (${cause})`, async () => {
      const { says, warnings } = await verified({ after: [reason(cause, weight)] });
      says.should.match(/^healthy/);
      warnings.should.equal(`a restart is pending on CAS1 (${cause}): it waits (${cause})`);
    });

  it("waits for what clears up by itself", async () => {
    const { says, warnings } = await verified({ after: [reason("component-servicing", "strong")], looks: 3 });
    says.should.match(/^healthy/);
    warnings.should.equal("");
  });

  it("where nothing was installed, fails for what is new, and tells of what was there before", async () => {
    const after = [reason("windows-update", "strong")];
    (await verified({ after, installs: false })).says.should.match(/a restart is pending on CAS1 \(windows-update\)/);
    const { says, warnings } = await verified({ before: after, after, installs: false });
    says.should.match(/^healthy/);
    warnings.should.match(/a restart is pending on CAS1 \(windows-update\)/);
  });

  it("says that it is not known where it cannot be read", async () => {
    const work = await world().work({
      instead: answering("system.pendingReboot", () => {
        throw new OperationFailed({ server: "CAS1", operation: "system.pendingReboot", what: "access is denied", errorId: "denied" });
      }),
    });
    (await work.do("verify-health", { settleMinutes: 1 })).text.should.match(/^healthy/);
    work.warnings.should.eql(["it is not known whether a restart is pending: access is denied"]);
  });
});

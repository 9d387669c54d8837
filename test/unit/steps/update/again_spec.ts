import should from "should";
import type { Layer } from "../../../../lib/server/server";
import { interimUpdate } from "../../../../lib/steps/update/interim-update";
import { problemWithFile } from "../../../../lib/steps/update/package-on-member";
import { exitCodes, exitCodesOfWindowsUpdate, meaningOf } from "../../../../lib/steps/update/exit-codes";
import { answering, packageOf, world } from "../harness";
import type { WorkOnMember } from "../harness";

const update = packageOf("rollup6");
async function out(work: WorkOnMember): Promise<WorkOnMember> {
  await work.do("preflight-check", { pendingRestart: "warn", differentVersions: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  return work;
}
const started = (work: WorkOnMember) => work.changes.filter((change) => change === "job.start").length;

/** A member whose jobs end with these codes, one after the other; the last one for all that follow. */
async function ending(...codes: readonly number[]): Promise<WorkOnMember> {
  const ids: string[] = [];
  const instead = answering("job.poll", async (real, { id }) => {
    const poll = (await real()) as { state: string; exitCode: number | null };
    if (poll.state !== "finished") return poll;
    if (!ids.includes(id)) ids.push(id);
    return { ...poll, exitCode: codes[Math.min(ids.indexOf(id), codes.length - 1)] };
  });
  return await out(await world().work({ instead }));
}

describe("An installer that restarts the member itself", () => {
  it("is not done before a boot that came after its start: a member may still answer before it goes down", async () => {
    const at = world({ faults: ["installer-restarts"] });
    const before = at.member.bootedAt;
    let ended = false;
    let late = 4;
    const layers: Layer = (next) => async (server, op, args, call) => {
      const answer: unknown = await next(server, op, args, call);
      if (op === "job.poll") ended ||= (answer as { state: string }).state === "finished";
      if (op === "system.info" && ended && late-- > 0) return { ...(answer as object), bootedAt: before } as never;
      return answer as never;
    };
    const work = await out(await at.work({ instead: layers }));
    await work.do("nlb-set-default-state", { state: "stopped" });
    (await work.do("install-update", { package: update })).should.match({ restart: "under-way" });
    late.should.be.below(0);
    at.member.bootedAt.should.not.equal(before);
  });
});

describe("An installer that is to be tried again", () => {
  for (const [what, codes, busyRetries, tries, code] of [
    ["busy as often as it may be", [1618, 1618, 0], 2, 3, null],
    ["busy once more", [1618, 1618, 1618, 0], 2, 3, "installer-busy"],
    ["busy, and it may not be at all", [1618, 0], 0, 1, "installer-busy"],
    ["its service not reached once", [1601, 0], 2, 2, null],
    ["its service not reached twice", [1601, 1601, 0], 2, 2, "installer-failed"],
    ["its service not reached, busy, and not reached again", [1601, 1618, 1601, 0], 3, 3, "installer-failed"],
    ["a failure is not tried again", [1603, 0], 2, 1, "installer-failed"],
  ] as const)
    it(`is tried as often as it may be, and no more (${what})`, async () => {
      const work = await ending(...codes);
      const options = { package: update, busyRetries };
      // The lab's own installer has done its work at the first try: what is asked here is only how often it is started.
      if (code === null) await work.do("install-update", options);
      else (await work.refusalOf("install-update", options)).code.should.equal(code);
      started(work).should.equal(tries);
    });
});

describe("What an exit code means", () => {
  for (const { code, means } of exitCodesOfWindowsUpdate)
    it(`is the same with a sign and without (${code})`, () => {
      meaningOf(code, "windows-updates").means.should.equal(means);
      meaningOf(code | 0, "command").means.should.equal(means);
      // An installer of the product has no such codes.
      for (const kind of ["rollup", "setup", "security-update"] as const) meaningOf(code, kind).means.should.equal("failed");
    });

  for (const { code, means } of exitCodes)
    it(`is the same where Windows wraps it (${code})`, () => {
      meaningOf(code).means.should.equal(means);
      if (code !== 0) for (const wrapped of [0x8007_0000 + code, (0x8007_0000 + code) | 0]) meaningOf(wrapped).means.should.equal(means);
    });

  it("is a failure where nothing stands behind the wrapping", () => {
    for (const code of [0x8007_0000, 0x8007_0000 | 0, -1, 4711, 0x8024_0000]) meaningOf(code, "command").means.should.equal("failed");
  });
});

describe("A package that is looked at", () => {
  const file = { ...update, sha256: "ab".repeat(32), copyFrom: "\\\\FILES1\\x.msp" };
  const there = { exists: true, size: 1, sha256: "AB".repeat(32), signature: "valid" } as const;
  for (const [what, differently, stat, code, canBeCopied] of [
    ["right", {}, {}, null, null],
    ["not signed", {}, { signature: "none" }, null, null],
    ["its signature not known", {}, { signature: "unknown" }, null, null],
    ["its signature broken, though the hash is right", {}, { signature: "invalid" }, "package-hash", false],
    ["its signature broken, and no hash", { sha256: null }, { signature: "invalid" }, "package-hash", false],
    ["another hash", {}, { sha256: "00".repeat(32) }, "package-hash", true],
    ["another hash, and nowhere to copy from", { copyFrom: "" }, { sha256: "00".repeat(32) }, "package-hash", false],
    ["its hash not read", {}, { sha256: null }, "package-hash", true],
    ["missing", {}, { exists: false }, "package-missing", true],
    ["missing, and no hash to know it by", { sha256: null }, { exists: false }, "package-missing", false],
    ["missing, and nowhere to copy from", { copyFrom: "" }, { exists: false }, "package-missing", false],
  ] as const)
    it(`is in place only where its hash and its signature are not against it (${what})`, () => {
      const problem = problemWithFile({ ...file, ...differently }, { ...there, ...stat });
      should(problem?.code ?? null).equal(code);
      should(problem?.canBeCopied ?? null).equal(canBeCopied);
    });

  it("is looked at again when it was copied, and not started where it is still another one", async () => {
    const at = world();
    const instead = answering("files.stat", (_, { path }) =>
      path.endsWith(".msp")
        ? { exists: true, size: 1, sha256: "00".repeat(32), signature: "valid" }
        : { exists: false, size: null, sha256: null, signature: "unknown" },
    );
    const work = await out(await at.work({ instead }));
    (await work.refusalOf("install-update", { package: update })).code.should.equal("package-hash");
    work.changes.slice(-1).should.match([/^files\.copy/]);
    started(work).should.equal(0);
  });
});

describe("An interim update", () => {
  const named = (name: string) => [{ name, kb: null, installedAt: null }];
  const interim = "Interim Update for Exchange Server 2010 (KB1)";
  for (const [what, build, kind, updates, isThere] of [
    ["there", "14.3.123.4", "rollup", named(interim), true],
    ["none", "14.3.123.4", "rollup", [], false],
    ["another update", "14.3.123.4", "rollup", named("Update Rollup 5"), false],
    ["not known: the updates cannot be read", "14.3.123.4", "rollup", null, true],
    ["not known, of setup", "14.3.123.4", "setup", null, true],
    ["newer Exchange replaces them", "15.0.1497.2", "setup", named(interim), false],
    ["a command does not mind", "14.3.123.4", "command", null, false],
  ] as const)
    it(`stands in the way of Exchange 2010's own installers (${what})`, () => {
      const installed = { product: "Microsoft Exchange Server 2010", build, updates: updates === null ? null : [...updates] };
      (interimUpdate(packageOf("rollup6", { kind }), installed) !== null).should.equal(isThere);
    });
});

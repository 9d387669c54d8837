import should from "should";
import { BadReply, OperationFailed } from "../../../../lib/server/errors";
import { StepFailed } from "../../../../lib/run/step";
import type { WorkOptions } from "../harness";
import { answering, packageOf, world } from "../harness";

const rollup = packageOf("rollup6");
const unread = answering("system.executionPolicy", () => {
  throw new OperationFailed({ server: "CAS1", operation: "system.executionPolicy", what: "access is denied", errorId: "denied" });
});
const policies = {
  computer: { scope: "MachinePolicy", user: null, policy: "RemoteSigned" },
  SYSTEM: { scope: "UserPolicy", user: "SYSTEM", policy: "AllSigned" },
  account: { scope: "UserPolicy", user: "account", policy: "Restricted" },
} as const;
/** Kinds by which an installer of Exchange is run. */
const ofExchange = {
  "an update rollup": rollup,
  "a security update": packageOf("rollup6", { kind: "security-update" }),
  setup: packageOf("servicePack3", { expectedBuild: null, fitsBuilds: "" }),
};
const others = {
  "Windows updates": packageOf("rollup6", { kind: "windows-updates", file: "", expectedBuild: null, fitsBuilds: "", kbs: ["KB4012212"] }),
  "a command of one's own": packageOf("rollup6", { kind: "command", fitsBuilds: "" }),
  "an update that is not known yet": null,
};

describe("preflight-check, of what the installer cannot bear", () => {
  it("are services that an installer may have left disabled: where it keeps how they started before is said, once some are", async () => {
    const at = world();
    const left = answering("files.stat", async (real, { path }) =>
      path.endsWith("ServiceStartupMode.xml") ? { exists: true, size: 4096, sha256: null, signature: "none" } : await real(),
    );
    const warnings = async (instead?: WorkOptions["instead"]) => {
      const work = await at.work(instead === undefined ? {} : { instead });
      await work.do("preflight-check", { package: rollup });
      return work.warnings.join();
    };
    (await warnings(left)).should.not.match(/disabled/);
    // Of Hyper-V, and none of Exchange's.
    const hyperV = { name: "vmicMSExchange", displayName: "x", status: "stopped", startType: "disabled", dependsOn: [] };
    const beside = answering("services.list", async (real) => ({
      services: [...((await real()) as { services: object[] }).services, hyperV],
    }));
    (await warnings(beside)).should.not.match(/disabled/);
    await at.server().change("services.setStartType", { name: "MSExchangePop3", startType: "disabled" });
    (await warnings()).should.match(/disabled Exchange services: MSExchangePop3(?!; an installer)/);
    (await warnings(left)).should.match(/MSExchangePop3; an installer may have left them so.*ServiceStartupMode\.xml says how/);
  });

  describe("a setup that has not come to its end", () => {
    const found = {
      unfinishedSetup: [
        { role: "MailboxRole", action: "Install" },
        { role: "UnifiedMessagingRole", action: null },
      ],
    };
    const { setup, ...patches } = ofExchange;

    it("is refused for setup, which would stop at its prerequisites, with the roles and what to do", async () => {
      const work = await world({ found }).work();
      (await work.refusalOf("preflight-check", { package: setup })).message.should.match(
        /1 finding: unfinished setup: .*MailboxRole \(Install\).*UnifiedMessagingRole.*Finish it with setup's wizard/,
      );
      work.changes.should.eql([]);
    });

    for (const [what, update] of Object.entries(patches))
      it(`is only warned of for ${what}`, async () => {
        const work = await world({ found }).work();
        await work.do("preflight-check", { package: update });
        work.warnings.join().should.match(/unfinished setup: an earlier setup has not come to its end: MailboxRole/);
      });

    it("is refused where it cannot be told", async () => {
      const denied = answering("update.unfinishedSetup", () => {
        throw new OperationFailed({ server: "CAS1", operation: "update.unfinishedSetup", what: "access is denied", errorId: "denied" });
      });
      const work = await world().work({ instead: denied });
      (await work.refusalOf("preflight-check", { package: setup })).message.should.match(/unfinished setup: .*access is denied/);
    });

    it("ends setup without an update where nobody has looked", async () => {
      const work = await world({ found }).work();
      await work.do("nlb-drainstop", { mode: "stop" });
      await work.do("nlb-set-default-state", { state: "stopped" });
      (await work.refusalOf("install-update", { package: setup })).code.should.equal("installer-failed");
    });
  });

  describe("an execution policy by Group Policy", () => {
    for (const [whose, policy] of Object.entries(policies))
      it(`is refused where it is set (${whose}), with what to do about it`, async () => {
        const work = await world({ found: { executionPolicies: [policy] } }).work();
        const { code, message } = await work.refusalOf("preflight-check", { package: rollup });
        code.should.equal("not-fit");
        message.should.match(new RegExp(`execution policy: Group Policy sets .*${policy.scope}.*: ${policy.policy}\\).*KB2810617`));
        for (const advice of [/for CAS1: unlink the GPO/, /gpupdate \/force/, /Get-ExecutionPolicy -List/]) message.should.match(advice);
        work.changes.should.eql([]);
      });

    it("is named with the place in the registry where only the registry shows it, as soon as it is one of them", async () => {
      const place = /HKEY_USERS\\S-1-5-18\\Software\\Policies/;
      for (const [executionPolicies, shown] of [
        [[policies.SYSTEM], true],
        [[policies.computer, policies.SYSTEM], true],
        [[policies.computer, policies.account], false],
      ] as const) {
        const work = await world({ found: { executionPolicies: [...executionPolicies] } }).work();
        const { message } = await work.refusalOf("preflight-check", { package: rollup });
        place.test(message).should.equal(shown);
      }
    });

    for (const [what, update] of Object.entries(ofExchange)) {
      it(`is refused for ${what}`, async () => {
        const work = await world({ faults: ["execution-policy"] }).work();
        (await work.refusalOf("preflight-check", { package: update })).message.should.match(/1 finding: execution policy: /);
      });

      it(`is refused for ${what} where it cannot be read: unknown is not fine`, async () => {
        const work = await world().work({ instead: unread });
        (await work.refusalOf("preflight-check", { package: update })).message.should.match(
          /1 finding: execution policy: it is not known whether .*: access is denied \(Run Get-ExecutionPolicy/,
        );
      });
    }

    for (const [what, update] of Object.entries(others))
      it(`is only warned of for ${what}`, async () => {
        for (const instead of [undefined, unread]) {
          const work = await world({ faults: ["execution-policy"] }).work(instead === undefined ? {} : { instead });
          await work.do("preflight-check", { package: update });
          work.warnings.join().should.match(/execution policy: /);
        }
      });

    it("is said to be unknown for an account of its own under which setup is to run", async () => {
      const work = await world().work();
      await work.do("preflight-check", { package: { ...ofExchange.setup, account: "CONTOSO\\svc-setup" } });
      work.warnings.join().should.match(/execution policy: whether Group Policy sets one for CONTOSO\\svc-setup.* is not known/);
    });

    it("is nobody's business without Exchange", async () => {
      const farm = answering("update.installed", () => ({ product: "Web farm application", build: "2.3.0.92", updates: [] }));
      const work = await world({ faults: ["execution-policy"] }).work({ instead: farm });
      const setup = packageOf("servicePack3", { expectedBuild: "2.4.0.118", fitsBuilds: "" });
      await work.do("preflight-check", { package: setup, differentVersions: "warn" });
      work.warnings.join().should.not.match(/execution policy/);
    });

    it("is refused where the answer makes no sense", async () => {
      const odd = answering("system.executionPolicy", () => {
        throw new BadReply({ server: "CAS1", operation: "system.executionPolicy", what: "not what was asked for" });
      });
      const work = await world().work({ instead: odd });
      (await work.refusalOf("preflight-check", { package: rollup })).message.should.match(/execution policy: it is not known/);
    });
  });

  describe("somebody to click", () => {
    const securityUpdate = (file: string, args: readonly string[] = []) =>
      packageOf("rollup6", { kind: "security-update", file, arguments: args, expectedBuild: null });
    const { file } = rollup;

    it("is refused for a security update as .exe without arguments, and the .msp is named", async () => {
      const work = await world().work();
      const { message } = await work.refusalOf("preflight-check", { package: securityUpdate("C:\\Updates\\Exchange2019-KB5001.EXE") });
      message.should.match(/unattended: C:\\Updates\\Exchange2019-KB5001\.EXE has no arguments.*Take the \.msp.*KB5011363/);
    });

    it("is not needed for an .msp, nor for an .exe with switches", async () => {
      for (const update of [securityUpdate(file), securityUpdate("C:\\Updates\\a.exe", ["/silent"])]) {
        const work = await world().work();
        await work.do("preflight-check", { package: update });
        work.warnings.join().should.not.match(/unattended/);
      }
    });

    it("is refused for a setup of Exchange whose arguments name no mode, since they take the place of the default", async () => {
      const setup = (...args: string[]) => packageOf("servicePack3", { arguments: args, expectedBuild: null, fitsBuilds: "" });
      const refused = async (...args: string[]) =>
        (await (await world().work()).refusalOf("preflight-check", { package: setup(...args) })).message;
      (await refused("/DomainController:dc1")).should.match(/unattended: .*do not include a mode.*Add \/mode:Upgrade/);
      for (const args of [[], ["/m:upgrade"], ["-Mode:Upgrade", "/DomainController:dc1"]])
        await (await world().work()).do("preflight-check", { package: setup(...args) });
    });
  });

  describe("an interim update", () => {
    const NAME = "Interim Update for Exchange Server 2010 (KB2581545)";
    const having = (updates: readonly { name: string; kb: null; installedAt: null }[] | null, build = "14.3.123.4") =>
      answering("update.installed", () => ({ product: "Microsoft Exchange Server 2010", build, updates }));
    const one = { name: NAME, kb: null, installedAt: null };

    for (const [what, update] of Object.entries(ofExchange))
      it(`is refused for ${what}, by its name`, async () => {
        const rollup4 = { ...one, name: "Update Rollup 4 for Exchange Server 2010 Service Pack 3 (KB2905616)" };
        const work = await world().work({ instead: having([rollup4, one]) });
        const { message } = await work.refusalOf("preflight-check", { package: update });
        message.should.match(/1 finding: interim update: .*: Interim Update for Exchange Server 2010 \(KB2581545\) \(Remove it/);
        await (await world().work({ instead: having([rollup4]) })).do("preflight-check", { package: update });
      });

    it("is refused where it cannot be told", async () => {
      const work = await world().work({ instead: having(null) });
      (await work.refusalOf("preflight-check", { package: rollup })).message.should.match(/interim update: it is not known whether/);
    });

    it("hinders no newer version, where the next update replaces it, and nothing that is not of Exchange", async () => {
      const newer = await world().work({ instead: having([one], "15.2.1748.10") });
      const su = packageOf("rollup6", { kind: "security-update", expectedBuild: null, fitsBuilds: "" });
      await newer.do("preflight-check", { package: su, differentVersions: "warn" });
      await (await world().work({ instead: having([one]) })).do("preflight-check", { package: others["Windows updates"] });
    });
  });

  describe("a package that Windows Installer has kept and that is gone", () => {
    for (const [what, update] of Object.entries(ofExchange))
      it(`is refused for ${what}, with its name and place`, async () => {
        const work = await world({ found: { installerCacheLost: true } }).work();
        (await work.refusalOf("preflight-check", { package: update })).message.should.match(
          /1 finding: installer cache: .*: Microsoft Exchange Server 2010, as C:\\Windows\\Installer\\1f83c2d\.msi \(Put them back/,
        );
      });

    it("is refused where it cannot be told, or nobody knows its place", async () => {
      const unreadable = answering("update.installerCache", () => {
        throw new OperationFailed({ server: "CAS1", operation: "update.installerCache", what: "no entry", errorId: "product-unknown" });
      });
      const nowhere = answering("update.installerCache", () => ({ missing: [{ name: "Rollup 4", file: null }] }));
      for (const [instead, says] of [
        [unreadable, /installer cache: could not be checked: no entry/],
        [nowhere, /Rollup 4, of which it no longer knows where it was/],
      ] as const)
        (await (await world().work({ instead })).refusalOf("preflight-check", { package: rollup })).message.should.match(says);
    });

    it("would end the installer with 1612", async () => {
      const at = world({ found: { installerCacheLost: true } });
      const { file } = rollup;
      await at.server().change("job.start", { id: "1", work: { kind: "msp", file, log: `${file}.log` }, limitMinutes: 60, brings: null });
      await at.pass(120_000);
      should((await at.server().read("job.poll", { id: "1" })).exitCode).equal(1612);
    });

    it("hinders nothing that is not of Exchange", async () => {
      const work = await world({ found: { installerCacheLost: true } }).work();
      await work.do("preflight-check", { package: others["a command of one's own"] });
    });
  });

  describe("license terms that nobody has accepted", () => {
    const OLD = "/IAcceptExchangeServerLicenseTerms";
    const [ON, OFF] = [`${OLD}_DiagnosticDataON`, `${OLD}_DiagnosticDataOFF`];
    /** Null where preflight lets it pass. */
    const said = async (build: string, expectedBuild: string | null, ...args: string[]): Promise<string | null> => {
      const update = packageOf("servicePack3", { arguments: ["/Mode:Upgrade", ...args], expectedBuild, fitsBuilds: "" });
      const work = await world({ found: { build } }).work();
      try {
        await work.do("preflight-check", { package: update, differentVersions: "warn" });
        return null;
      } catch (error) {
        if (error instanceof StepFailed) return error.message;
        throw error;
      }
    };

    for (const [what, build, after, takes, refuses] of [
      ["Exchange 2013", "15.0.1473.3", "15.0.1497.2", [OLD], [ON, OFF]],
      ["2016 before CU22", "15.1.1913.5", "15.1.2308.8", [OLD], [ON, OFF]],
      ["2016 CU22", "15.1.2308.8", "15.1.2375.7", [ON, OFF], [OLD]],
      ["2019 before CU11", "15.2.858.5", "15.2.922.7", [OLD], [ON, OFF]],
      ["2019 CU11", "15.2.922.7", "15.2.986.5", [ON, OFF], [OLD]],
      ["the Subscription Edition", "15.2.1748.10", "15.2.2562.17", [ON, OFF], [OLD]],
      ["a build that is not known, from before the change", "15.2.922.7", null, [OLD, ON, OFF], []],
      ["a build that is not known, from after the change", "15.2.1118.7", null, [ON, OFF], [OLD]],
      ["a version that is not known here", "15.2.2562.17", "15.3.100.1", [OLD, ON, OFF], []],
    ] as const)
      it(`are refused for ${what}: ${takes.join(" or ")} is named`, async () => {
        const none = should(await said(build, after)).be.a.String();
        none.and.match(/license terms: no argument for .* accepts the license terms.*If you accept them/);
        for (const name of takes) none.and.match(new RegExp(`One of these fits:[^.]* ${name}[,.]`));
        for (const name of refuses) should(await said(build, after, name)).match(/by a switch that this version of setup does not know/);
        for (const name of takes)
          for (const written of [name, name.toLowerCase(), name.replace("/", "-")]) should(await said(build, after, written)).be.null();
      });

    it("are none of Exchange 2010, nor of another product", async () => {
      should(await said("14.2.247.5", "14.3.123.4")).be.null();
      const farm = answering("update.installed", () => ({ product: "Web farm application", build: "15.2.0.92", updates: [] }));
      const work = await world().work({ instead: farm });
      await work.do("preflight-check", {
        package: packageOf("servicePack3", { expectedBuild: "15.3.0.1", fitsBuilds: "" }),
        differentVersions: "warn",
      });
    });

    it("are accepted by nothing that only begins or ends like the switch", async () => {
      for (const odd of [`${OLD}_Diagnostic`, OLD.slice(1), `${OLD}:yes`])
        should(await said("15.0.1473.3", "15.0.1497.2", odd)).be.a.String();
    });
  });
});

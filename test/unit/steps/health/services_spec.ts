import should from "should";
import type { VerifyResult } from "../../../../lib/steps/health/verify-health";
import type { Service } from "../../../../lib/server/operations/services";
import type { WorkOnMember } from "../harness";
import { answering, world } from "../harness";

type How = Partial<Omit<Service, "name">>;

/** What a member has besides what the lab gives it. The newer fields are missing as in journals of older versions, unless given. */
const service = (name: string, status: Service["status"], startType: Service["startType"], how: How = {}) => ({
  name,
  displayName: name,
  status,
  startType,
  dependsOn: [] as string[],
  ...how,
});
type Given = ReturnType<typeof service>;

/** Preflight sees the first services, and after a boot the member has the others. */
async function booted(before: readonly Given[], after: readonly Given[], restart: object = {}): Promise<WorkOnMember> {
  let extra = before;
  const work = await world().work({
    instead: answering("services.list", async (real) => {
      const { services } = (await real()) as { services: Service[] };
      const named = new Set([...before, ...after].map(({ name }) => name));
      return { services: [...services.filter(({ name }) => !named.has(name)), ...extra] };
    }),
  });
  await work.do("preflight-check", { differentVersions: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  await work.do("nlb-set-default-state", { state: "stopped" });
  extra = after;
  await work.do("restart-server", { when: "always", settleMinutes: 5, ...restart });
  return work;
}

interface Case {
  readonly title: string;
  readonly before: readonly Given[];
  readonly after: readonly Given[];
}

const healthy: readonly Case[] = [
  {
    title: "has another name after each sign-in, by its name alone",
    before: [service("SyncHelper_1a2b3", "running", "automatic")],
    after: [service("SyncHelper_9c8d7", "running", "automatic")],
  },
  {
    title: "has gone with its user's session, by its name alone",
    before: [service("SyncHelper_1a2b3", "running", "automatic")],
    after: [],
  },
  {
    title: "has gone with its user's session, by its type",
    before: [service("CDPUserSvc_1b", "running", "automatic", { perUser: "instance" })],
    after: [service("CDPUserSvc", "stopped", "automatic", { perUser: "template" })],
  },
  {
    title: "is of the session of somebody who has just signed in and does not run",
    before: [],
    after: [service("CDPUserSvc_2c777", "stopped", "automatic", { perUser: "instance" })],
  },
  {
    title: "is known to end when it is idle",
    before: [service("RemoteRegistry", "running", "automatic"), service("sppsvc", "running", "automatic")],
    after: [service("RemoteRegistry", "stopped", "automatic"), service("sppsvc", "stopped", "automatic")],
  },
  {
    title: "is automatic and has a trigger",
    before: [service("AnyTriggered", "running", "automatic", { trigger: true })],
    after: [service("AnyTriggered", "stopped", "automatic", { trigger: true })],
  },
  {
    title: "runs, and is started on demand from now on, as Windows changes that by itself",
    before: [service("TrustedInstaller", "running", "automatic"), service("BackupAgent", "running", "automatic")],
    after: [service("TrustedInstaller", "running", "manual"), service("BackupAgent", "running", "manual")],
  },
  {
    title: "was started on demand",
    before: [service("Helper", "running", "manual", { trigger: false, perUser: "no" })],
    after: [service("Helper", "stopped", "manual", { trigger: false, perUser: "no" })],
  },
];

const missed: readonly Case[] = [
  {
    title: "of Exchange",
    before: [service("MSExchangeRepl", "running", "automatic")],
    after: [service("MSExchangeRepl", "stopped", "automatic")],
  },
  {
    title: "of Exchange that is started on demand",
    before: [service("FMS", "running", "manual")],
    after: [service("FMS", "stopped", "manual")],
  },
  {
    title: "of Exchange that runs, but no longer starts by itself",
    before: [service("MSExchangeRepl", "running", "automatic")],
    after: [service("MSExchangeRepl", "running", "manual")],
  },
  {
    title: "that is automatic and nothing else",
    before: [service("BackupAgent", "running", "automatic", { trigger: false, perUser: "no" })],
    after: [service("BackupAgent", "stopped", "automatic", { trigger: false, perUser: "no" })],
  },
  {
    title: "that is automatic and gone",
    before: [service("BackupAgent_2019", "running", "automatic", { trigger: false, perUser: "no" })],
    after: [],
  },
  {
    title: "that is automatic, gone, and only looks like one of a user by its name",
    before: [service("BackupAgent_20190", "running", "automatic", { trigger: false, perUser: "no" })],
    after: [],
  },
  {
    title: "of which is not known what starts it",
    before: [service("BackupAgent", "running", "automatic", { trigger: null, perUser: null })],
    after: [service("BackupAgent", "stopped", "automatic", { trigger: null, perUser: null })],
  },
  {
    title: "on demand on which something automatic depends, through another",
    before: [
      service("Backup", "running", "automatic", { dependsOn: ["BackupBus"] }),
      service("BackupBus", "running", "manual", { dependsOn: ["backupstore"] }),
      service("BackupStore", "running", "manual", { trigger: true }),
    ],
    after: [
      service("Backup", "running", "automatic", { dependsOn: ["BackupBus"] }),
      service("BackupBus", "running", "manual", { dependsOn: ["backupstore"] }),
      service("BackupStore", "stopped", "manual", { trigger: true }),
    ],
  },
  {
    title: "that has become automatic and does not run",
    before: [service("Reporter", "stopped", "manual")],
    after: [service("Reporter", "stopped", "automatic")],
  },
  {
    title: "with a trigger that has become disabled",
    before: [service("AnyTriggered", "running", "automatic", { trigger: true })],
    after: [service("AnyTriggered", "stopped", "disabled", { trigger: true })],
  },
];

describe("verify-health and services that come and go", function () {
  this.timeout(20_000);

  for (const { title, before, after } of healthy)
    it(`does not miss one that ${title}`, async () => {
      const work = await booted(before, after);
      await work.do("verify-health", { settleMinutes: 3 });
      work.warnings.filter((said) => /not running yet/.test(said)).should.eql([]);
    });

  for (const { title, before, after } of missed)
    it(`misses one ${title}`, async () => {
      const work = await booted(before, after);
      const name = [...after, ...before].find(({ status }) => status === "stopped")?.name ?? before[0]?.name ?? "";
      const refusal = await work.refusalOf("verify-health", { settleMinutes: 3 });
      refusal.code.should.equal("verify-failed");
      refusal.message.should.match(/1 finding/);
      refusal.message.should.containEql(name);
    });

  it("names in its result what no longer runs and is not missed", async () => {
    const work = await booted([service("Helper", "running", "manual")], [service("Helper", "stopped", "manual")]);
    const { text, idleServices } = await work.do<VerifyResult>("verify-health", { settleMinutes: 3 });
    should(idleServices).containEql("Helper");
    text.should.match(/^healthy.*; no longer running, and not missed: .*Helper/);
  });

  it("does not look at the services that the user has named, by a pattern too and in any case", async () => {
    const before = [service("BackupAgent", "running", "automatic"), service("MSExchangeRepl", "running", "automatic")];
    const after = before.map((one) => ({ ...one, status: "stopped" as const }));
    const work = await booted(before, after);
    await work.do("verify-health", { settleMinutes: 3, ignoreServices: ["backup*", "msexchangeREPL"] });
    const refusal = await work.refusalOf("verify-health", { settleMinutes: 3, ignoreServices: ["backup", "*Agent"] });
    refusal.message.should.match(/1 finding: MSExchangeRepl/);
  });

  it("does not miss Forefront's services where its hooks were out before, and misses them where they were in", async () => {
    const before = [service("FSCMonitor", "running", "manual")];
    const after = [service("FSCMonitor", "stopped", "manual")];
    const hooks = (dependsOn: string[]) => service("MSExchangeTransport", "running", "automatic", { dependsOn });
    const out = await booted([...before, hooks([])], [...after, hooks([])]);
    await out.do("verify-health", { settleMinutes: 3 });
    const inside = await booted([...before, hooks(["FSCController"])], [...after, hooks(["FSCController"])]);
    (await inside.refusalOf("verify-health", { settleMinutes: 3 })).message.should.match(/FSCMonitor/);
  });

  it("finds a member healthy on which Forefront was out before, after a boot that does not start its controller", async () => {
    const at = world({ found: { forefront: "disabled" } });
    const work = await at.work();
    await work.do("preflight-check", { differentVersions: "warn" });
    await work.do("nlb-drainstop", { mode: "stop" });
    await work.do("restart-server", { when: "always" });
    await work.do("verify-health", { settleMinutes: 3 });
    at.member.services["FSCController"]?.status.should.equal("stopped");
  });
});

describe("restart-server and services that come and go", function () {
  this.timeout(20_000);
  const before = [service("BackupAgent", "running", "automatic"), service("edgeupdate", "running", "automatic", { trigger: true })];
  const after = before.map((one) => ({ ...one, status: "stopped" as const }));
  const notYet = (work: WorkOnMember) => work.warnings.filter((said) => /not running yet/.test(said));

  it("waits for those that are missed, and for no others", async () => {
    should(notYet(await booted(before, after))).match([/not running yet: BackupAgent\.$/]);
  });

  it("waits for none that the user has named", async () => {
    should(notYet(await booted(before, after, { ignoreServices: ["Backup*"] }))).eql([]);
  });
});

describe("preflight-check and services that come and go", () => {
  it("warns of automatic services that do not run, but not of Windows' idle ones", async () => {
    const idle = ["gupdate", "MapsBroker", "sppsvc", "RemoteRegistry", "WbioSrvc"].map((name) => service(name, "stopped", "automatic"));
    const triggered = service("AnyTriggered", "stopped", "automatic", { trigger: true });
    const work = await world().work({
      instead: answering("services.list", async (real) => {
        const { services } = (await real()) as { services: Service[] };
        const others = services.filter(({ name }) => name !== "RemoteRegistry");
        return { services: [...others, ...idle, triggered, service("MSExchangeRepl", "stopped", "automatic")] };
      }),
    });
    await work.do("preflight-check", { differentVersions: "warn" });
    work.warnings
      .filter((said) => said.includes("automatic services"))
      .should.match([/automatic services that are not running: MSExchangeRepl$|: MSExchangeRepl\W*$/]);
  });
});

import should from "should";
import { OperationFailed, Unreachable } from "../../../lib/server/errors";
import type { Layer } from "../../../lib/server/server";
import type { OperationName } from "../../../lib/server/catalogue";
import { packageOf, world } from "./harness";
import type { WorkOnMember } from "./harness";
import type { Doing } from "./products-and-cultures";

/** What a member does instead of an answer. */
const instead = {
  refuses: (operation: OperationName) => new OperationFailed({ server: "CAS1", operation, what: "refused", errorId: "denied" }),
  "is silent": (operation: OperationName) => new Unreachable({ server: "CAS1", operation, what: "no answer" }),
  "brings a fault of ours to light": () => new TypeError("ours"),
} as const;
type Instead = keyof typeof instead;
const ways = Object.keys(instead) as Instead[];

/** A step, and what it asks in this order. It fails by each, but for those by which it goes on. */
interface Asking {
  readonly after?: readonly Doing[];
  readonly step: Doing;
  readonly asks: readonly OperationName[];
  /** Where the member refuses once: the step says less, asks somebody else or tries again. */
  readonly goesOnWhenRefused?: readonly OperationName[];
  /** Where it is silent for some looks. */
  readonly goesOnWhenSilent?: readonly OperationName[];
}

const update = packageOf("rollup6");
const out: readonly Doing[] = [
  ["preflight-check", { package: update }],
  ["nlb-drainstop", { mode: "stop" }],
  ["nlb-set-default-state", { state: "stopped" }],
];
const hooksOut: readonly Doing[] = [
  ["nlb-drainstop", { mode: "stop" }],
  ["fscutility", { action: "disable" }],
];
const transport = { services: ["MSExchangeMailboxReplication"] };
const proof = "C:\\Backup\\proof.txt";
const backup = { file: "C:\\Backup\\backup.cmd", arguments: [`/proof:${proof}`], proofFile: proof };
const everyLook = ["system.info", "system.pendingReboot", "services.list", "events.since", "update.installed", "probe.tcp"] as const;

const table: readonly Asking[] = [
  {
    step: ["preflight-check", { package: update }],
    asks: [
      "update.installed",
      "files.stat",
      "system.info",
      "system.pendingReboot",
      "services.list",
      "events.cursor",
      "nlb.host",
      "forefront.status",
      "scom.maintenance",
      "system.executionPolicy",
      "update.installerCache",
      "update.unfinishedSetup",
    ],
    // Whether it has the update is looked at once more by the checks.
    goesOnWhenRefused: ["update.installed", "events.cursor", "scom.maintenance"],
    goesOnWhenSilent: ["events.cursor", "scom.maintenance"],
  },
  { step: ["scom-maintenance", { action: "begin" }], asks: ["scom.maintenance", "scom.begin"] },
  {
    after: [["scom-maintenance", { action: "begin" }]],
    step: ["scom-maintenance", { action: "end" }],
    asks: ["scom.maintenance", "scom.end"],
  },
  {
    step: ["nlb-drainstop", { limitMinutes: 60 }],
    asks: ["nlb.host", "nlb.connections", "nlb.drain"],
    goesOnWhenRefused: ["nlb.connections"],
    goesOnWhenSilent: ["nlb.connections"],
  },
  {
    step: ["nlb-drainstop", { mode: "stop" }],
    asks: ["nlb.host", "nlb.connections", "nlb.stop"],
    goesOnWhenRefused: ["nlb.connections"],
    goesOnWhenSilent: ["nlb.connections"],
  },
  { after: out.slice(0, 2), step: ["nlb-set-default-state", { state: "stopped" }], asks: ["nlb.host", "nlb.setDefaultState"] },
  { after: out, step: ["nlb-set-default-state", { state: "as-found" }], asks: ["nlb.host", "nlb.setDefaultState"] },
  { after: out, step: ["nlb-start"], asks: ["nlb.host", "nlb.start"] },
  {
    after: out.slice(1, 2),
    step: ["fscutility", { action: "disable" }],
    asks: ["forefront.status", "nlb.host", "services.list", "services.stop", "forefront.disable", "services.start"],
    // What it needs stopped may have been started by others.
    goesOnWhenRefused: ["forefront.disable"],
  },
  {
    after: hooksOut,
    step: ["fscutility", { action: "as-found" }],
    asks: ["forefront.status", "services.list", "services.stop", "forefront.enable", "services.start"],
    goesOnWhenRefused: ["forefront.enable"],
  },
  { step: ["service-control", { action: "stop", ...transport }], asks: ["services.list", "services.stop"] },
  {
    after: [["service-control", { action: "stop", ...transport }]],
    step: ["service-control", { action: "restore" }],
    asks: ["services.list", "services.start"],
  },
  { step: ["backup-server", backup], asks: ["job.poll", "job.start", "files.stat"], goesOnWhenSilent: ["job.poll"] },
  {
    after: out,
    step: ["install-update", { package: update }],
    asks: ["job.poll", "nlb.host", "update.installed", "files.stat", "system.executionPolicy", "job.start"],
    goesOnWhenSilent: ["job.poll"],
  },
  {
    after: [...out, ["install-update", { package: update }]],
    step: ["restart-server", { when: "always" }],
    asks: ["system.info", "system.pendingReboot", "nlb.host", "system.restart", "services.list"],
    goesOnWhenSilent: ["services.list"],
  },
  {
    after: [...out, ["install-update", { package: update }], ["restart-server", { when: "always" }]],
    step: ["verify-health", { package: update, tcpPorts: [443] }],
    asks: everyLook,
    // Whether a restart waits is then told as not known.
    goesOnWhenRefused: ["system.pendingReboot"],
    goesOnWhenSilent: everyLook,
  },
];

/** The member at work does so with one question, as often as it is said. */
class Unkind {
  private op: OperationName | null = null;
  private how: Instead = "refuses";
  private left = 0;
  asked = 0;

  readonly layer: Layer = (next) => async (server, op, args, call) => {
    if (server === "CAS1" && op === this.op && this.left-- > 0) {
      this.asked++;
      throw instead[this.how](op);
    }
    return await next(server, op, args, call);
  };

  /** A silent one is asked three times for each look, so this is silence for two. */
  becomes(op: OperationName, how: Instead): void {
    [this.op, this.how, this.left, this.asked] = [op, how, how === "is silent" ? 6 : 1, 0];
  }
}

async function begun({ after = [] }: Asking): Promise<{ work: WorkOnMember; member: Unkind }> {
  const member = new Unkind();
  const work = await world().work({ instead: member.layer });
  for (const [step, options] of after) await work.do(step, options);
  return { work, member };
}

const goOn = ({ goesOnWhenRefused = [], goesOnWhenSilent = [] }: Asking, how: Instead): readonly OperationName[] =>
  how === "refuses" ? goesOnWhenRefused : how === "is silent" ? goesOnWhenSilent : [];

describe("A member that gives no answer", function () {
  this.timeout(30_000);

  for (const row of table) {
    const [name, options] = row.step;
    const what = [name, ...Object.values(options ?? {}).filter((value) => typeof value === "string" && /^[a-z-]+$/.test(value))].join(" ");

    it(`ends ${what}, whatever it does not tell; and takes a fault of ours for no answer of its`, async () => {
      const { work, member } = await begun(row);
      for (const op of row.asks)
        for (const how of ways.filter((one) => !goOn(row, one).includes(op))) {
          member.becomes(op, how);
          const failed: unknown = await work.do(name, options).then(
            () => null,
            (error: unknown) => error,
          );
          should(member.asked).be.above(0, `${op} was not asked`);
          should(failed).be.an.instanceOf(Error, `${op}, ${how}: ended well`);
          should(failed instanceof TypeError).equal(how === "brings a fault of ours to light", `${op}, ${how}: ${String(failed)}`);
        }
    });

    for (const how of ["refuses", "is silent"] as const)
      for (const op of goOn(row, how))
        it(`does not end ${what} where it ${how} for a moment: ${op}`, async () => {
          const { work, member } = await begun(row);
          member.becomes(op, how);
          await work.do(name, options);
          member.asked.should.be.above(0);
        });
  }
});

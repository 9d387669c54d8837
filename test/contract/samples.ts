import should from "should";
import { packages } from "../../lib/adapters/lab";
import type { ArgsOf, ChangeOp, OperationName, ReadOp } from "../../lib/server/catalogue";
import { catalogue, operationOf } from "../../lib/server/catalogue";
import { sameBoot } from "../../lib/server/operations/system";
import type { Server } from "../../lib/server/server";
import { minutes } from "../../lib/time/duration";

/** How one operation is asked on a member of the array, and what comes before it: with the example of its entry unless told. */
export interface ReadSample<Op extends ReadOp> {
  readonly args?: ArgsOf<Op>;
  /** Parts of the answer that depend on the moment or are told more roughly, and differ between two worlds that are alike. */
  readonly varies?: readonly string[];
}

/** What the read says that a change names. */
export type Reading = Readonly<Record<string, unknown>>;

/** When the server says no, and with which error id. */
export interface Refused<Op extends ChangeOp> {
  readonly errorId: string;
  readonly args?: ArgsOf<Op>;
  readonly first?: (server: Server) => Promise<void>;
  readonly fault?: "scom-refuses";
}

export interface ChangeSample<Op extends ChangeOp> {
  readonly args?: ArgsOf<Op> | ((server: Server) => Promise<ArgsOf<Op>>);
  /** What has to be so that it can be made, and seen: whatever was done to the member before. */
  readonly first?: (server: Server) => Promise<void>;
  /** What is to be seen besides, where the read that it names does not tell all. @returns what is still so when it has been made again */
  readonly proof?: (server: Server) => Promise<unknown>;
  /** With what it is looked for, where that is not what it was sent with. */
  readonly looksFor?: ArgsOf<Op>;
  /** How long it may be, on the connection's clock, until anything is to be seen of it; at once unless told. */
  readonly showsWithinMs?: number;
  /** Looks at the readings before and after it was made again; where there is none, they are equal. */
  readonly unharmed?: (first: Reading, second: Reading) => void;
  readonly refused?: Refused<Op>;
}

type Samples = { readonly [Op in OperationName]?: Op extends ReadOp ? ReadSample<Op> : Op extends ChangeOp ? ChangeSample<Op> : never };

const PROOF = "C:\\Backup\\proof of it.txt";
const imap = catalogue["services.start"].example;
const rpc = catalogue["services.stop"].example;
const backup = catalogue["job.start"].example;

const suspended = async (server: Server): Promise<void> => server.change("nlb.suspend", {});
const started = async (server: Server): Promise<void> => {
  await server.change("nlb.resume", {});
  await server.change("nlb.start", {});
};
const stopped = async (server: Server): Promise<void> => {
  await server.change("nlb.resume", {});
  await server.change("nlb.stop", {});
};
/** Stops services and waits until they have stopped, as a step does. */
const withoutServices =
  (...names: readonly string[]) =>
  async (server: Server): Promise<void> => {
    for (const name of names) {
      await server.change("services.stop", { name });
      for (;;) {
        const { services } = await server.read("services.list", {});
        if (services.find((service) => service.name === name)?.status === "stopped") break;
      }
    }
  };
const running =
  (name: string) =>
  async (server: Server): Promise<void> => {
    await server.change("services.start", { name });
    for (;;) {
      const { services } = await server.read("services.list", {});
      if (services.find((service) => service.name === name)?.status === "running") break;
    }
  };
/** Of all services, the one that it was about: others may be on their way up after a boot. */
const sameService =
  (name: string) =>
  (...readings: readonly [Reading, Reading]): void => {
    const [first, second] = readings.map(({ services }) => (services as { name: string }[]).find((service) => service.name === name));
    should(second).be.ok().and.eql(first);
  };
const forefrontStopped = withoutServices("MSExchangeTransport", "FSCController");
/** In a window of its own, which the agent has taken up: what an earlier one would last is nobody's business. */
const inMaintenance = async (server: Server): Promise<void> => {
  await server.change("scom.end", {});
  await server.change("scom.begin", { minutes: 90, ...quiet });
  while (!(await server.read("scom.maintenance", {})).inEffect);
};
const notInMaintenance = async (server: Server): Promise<void> => server.change("scom.end", {});
const quiet = { reason: "PlannedApplicationMaintenance", comment: "rolling update" } as const;

/** For the operations of which more is to be said than the example of their entry. */
const samples: Samples = {
  "system.info": { varies: ["clock", "bootedAt", "powershell"] },
  "system.restart": {
    args: async (server) => ({ bootedAt: (await server.read("system.info", {})).bootedAt }),
    // Windows goes down some seconds after it has said yes.
    showsWithinMs: minutes(5),
    unharmed: (first, second) => sameBoot(String(first["bootedAt"]), String(second["bootedAt"])).should.be.true("it has booted again"),
  },

  "nlb.connections": { varies: ["clients", "total", "ports"] },
  "nlb.drain": { first: started, refused: { errorId: "nlb-suspended", first: suspended } },
  "nlb.stop": { first: started, refused: { errorId: "nlb-suspended", first: suspended } },
  "nlb.start": { first: stopped, refused: { errorId: "nlb-suspended", first: suspended } },
  "nlb.suspend": { first: started },
  "nlb.resume": { first: suspended },

  "forefront.disable": {
    first: async (server) => {
      await forefrontStopped(server);
      await server.change("forefront.enable", {});
    },
    refused: { errorId: "forefront-blocked" },
  },
  "forefront.enable": {
    first: async (server) => {
      await forefrontStopped(server);
      await server.change("forefront.disable", {});
    },
  },

  "scom.maintenance": { varies: ["clock"] },
  "scom.begin": { args: { minutes: 600, ...quiet }, first: notInMaintenance, refused: { errorId: "scom-refused", fault: "scom-refuses" } },
  "scom.extend": {
    args: { minutes: 900 },
    // So much is left of it for a while; as it was sent, it is seen for a minute only.
    looksFor: { minutes: 240 },
    first: inMaintenance,
    // It counts from the moment at which it is sent.
    unharmed: (first, second) => {
      Date.parse(String(second["endsAt"])).should.be.aboveOrEqual(Date.parse(String(first["endsAt"])));
      ({ ...second, endsAt: null }).should.eql({ ...first, endsAt: null });
    },
    refused: { errorId: "scom-not-in-maintenance", first: notInMaintenance },
  },
  "scom.setEnd": {
    args: async (server) => ({ endsAt: new Date(Date.parse((await server.read("scom.maintenance", {})).clock) + 7_200_000).toISOString() }),
    first: inMaintenance,
    refused: { errorId: "scom-not-in-maintenance", args: { endsAt: "2031-01-01T00:00:00.000Z" }, first: notInMaintenance },
  },
  "scom.end": { first: inMaintenance },

  "services.start": {
    first: withoutServices(imap.name),
    unharmed: sameService(imap.name),
    refused: { errorId: "no-such-service", args: { name: "Nobody" } },
  },
  "services.stop": {
    first: running(rpc.name),
    unharmed: sameService(rpc.name),
    refused: { errorId: "service-dependents-running", args: { name: "MSExchangeADTopology" } },
  },
  "services.setStartType": {
    first: async (server) => server.change("services.setStartType", { ...imap, startType: "manual" }),
    unharmed: sameService(imap.name),
    refused: { errorId: "no-such-service", args: { name: "Nobody", startType: "manual" } },
  },

  "events.cursor": { varies: ["clock", "cursor"] },
  "events.since": { varies: ["events", "more"] },

  "files.copy": {
    refused: {
      errorId: "file-hash",
      args: { from: packages.webFarm.copyFrom, to: "C:\\Updates\\never.exe", sha256: packages.rollup6.sha256 },
    },
  },

  "job.start": {
    proof: async (server) => {
      for (;;) {
        const { state, exitCode } = await server.read("job.poll", { id: backup.id });
        if (state === "running") continue;
        ({ state, exitCode }).should.eql({ state: "finished", exitCode: 0 });
        // In it stands when it was written.
        const { exists, sha256 } = await server.read("files.stat", { path: PROOF });
        exists.should.be.true();
        return sha256;
      }
    },
    // The program runs for some minutes, once it has started.
    showsWithinMs: minutes(15),
    // The members have Windows Server 2008 R2.
    refused: { errorId: "account-not-usable", args: { ...backup, id: "another", account: "CONTOSO\\gmsa-exchange$" } },
  },
  "job.cancel": {
    first: async (server) => server.change("job.start", { ...backup, ...catalogue["job.cancel"].example }),
    // One that has come to its end by itself has an exit code.
    proof: async (server) => should((await server.read("job.poll", catalogue["job.cancel"].example)).exitCode).be.null(),
  },

  "probe.tcp": { varies: ["ms"] },
  "probe.http": { varies: ["ms"] },
  "probe.signOn": { varies: ["ms"] },
};

/** The sample of an operation, for those who work on any of them. */
export const readSample = (op: ReadOp): ReadSample<ReadOp> & Required<Pick<ReadSample<ReadOp>, "args">> => ({
  args: operationOf(op).example as never,
  ...(samples[op] as ReadSample<ReadOp> | undefined),
});
export const changeSample = (op: ChangeOp): ChangeSample<ChangeOp> & Required<Pick<ChangeSample<ChangeOp>, "args">> => ({
  args: operationOf(op).example as never,
  ...(samples[op] as ChangeSample<ChangeOp> | undefined),
});

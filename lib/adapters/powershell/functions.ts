import type { z } from "zod";
import type { catalogue, ChangeOp, OperationName, TellOp } from "../../server";
import type { Work } from "../../server/operations";

/** One flat record, as functions of the module return it: values that survive any serialisation. A list is one text, with a line per item. */
export type Flat = Readonly<Record<string, string | number | boolean | null>>;

/** What PowerShell's parameter binder gets. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[]>>;

type Args<Op extends OperationName> = z.output<(typeof catalogue)[Op]["args"]>;
/** Operations that this process does itself. */
export type ControllerOp = Extract<OperationName, `probe.${string}` | TellOp>;
export type RemoteOp = Exclude<OperationName, ControllerOp>;

interface Binding<Op extends RemoteOp> {
  /** The public function of the module RollingUpdate. */
  readonly name: string;
  /** More public functions, where one call is not enough; they do no operation on their own. */
  readonly besides?: readonly string[];
  readonly parameters: (args: Args<Op>) => Parameters;
  /** Makes the answer that the catalogue describes from the records; whether it fits is checked there. */
  readonly answer: (records: readonly Flat[], args: Args<Op>) => unknown;
}

const nothing = (): Parameters => ({});
const one = (records: readonly Flat[]): unknown => records[0];
const noAnswer = (): undefined => undefined;
const lines = (text: unknown): unknown => (typeof text === "string" ? text.split("\n").filter((line) => line !== "") : text);

const numbers = (text: unknown): unknown => {
  const found = lines(text);
  return Array.isArray(found) ? found.map(Number) : found;
};

const change = <Op extends ChangeOp & RemoteOp>(name: string, parameters: (args: Args<Op>) => Parameters = nothing): Binding<Op> => ({
  name,
  parameters,
  answer: noAnswer,
});

/**
 * Which function does which operation, and how data goes in and comes out: one to one, so that a JEA endpoint can offer exactly these.
 * It is the only list of the module's public functions: a test compares the manifest and the files of the module with it.
 */
export const functions: { readonly [Op in RemoteOp]: Binding<Op> } = {
  "system.info": { name: "Get-RUSystem", parameters: nothing, answer: one },
  "system.pendingReboot": { name: "Get-RUPendingReboot", parameters: nothing, answer: (reasons) => ({ reasons }) },
  "system.executionPolicy": {
    name: "Get-RUExecutionPolicy",
    parameters: nothing,
    answer: (policies) => ({ policies: policies.map(({ scope, user = null, policy }) => ({ scope, user, policy })) }),
  },
  "system.restart": change("Restart-RUSystem", ({ bootedAt }) => ({ BootedAt: bootedAt })),

  "nlb.host": {
    name: "Get-RUNlbHost",
    parameters: nothing,
    answer: ([host]) => host && { ...host, convergedWith: numbers(host["convergedWith"]) },
  },
  "nlb.connections": {
    name: "Get-RUNlbConnection",
    parameters: nothing,
    answer: ([sum, ...ports]) => sum && { ...sum, ports },
  },
  "nlb.drain": change("Start-RUNlbDrain"),
  "nlb.stop": change("Stop-RUNlbHost"),
  "nlb.start": change("Start-RUNlbHost"),
  "nlb.suspend": change("Suspend-RUNlbHost"),
  "nlb.resume": change("Resume-RUNlbHost"),
  "nlb.setDefaultState": change("Set-RUNlbDefaultState", ({ state }) => ({ State: state })),

  "forefront.status": { name: "Get-RUForefront", parameters: nothing, answer: one },
  "forefront.enable": change("Enable-RUForefront"),
  "forefront.disable": change("Disable-RUForefront"),

  "scom.maintenance": {
    name: "Get-RUMaintenance",
    parameters: nothing,
    answer: ([computer]) => {
      if (computer === undefined) return undefined;
      const { partsOn, partsOff, ...rest } = computer;
      return { ...rest, parts: partsOn === null ? null : { inMaintenance: partsOn, monitored: partsOff } };
    },
  },
  "scom.begin": change("Start-RUMaintenance", ({ minutes, reason, comment }) => ({ Minutes: minutes, Reason: reason, Comment: comment })),
  "scom.extend": change("Add-RUMaintenanceTime", ({ minutes }) => ({ Minutes: minutes })),
  "scom.setEnd": change("Set-RUMaintenanceEnd", ({ endsAt }) => ({ EndsAt: endsAt })),
  "scom.end": change("Stop-RUMaintenance"),

  "services.list": {
    name: "Get-RUService",
    parameters: nothing,
    answer: (records) => ({ services: records.map((service) => ({ ...service, dependsOn: lines(service["dependsOn"]) })) }),
  },
  "services.start": change("Start-RUService", ({ name }) => ({ Name: name })),
  "services.stop": change("Stop-RUService", ({ name }) => ({ Name: name })),
  "services.setStartType": change("Set-RUServiceStartType", ({ name, startType }) => ({ Name: name, StartType: startType })),

  "events.cursor": {
    name: "Get-RUEventCursor",
    parameters: nothing,
    answer: ([at]) => at && { cursor: { Application: at["application"], System: at["system"] }, clock: at["clock"] },
  },
  "events.since": {
    name: "Get-RUEvent",
    // One more than asked for shows whether there are more.
    parameters: ({ cursor, levels, atMost }) => ({
      AfterApplication: cursor.Application,
      AfterSystem: cursor.System,
      Level: levels,
      AtMost: atMost + 1,
    }),
    answer: (events, { atMost }) => ({ events: events.slice(0, atMost), more: events.length > atMost }),
  },

  "files.stat": { name: "Get-RUFile", parameters: ({ path }) => ({ Path: path }), answer: one },
  "files.tail": {
    name: "Get-RUFileText",
    parameters: ({ path, offset, atMostBytes }) => ({ Path: path, Offset: offset, AtMostBytes: atMostBytes }),
    answer: one,
  },
  "files.copy": {
    ...change("Copy-RUFile", ({ from, to, sha256 }) => ({ From: from, To: to, Sha256: sha256 })),
    // A package that this host sends through the session arrives in parts, before it gets its name.
    besides: ["Add-RUFilePart"],
  },

  "update.installed": {
    name: "Get-RUInstalledUpdate",
    parameters: nothing,
    answer: ([first, ...updates]) =>
      first && { product: first["product"], build: first["build"], updates: first["allUpdates"] === true ? updates : null },
  },
  "update.history": { name: "Get-RUUpdateHistory", parameters: ({ kbs }) => ({ Kb: kbs }), answer: (entries) => ({ entries }) },
  "update.installerCache": { name: "Get-RUMissingPackage", parameters: nothing, answer: (missing) => ({ missing }) },
  "update.unfinishedSetup": {
    name: "Get-RUUnfinishedSetup",
    parameters: nothing,
    answer: (roles) => ({ roles: roles.map(({ role, action = null }) => ({ role, action })) }),
  },

  "job.poll": { name: "Get-RUJob", parameters: ({ id }) => ({ Id: id }), answer: one },
  "job.account": { name: "Get-RUJobAccount", parameters: ({ account }) => ({ Account: account }), answer: one },
  "job.start": change("Start-RUJob", ({ id, work, limitMinutes, account }) => ({
    Id: id,
    LimitMinutes: limitMinutes,
    ...workParameters(work),
    ...(account === null ? {} : { Account: account }),
  })),
  "job.cancel": change("Stop-RUJob", ({ id }) => ({ Id: id })),

  "script.look": {
    name: "Invoke-RUScript",
    parameters: ({ file, arguments: given }) => ({ File: file, Argument: given }),
    answer: one,
  },
};

function workParameters(work: Work): Parameters {
  switch (work.kind) {
    case "msp":
      return { Kind: work.kind, File: work.file, Log: work.log };
    case "windows-updates":
      return { Kind: work.kind, Kb: work.kbs };
    default:
      return { Kind: work.kind, File: work.file, Argument: work.arguments };
  }
}

/** The names of all public functions of the module RollingUpdate, in the order of the table. */
export const publicFunctions: readonly string[] = Object.values<Pick<Binding<RemoteOp>, "name" | "besides">>(functions).flatMap(
  ({ name, besides = [] }) => [name, ...besides],
);

/** The binding of an operation, for code that works on any of them; undefined for what this process does itself. */
export const functionOf = (op: OperationName): Binding<RemoteOp> | undefined =>
  (functions as Partial<Record<OperationName, unknown>>)[op] as Binding<RemoteOp> | undefined;

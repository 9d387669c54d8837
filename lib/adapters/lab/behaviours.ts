import type { z } from "zod";
import type { Account, catalogue, OperationName, ReadOp, ResultOf, TellOp } from "../../server";
import { sameBoot } from "../../server/operations";
import { instant } from "../../time";
import { lookAtAccount, mayRunAs } from "./jobs";
import { http, maySwitch, onShare, runScript, signOn, switchTo, tcp } from "./machine";
import { Refusal } from "./laws";
import type { Resident } from "./resident";
import type { World } from "./world";

type Args<Op extends OperationName> = z.output<(typeof catalogue)[Op]["args"]>;

/** What a change does, once it is accepted. */
export type Effect = () => void;

/** The member that an operation is about. */
export interface Subject extends Resident {
  readonly world: World;
  /** Who signs on. Never written down. */
  readonly account?: Account | undefined;
}

/**
 * A read answers. A change throws a Refusal if it is not allowed, and returns its effect, so that it can be written down before it happens.
 * A tell returns what the truth keeps of it: nobody outside hears of it, and secrets are left out.
 */
type Behaviours = {
  readonly [Op in OperationName]: (
    subject: Subject,
    args: Args<Op>,
  ) => Op extends ReadOp ? ResultOf<Op> : Op extends TellOp ? object : Effect;
};

/** What each operation of the catalogue does in the lab. */
export const behaviours: Behaviours = {
  "system.info": ({ machine }) => ({
    computer: machine.name,
    os: machine.role.os,
    powershell: machine.role.powershell,
    bootedAt: instant(machine.hardware.bootedAt),
    clock: instant(machine.clock()),
    freeDiskMb: machine.hardware.freeDiskMb,
  }),
  "system.pendingReboot": ({ machine }) => ({ reasons: [...machine.software.pendingReboot] }),
  "system.executionPolicy": ({ machine }) => ({ policies: [...machine.software.executionPolicies()] }),
  "system.restart":
    (subject, { bootedAt }) =>
    () => {
      if (sameBoot(instant(subject.machine.hardware.bootedAt), bootedAt)) subject.world.restart(subject);
    },

  "nlb.host": ({ world, host }) => world.cluster.look(host),
  "nlb.connections": ({ world, host }) => world.outside.clients.connections(host),
  "nlb.drain": ({ world: { cluster }, host }) => {
    cluster.mayTurn(host);
    return () => cluster.drain(host);
  },
  "nlb.stop": ({ world: { cluster }, host }) => {
    cluster.mayTurn(host);
    return () => cluster.stop(host);
  },
  "nlb.start": ({ world: { cluster }, host }) => {
    cluster.mayTurn(host);
    return () => cluster.start(host);
  },
  "nlb.suspend":
    ({ world, host }) =>
    () =>
      world.cluster.suspend(host),
  "nlb.resume":
    ({ world, host }) =>
    () =>
      world.cluster.resume(host),
  "nlb.setDefaultState":
    ({ world, host }, { state }) =>
    () =>
      world.cluster.setDefaultState(host, state),

  "forefront.status": ({ machine }) => ({ state: machine.software.forefront, rollupScript: machine.software.rollupScript }),
  "forefront.enable": ({ machine }) => {
    maySwitch(machine, "enabled");
    return () => switchTo(machine, "enabled");
  },
  "forefront.disable": ({ machine }) => {
    maySwitch(machine, "disabled");
    return () => switchTo(machine, "disabled");
  },

  "scom.maintenance": ({ world, machine }) => world.scom.look(machine),
  "scom.begin": ({ world: { scom }, machine }, { minutes, reason, comment }) => {
    scom.mayBegin(machine);
    return () => scom.begin(machine, minutes, { reason, comment });
  },
  "scom.extend": ({ world: { scom }, machine }, { minutes }) => {
    scom.mayExtend(machine);
    return () => scom.extend(machine, minutes);
  },
  "scom.setEnd": ({ world: { scom }, machine }, { endsAt }) => {
    scom.mayExtend(machine);
    return () => scom.setEnd(machine, Date.parse(endsAt));
  },
  "scom.end":
    ({ world, machine }) =>
    () =>
      world.scom.end(machine),

  "services.list": ({ machine }) => ({ services: machine.services.list() }),
  "services.start": ({ machine: { services } }, { name }) => {
    services.mayStart(name);
    return () => services.start(name);
  },
  "services.stop": ({ machine: { services } }, { name }) => {
    services.mayStop(name);
    return () => services.stop(name);
  },
  "services.setStartType": ({ machine: { services } }, { name, startType }) => {
    services.get(name);
    return () => services.setStartType(name, startType);
  },

  "events.cursor": ({ machine }) => ({ cursor: machine.events.cursor(), clock: instant(machine.clock()) }),
  "events.since": ({ machine }, { cursor, levels, atMost }) => machine.events.since(cursor, levels, atMost),

  "files.stat": ({ machine }, { path }) => machine.files.stat(path),
  "files.tail": ({ machine }, { path, offset, atMostBytes }) => machine.files.tail(path, offset, atMostBytes),
  "files.copy": ({ machine }, { from, to, sha256 }) => {
    const file = onShare.get(from.toLowerCase()) ?? machine.files.get(from);
    if (file === undefined || typeof file === "string")
      throw new Refusal("no-such-file", `there is no file ${from}`, "Check the path and the share.");
    if (file.sha256 !== sha256)
      throw new Refusal("file-hash", `${from} does not have the hash ${sha256}`, "Fetch the package again from its vendor.");
    return () => machine.files.put(to, file);
  },

  "update.installed": ({ machine }) => ({
    product: machine.product,
    build: machine.software.build,
    updates: [...machine.software.updates],
  }),

  "update.history": ({ machine }, { kbs }) => ({ entries: machine.historyOf(kbs) }),

  "update.installerCache": ({ machine }) => ({ missing: machine.missing }),
  "update.unfinishedSetup": ({ machine }) => ({ roles: [...machine.software.unfinished] }),

  "job.poll": ({ jobs }, { id }) => jobs.poll(id),
  "job.account": ({ machine }, { account }) => lookAtAccount(account, machine.role.os),
  "job.start": ({ jobs, machine }, order) => {
    mayRunAs(order.account, machine.role.os);
    return () => jobs.start(order);
  },
  "job.cancel":
    ({ jobs }, { id }) =>
    () =>
      jobs.cancel(id),

  "probe.http": ({ machine }, target) => http(machine, target),
  "probe.signOn": ({ machine, account }, target) => signOn(machine, target, account),
  "probe.tcp": ({ machine }, { port }) => tcp(machine, port),

  "notice.post": (_, { id, url, body }) => ({ id, to: new URL(url).host, body }),

  "script.look": ({ world, host, machine }, { file }) => runScript(file, world.cluster.takesClients(host) && machine.answers),
};

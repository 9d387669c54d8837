import { OperationFailed, ServerError } from "../../server";
import { enumerated, instant, joined, listed, text, textBeside } from "../../texts";
import { downNow } from "../services";
import { lookAtArray, nlbHostIfAny } from "../traffic";
import { refuse, saidBy, type Check, type Finding, warn } from "./check";
import { takenOutBy } from "./of-our-own-runs";

/**
 * Where an installer of Exchange writes how services started before it disables them. The file stays after good installations too, so that it says
 * something only where services are disabled. The next installer takes what it finds for right.
 * @see https://github.com/microsoft/CSS-Exchange/issues/522
 */
const startTypesBefore = "C:\\ExchangeSetupLogs\\ServiceStartupMode.xml";

export const services: Check = {
  name: textBeside("check.services", "services"),
  looksAt: "services and how they start",
  refusesWhen:
    "never; it warns of automatic services that do not run, apart from those that Windows starts and stops by itself, and of Exchange services that are disabled",
  run: async ({ server }) => {
    const { services: all } = await server.read("services.list", {});
    const down = downNow(all).map(({ name }) => name);
    // The prefix, not the word: vmickvpexchange is Hyper-V's.
    const disabled = all.filter(({ startType, name }) => startType === "disabled" && /^MSExchange/i.test(name)).map(({ name }) => name);
    const findings: Finding[] = [];
    if (down.length > 0) findings.push(warn(text("preflight.services-down", { services: listed(down) })));
    if (disabled.length === 0) return findings;
    const { exists } = await server.read("files.stat", { path: startTypesBefore });
    const told = text("preflight.services-disabled", { services: listed(disabled) });
    findings.push(warn(exists ? text("preflight.services-left-disabled", { disabled: told, file: startTypesBefore }) : told));
    return findings;
  },
};

export const forefront: Check = {
  name: textBeside("check.forefront", "Forefront"),
  looksAt: "Forefront's hooks, a customization script of the rollup's own, and whether a step of the flow takes the hooks out",
  refusesWhen:
    "never; it warns of such a script, which does the work of fscutility itself, of hooks that are out already (they stay out), and of hooks that stay in during the installation since no step takes them out",
  run: async ({ server, leftOut }) => {
    const { state, rollupScript } = await server.read("forefront.status", {});
    if (state === "not-installed") return [];
    const findings: Finding[] = [];
    if (rollupScript) findings.push(warn(text("preflight.forefront-script")));
    if (state === "disabled") findings.push(warn(text("preflight.forefront-out")));
    else if (!rollupScript && leftOut?.includes("fscutility")) findings.push(warn(text("preflight.forefront-stays-in")));
    return findings;
  },
};

const SCOM_STEP = "scom-maintenance";

export const maintenance: Check = {
  name: textBeside("check.maintenance", "maintenance mode"),
  looksAt: "a maintenance window in SCOM that is there already, and whether a step of the flow begins one",
  refusesWhen:
    "the flow has a step for SCOM and the array names no SCOM server; it warns of a window that is there (it is kept and gets its end back afterward) and, where SCOM watches the member, of a flow that does not begin one",
  run: async ({ server, leftOut }) => {
    try {
      const { on, endsAt, comment, parts } = await server.read("scom.maintenance", {});
      const count = parts?.inMaintenance ?? 0;
      if (!on && leftOut?.includes(SCOM_STEP)) return [warn(text("preflight.maintenance-left-out"))];
      if (!on) return count === 0 ? [] : [warn(text("preflight.maintenance-of-parts", { count }))];
      const maintenance =
        endsAt === null ? text("preflight.maintenance") : text("preflight.maintenance-until", { endsAt: instant(Date.parse(endsAt)) });
      if (comment === null || comment === "") return [warn(text("preflight.maintenance-kept", { maintenance }))];
      return [warn(text("preflight.maintenance-kept-saying", { maintenance, comment }))];
    } catch (error) {
      // A flow without SCOM leaves its step out. With SCOM that step fails, before anything else is touched.
      if (!(error instanceof ServerError)) throw error;
      if (leftOut !== null && error instanceof OperationFailed && error.errorId === "no-scom-server")
        return leftOut.includes(SCOM_STEP) ? [] : [refuse(text("preflight.maintenance-no-server"))];
      return [warn(text("preflight.maintenance-unread", { what: saidBy(error) }))];
    }
  },
};

export const nlbState: Check = {
  name: textBeside("check.nlb", "NLB"),
  looksAt: "the member's state in NLB, its default state, and whether its last state is persisted",
  refusesWhen:
    "it is in no cluster (unless members of the array are taken out by other means), stopped or suspended (unless such members are to be updated and left out), draining, converging or in a state that is not known",
  run: async (context, { foundOut }) => {
    const host = await nlbHostIfAny(context);
    if (host === null) return context.array.takenOut === "at-gate" ? [refuse(text("preflight.no-nlb"))] : [];
    const findings: Finding[] = [];
    if (host.state === "stopped" || host.state === "suspended") {
      if (foundOut === "leave-out") findings.push(warn(text("preflight.nlb-left-out", { state: host.state })));
      else findings.push(refuse(await takenOutBy(context, host.state)));
    } else if (host.state !== "converged") findings.push(refuse(text("preflight.nlb-not-converged", { state: host.text })));
    else if (host.defaultState !== "started") findings.push(warn(text("preflight.nlb-default-state", { state: host.defaultState })));
    // Nothing tells it on a plain host: after every boot of an update the state is looked at anyway.
    if (host.persistsLastState === true) findings.push(warn(text("preflight.nlb-persists")));
    return findings;
  },
};

export const nlbPriorities: Check = {
  name: textBeside("check.nlb-priorities", "NLB priorities"),
  looksAt: "the priorities of all members in NLB that answer",
  refusesWhen: "two hosts of one cluster have the same priority: they never converge",
  run: async (context) => {
    const hosts = (await lookAtArray(context)).flatMap(({ name, host }) => (host === null ? [] : [{ name, ...host }]));
    const same = (one: (typeof hosts)[number], other: (typeof hosts)[number]) =>
      one.priority === other.priority && one.cluster.toLowerCase() === other.cluster.toLowerCase();
    return hosts.flatMap((host, index) => {
      const others = hosts.slice(index + 1).filter((other) => same(host, other));
      const isFirst = !hosts.slice(0, index).some((earlier) => same(earlier, host));
      if (others.length === 0 || !isFirst) return [];
      const named = enumerated([host, ...others].map(({ name }) => name));
      return [refuse(text("preflight.nlb-same-priority", { hosts: named, priority: host.priority }))];
    });
  },
};

export const othersServe: Check = {
  name: textBeside("check.others", "other members"),
  looksAt: "which other members serve",
  refusesWhen: "without this one, fewer serve than must stay in service",
  run: async ({ array, member }) => {
    const others = (await array.serving()).filter((verdict) => verdict.member !== member.name);
    const out = others.filter(({ serves }) => !serves);
    const named = joined(out.map((verdict) => text("preflight.verdict", { name: verdict.member, why: verdict.why })));
    const serving = others.length - out.length;
    if (serving < array.minInService) {
      const counted = { serving, others: others.length, least: array.minInService };
      return [refuse(out.length === 0 ? text("preflight.too-few", counted) : text("preflight.too-few-serve", { ...counted, out: named }))];
    }
    return out.length === 0 ? [] : [warn(text("preflight.not-all-serve", { out: named }))];
  },
};

export const flow: Check = {
  name: textBeside("check.flow", "flow"),
  looksAt: "the flow itself: what is wired, and whether errors of other nodes are caught",
  refusesWhen: "it has a serious problem; lesser ones only warn",
  run: async ({ flowProblems }) => flowProblems.map(({ serious, text: what }) => (serious ? refuse(what) : warn(what))),
};

export const time: Check = {
  name: textBeside("check.time", "time"),
  looksAt: "what is left of the maintenance window",
  refusesWhen: "the member would not be finished by its end, by what the loop reckons that one takes; the member then counts as untouched",
  run: async ({ tooLate }) => {
    const late = tooLate();
    return late === null ? [] : [{ ...refuse(late), code: "window-closed" }];
  },
};

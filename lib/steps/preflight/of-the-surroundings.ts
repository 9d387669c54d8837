import { ServerError } from "../../server/errors";
import { joined, text } from "../../texts";
import { inWords, minutes } from "../../time/duration";
import { nlbHostIfAny } from "../traffic/out-of-service";
import { type Check, type Finding, refuse, warn } from "./check";

export const services: Check = {
  name: "services",
  looksAt: "services and how they start",
  refusesWhen: "never; it warns of automatic services that do not run and of Exchange services that are disabled",
  run: async ({ server }) => {
    const { services: all } = await server.read("services.list", {});
    const down = all.filter(({ startType, status }) => startType === "automatic" && status !== "running").map(({ name }) => name);
    // The prefix, not the word: vmickvpexchange is Hyper-V's.
    const disabled = all.filter(({ startType, name }) => startType === "disabled" && /^MSExchange/i.test(name)).map(({ name }) => name);
    const findings: Finding[] = [];
    if (down.length > 0) findings.push(warn(`automatic services that do not run: ${down.join(", ")}`));
    if (disabled.length > 0) findings.push(warn(`disabled Exchange services: ${disabled.join(", ")}`));
    return findings;
  },
};

export const forefront: Check = {
  name: "Forefront",
  looksAt: "Forefront's hooks, and a customisation script of the rollup's own",
  refusesWhen:
    "never; it warns of such a script, which does the work of fscutility itself, and of hooks that are out already (they stay out)",
  run: async ({ server }) => {
    const { state, rollupScript } = await server.read("forefront.status", {});
    if (state === "not-installed") return [];
    const findings: Finding[] = [];
    if (rollupScript)
      findings.push(warn("CustomPatchInstallerActions.ps1 is there: a rollup switches Forefront itself, and fscutility leaves that to it"));
    if (state === "disabled") findings.push(warn("Forefront's hooks are out already; they stay out after the update"));
    return findings;
  },
};

export const maintenance: Check = {
  name: "maintenance mode",
  looksAt: "a maintenance window in SCOM that is there already",
  refusesWhen: "never; it warns, since such a window is kept and gets its end back afterwards",
  run: async ({ server }) => {
    try {
      const { on, endsAt, comment } = await server.read("scom.maintenance", {});
      if (!on) return [];
      const until = endsAt === null ? "" : ` until ${endsAt}`;
      return [
        warn(`it is in maintenance mode${until} already${comment === null || comment === "" ? "" : ` (${comment})`}; that window is kept`),
      ];
    } catch (error) {
      // Whoever has no SCOM leaves its step out; whoever has it is refused there, before anything else is touched.
      if (!(error instanceof ServerError)) throw error;
      return [warn(`maintenance mode cannot be read: ${error.message}`)];
    }
  },
};

export const nlbState: Check = {
  name: "NLB",
  looksAt: "the member's state in NLB, its default state, and whether its last state is persisted",
  refusesWhen:
    "it is stopped or suspended (unless such members are to be updated and left out), draining, converging or in a state that is not known",
  run: async (context, { foundOut }) => {
    const host = await nlbHostIfAny(context);
    if (host === null) return [];
    const findings: Finding[] = [];
    if (host.state === "stopped" || host.state === "suspended") {
      if (foundOut === "leave-out") findings.push(warn(`it is ${host.state} in NLB: it is updated and left out of service`));
      else findings.push(refuse(`it is ${host.state} in NLB: somebody has taken it out of service`));
    } else if (host.state !== "converged") findings.push(refuse(`it is "${host.text}" in NLB, not converged`));
    else if (host.defaultState !== "started")
      findings.push(warn(`it serves, but its default state is ${host.defaultState}: after a boot it would stay out. It is left so`));
    if (host.persistsLastState === null)
      findings.push(warn("it is not known whether NLB persists its last state there, which would win over the default state after a boot"));
    if (host.persistsLastState === true)
      findings.push(warn("NLB persists its last state there, which wins over the default state after a boot"));
    return findings;
  },
};

export const othersServe: Check = {
  name: "other members",
  looksAt: "which other members serve",
  refusesWhen: "fewer than must stay in service do, without this one",
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
  name: "flow",
  looksAt: "the flow itself: what is wired, and whether errors of other nodes are caught",
  refusesWhen: "it has a serious problem; lesser ones only warn",
  run: async ({ flowProblems }) => flowProblems.map(({ serious, text: what }) => (serious ? refuse(what) : warn(what))),
};

export const time: Check = {
  name: "time",
  looksAt: "what is left of the maintenance window",
  refusesWhen: "it is less than one member may take (240 min unless set otherwise)",
  run: async ({ deadline, now }, { neededMinutes }) => {
    if (deadline === null) return [];
    const leftMs = deadline - now();
    return leftMs < minutes(neededMinutes)
      ? [refuse(`${inWords(leftMs)} are left, but one member may take ${inWords(minutes(neededMinutes))}`)]
      : [];
  },
};

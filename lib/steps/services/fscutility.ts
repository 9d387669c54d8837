import type { StepContext, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import { OperationFailed } from "../../server";
import type { Service } from "../../server/operations";
import type { ChangeCall } from "../../server";
import { duration, text } from "../../texts";
import { minutes } from "../../time";
import { afterRefusal, mustBeKnown, servicesBefore } from "../parts";
import { stoppedByServiceControl, stoppedForForefront } from "./held-services";
import { mustBeOut, usesOutOfService } from "../traffic";
import { startService, stopService, usesOfServiceChanges } from "./service-changes";
import { includesService, serviceNamed, startOrder, stopOrder, withDependents } from "./services-order";

const uses = [...usesOutOfService, ...usesOfServiceChanges, "forefront.status", "forefront.enable", "forefront.disable"] as const;
type Uses = (typeof uses)[number];
type Context = StepContext<Uses>;
type StopsAgain = ChangeCall<"services.stop">;

interface Turn {
  readonly op: "forefront.enable" | "forefront.disable";
  readonly call: ChangeCall<Uses>;
}

export interface ForefrontOptions {
  /** `as-found`: as it was before the run first changed it. */
  readonly action: "disable" | "enable" | "as-found";
  /** For each service to stop or start, and for the hooks to change. */
  readonly limitMinutes: number;
}

export interface ForefrontResult extends StepResult {
  /** Services that ran and stay stopped until Forefront is switched back. */
  readonly leftStopped: readonly string[];
  readonly facts: { readonly forefront: string };
}

const CONTROLLER = "FSCController";
/** Exchange's services into which Forefront hooks; a client access server has no information store. */
const HOOKED = ["MSExchangeTransport", "MSExchangeIS"];

/** Takes Forefront's hooks out of Exchange's services, so that an installer can stop and start them. The dependency decides: fscutility has no documented exit codes. */
async function disable(context: Context, options: ForefrontOptions): Promise<ForefrontResult> {
  const status = await context.server.read("forefront.status", {});
  if (status.state === "not-installed") return notInstalled;
  if (status.state === "enabled" && status.rollupScript) {
    context.warn(text("forefront.own-script", { member: context.member.name }));
    return { changed: false, text: text("forefront.left-to-script"), leftStopped: [], facts: { forefront: "enabled" } };
  }
  const switched = status.state === "enabled";
  if (switched) {
    // This stops transport.
    await mustBeOut(context, text("forefront.doing"));
    await clearTheWay(context, options);
    await turn(context, options, { op: "forefront.disable", call: { undo: ["forefront.enable", {}] } });
  }
  const started = await startAgain(context, options, { wanted: await withoutController(context), call: stopsAgain, hooksAreIn: false });
  return {
    changed: switched || started,
    text: switched ? text("forefront.taken-out") : text("forefront.were-out"),
    leftStopped: await stillStopped(context),
    facts: { forefront: "disabled" },
  };
}

/** Puts the hooks back, unless they were out before the run. */
async function enable(context: Context, options: ForefrontOptions): Promise<ForefrontResult> {
  const { server, warn, member } = context;
  const status = await server.read("forefront.status", {});
  if (status.state === "not-installed") return notInstalled;
  const wanted = wantedState(context, options.action, status.state);
  if (wanted === "disabled" && status.state === "enabled") warn(text("forefront.enabled-since", { member: member.name }));

  const switched = wanted === "enabled" && status.state === "disabled";
  const foundDisabled = context.found("forefront.status")?.state === "disabled";
  if (switched) {
    await clearTheWay(context, options);
    await turn(context, options, { op: "forefront.enable", call: foundDisabled ? { undo: ["forefront.disable", {}] } : {} });
  }
  const state = switched ? "enabled" : status.state;
  const started = await startAgain(context, options, {
    wanted: () => true,
    call: foundDisabled && state === "enabled" ? stopsAgain : () => ({}),
    hooksAreIn: state === "enabled",
  });
  return {
    changed: switched || started,
    text: switched ? text("forefront.put-back") : text("forefront.was", { state: status.state }),
    leftStopped: await stillStopped(context),
    facts: { forefront: state },
  };
}

const notInstalled: ForefrontResult = {
  changed: false,
  text: text("forefront.none"),
  leftStopped: [],
  facts: { forefront: "not-installed" },
};

/** By hand, outside a run that has disabled it, "enable" means just that. */
function wantedState(context: Context, action: ForefrontOptions["action"], now: string): "enabled" | "disabled" {
  const found = context.found("forefront.status")?.state;
  const inThisRun = context.earlier("fscutility").length > 0;
  if (action === "as-found" && !inThisRun) {
    const is = text("forefront.now", { state: now });
    mustBeKnown(context, { what: text("forefront.it"), now: is, hint: text("forefront.not-known.hint"), read: found !== undefined });
  }
  return found === "disabled" && (action === "as-found" || inThisRun) ? "disabled" : "enabled";
}

/**
 * The undo of a service that was started again where the hooks have to be switched back after it: else it is as it was found. That may look like back and forth, but an undo list is played backwards,
 * and Forefront refuses to be switched back while transport runs.
 */
const stopsAgain = (name: string): StopsAgain => ({ undo: ["services.stop", { name }] });

const inTheWay = (services: readonly Service[]): Service[] => withDependents(services, [CONTROLLER, ...HOOKED]);
const namesOf = (services: readonly { name: string }[]): string[] => services.map(({ name }) => name);

/** Stops what would make fscutility refuse: transport, the store, the controller, and what depends on them; dependents first. */
async function clearTheWay(context: Context, options: ForefrontOptions): Promise<void> {
  const { services } = await context.server.read("services.list", {});
  const running = inTheWay(services).filter(({ status }) => status !== "stopped");
  for (const service of stopOrder(services, namesOf(running))) {
    const call = { undo: ["services.start", { name: service.name }] } as const;
    await stopService(context, service, { limitMs: minutes(options.limitMinutes), call });
  }
}

/** Switches the hooks. */
async function turn(context: Context, options: ForefrontOptions, { op, call }: Turn): Promise<void> {
  const { server, wait } = context;
  const action = op === "forefront.enable" ? "enable" : "disable";
  try {
    await server.change(op, {}, call);
  } catch (error) {
    if (!(error instanceof OperationFailed)) throw error;
    // Monitoring agents may start services on their own (domain reference 2): stop them and try once more.
    await clearTheWay(context, options);
    await server.change(op, {}, call).catch(blocked(action));
  }
  if (await wait.settled(op, {}, { limitMs: minutes(options.limitMinutes) })) return;
  throw new StepFailed(
    "forefront-blocked",
    text("forefront.no-effect", { action, limit: duration(minutes(options.limitMinutes)) }),
    text("forefront.hint", { action }),
  );
}

const blocked =
  (action: "enable" | "disable") =>
  (error: unknown): never => {
    if (!(error instanceof OperationFailed)) throw error;
    const hint = afterRefusal(error, text("forefront.hint", { action }));
    throw new StepFailed("forefront-blocked", text("forefront.refused", { action, what: error.what }), hint);
  };

/**
 * The services in question that ran before the run and that no other step keeps stopped. If the hooks are in, the controller runs
 * with the services that it is hooked into; it is named too, so that each start has its own undo.
 */
async function ranBefore(context: Context, hooksAreIn = false): Promise<{ services: readonly Service[]; names: readonly string[] }> {
  const { services } = await context.server.read("services.list", {});
  const held = stoppedByServiceControl(context);
  const before = servicesBefore(context);
  const ran =
    before === null
      ? // Nobody looked before: take what starts automatically, and what this step is known to have stopped.
        (name: string) => serviceNamed(services, name)?.startType === "automatic" || includesService(stoppedForForefront(context), name)
      : (name: string) => serviceNamed(before, name)?.status === "running";
  const names = namesOf(inTheWay(services)).filter((name) => ran(name) && !includesService(held, name));
  const pulledIn = hooksAreIn && names.some((name) => includesService(HOOKED, name)) && !includesService(names, CONTROLLER);
  return { services, names: pulledIn ? [...names, CONTROLLER] : names };
}

/** Which services are started again, and what goes with the change of each. */
interface Again {
  readonly wanted: (name: string) => boolean;
  readonly call: (name: string) => StopsAgain;
  readonly hooksAreIn: boolean;
}

/** Starts what this step has stopped, now or before it was interrupted. */
async function startAgain(context: Context, options: ForefrontOptions, { wanted, call, hooksAreIn }: Again): Promise<boolean> {
  const { services, names } = await ranBefore(context, hooksAreIn);
  const missing = startOrder(services, names).filter(({ name, status }) => status === "stopped" && wanted(name));
  for (const service of missing) {
    await startService(context, service, { limitMs: minutes(options.limitMinutes), call: call(service.name) });
  }
  return missing.length > 0;
}

/**
 * Which services run again while the hooks are out. The controller starts only by hand or as a dependency, and without the hooks
 * no service of Exchange pulls it in (domain reference 2): it stays stopped, so that its scanner does not hold files that the
 * installer replaces. If something else that ran depends on it, it runs again.
 */
async function withoutController(context: Context): Promise<(name: string) => boolean> {
  const { services, names } = await ranBefore(context);
  const needed = services.some(
    ({ name, dependsOn }) => includesService(dependsOn, CONTROLLER) && !includesService(HOOKED, name) && includesService(names, name),
  );
  return (name) => needed || !includesService([CONTROLLER], name);
}

async function stillStopped(context: Context): Promise<string[]> {
  const { services, names } = await ranBefore(context);
  return names.filter((name) => serviceNamed(services, name)?.status === "stopped");
}

export const fscutility = step({
  name: "fscutility",
  summary: "Takes Forefront's hooks out of Exchange's services, and puts them back",
  uses,
  establishes: ({ action }) => (action === "as-found" ? {} : { forefront: action === "disable" ? "disabled" : "enabled" }),
  run: (context: Context, options: ForefrontOptions) =>
    options.action === "disable" ? disable(context, options) : enable(context, options),
});

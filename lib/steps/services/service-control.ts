import type { ContextOf, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import type { Service } from "../../server/operations";
import { sameService } from "../../server/operations";
import type { Text } from "../../texts";
import { listed, text } from "../../texts";
import { minutes } from "../../time";
import { mustBeKnown, servicesBefore } from "../parts";
import type { FoundService } from "./held-services";
import { serviceWorkOf } from "./held-services";
import { startService, stopService, usesOfServiceChanges } from "./service-changes";
import { includesService, serviceNamed, startOrder, stopOrder, withDependents } from "./services-order";

const uses = [...usesOfServiceChanges, "services.list", "services.setStartType"] as const;
type Context = ContextOf<typeof uses>;

export interface ServiceOptions {
  readonly action: "stop" | "start" | "restore";
  /** Service names. For `restore`, empty means all that earlier steps of this kind have touched. */
  readonly services: readonly string[];
  /** For each service. */
  readonly limitMinutes: number;
}

export interface ServiceControlResult extends StepResult {
  readonly action: ServiceOptions["action"];
  /** The services that were touched, or would have been, as they were found. */
  readonly services: readonly FoundService[];
}

const listNow = async ({ server }: Context): Promise<readonly Service[]> => (await server.read("services.list", {})).services;

/** The named services that the member has; warns of those that it does not have, and of names that it only shows, each in its language. */
function known(context: Context, services: readonly Service[], names: readonly string[]): Service[] {
  const { member, warn } = context;
  const missing = names.filter((name) => serviceNamed(services, name) === undefined);
  const shown = (name: string) => services.find(({ displayName }) => sameService(displayName, name));
  const unknown = missing.filter((name) => shown(name) === undefined);
  if (unknown.length > 0) warn(text("services.missing", { member: member.name, services: listed(unknown), count: unknown.length }));
  for (const name of missing) {
    const service = shown(name)?.name;
    if (service !== undefined) warn(text("services.shown", { member: member.name, shown: name, service }));
  }
  return services.filter(({ name }) => includesService(names, name));
}

/** As found before the run, if somebody looked: when the step is started again half-way, the present state is already ours. */
const asFound = (context: Context, { name, status, startType }: Service): FoundService => {
  const before = serviceNamed(servicesBefore(context) ?? [], name);
  return { name, status: before?.status ?? status, startType: before?.startType ?? startType };
};

interface Touched {
  readonly touched: readonly Service[];
  /** As the step's setting names them. */
  readonly named: readonly string[];
  /** How many of those the member has. */
  readonly there: number;
  readonly otherwise: Text;
}

/** What was done, or why nothing was. */
const told = (done: "services.stopped" | "services.started", { touched, named, there, otherwise }: Touched): Text => {
  if (touched.length > 0) return text(done, { services: listed(touched.map(({ name }) => name)) });
  if (named.length === 0) return text("services.none-named");
  return there === 0 ? text("services.none-there") : otherwise;
};

/** Stops services that would be in the way of the update, and those that depend on them, dependents first. */
async function stop(context: Context, options: ServiceOptions): Promise<ServiceControlResult> {
  const services = await listNow(context);
  const wanted = known(context, services, options.services).map(({ name }) => name);
  const concerned = withDependents(services, wanted);
  const running = concerned.filter(({ status }) => status !== "stopped");
  const ordered = stopOrder(
    services,
    running.map(({ name }) => name),
  );
  for (const service of ordered) {
    const call = { undo: ["services.start", { name: service.name }] } as const;
    await stopService(context, service, { limitMs: minutes(options.limitMinutes), call });
  }
  const found = concerned
    .map((service) => asFound(context, service))
    .filter(({ status, name }) => status !== "stopped" || includesService(wanted, name));
  return {
    changed: ordered.length > 0,
    text: told("services.stopped", {
      touched: ordered,
      named: options.services,
      there: wanted.length,
      otherwise: text("services.none-ran"),
    }),
    action: "stop",
    services: found,
  };
}

/** Starts services, after those that they need. */
async function start(context: Context, options: ServiceOptions): Promise<ServiceControlResult> {
  const services = await listNow(context);
  const wanted = known(context, services, options.services);
  const missing = startOrder(
    services,
    wanted.map(({ name }) => name),
  ).filter(({ status }) => status !== "running");
  for (const service of missing) {
    const found = asFound(context, service);
    if (service.startType === "disabled") await undisable(context, service, found);
    const call = found.status === "running" ? {} : ({ undo: ["services.stop", { name: service.name }] } as const);
    await startService(context, service, { limitMs: minutes(options.limitMinutes), call });
  }
  const found = wanted.map((service) => asFound(context, service));
  return {
    changed: missing.length > 0,
    text: told("services.started", {
      touched: missing,
      named: options.services,
      there: wanted.length,
      otherwise: text("services.all-ran"),
    }),
    action: "start",
    services: found,
  };
}

/** A service that was disabled before the run stays disabled: somebody wanted that. One that has become disabled since gets its start type back. */
async function undisable(context: Context, service: Service, found: FoundService): Promise<void> {
  if (found.startType === "disabled") {
    throw new StepFailed(
      "service-limit",
      text("services.disabled-before", { service: service.name }),
      text("services.disabled-before.hint"),
    );
  }
  await context.server.change("services.setStartType", { name: service.name, startType: found.startType });
}

/** Restores the services that earlier steps have touched: first the start type, then running or stopped. */
async function restore(context: Context, options: ServiceOptions): Promise<ServiceControlResult> {
  const work = serviceWorkOf(context).filter(({ action }) => action !== "restore");
  mustBeKnown(context, { what: text("services.they"), now: text("services.now"), hint: text("services.not-known.hint") });
  const found = firstOfEach(work.flatMap(({ services }) => services)).filter(
    ({ name }) => options.services.length === 0 || includesService(options.services, name),
  );
  const startedByUs = work
    .filter(({ action }) => action === "start")
    .flatMap((one) => one.services.filter(({ status }) => status === "stopped"));
  const limitMs = minutes(options.limitMinutes);
  const services = await listNow(context);
  const touched: string[] = [];
  const touch = (name: string) => !includesService(touched, name) && touched.push(name);

  for (const { name, startType } of found) {
    if ((serviceNamed(services, name)?.startType ?? startType) === startType) continue;
    await context.server.change("services.setStartType", { name, startType });
    touch(name);
  }
  const ran = found.filter(({ status }) => status === "running").map(({ name }) => name);
  for (const service of startOrder(services, ran).filter(({ status }) => status === "stopped")) {
    const call = startsWithBoot(context, service) ? { onlyIf: text("services.only-if") } : {};
    await startService(context, service, { limitMs, call });
    touch(service.name);
  }
  const stood = startedByUs.map(({ name }) => name);
  for (const service of stopOrder(services, stood).filter(({ status }) => status === "running")) {
    await stopService(context, service, { limitMs });
    touch(service.name);
  }
  const changed = touched.length > 0;
  return {
    changed,
    text: changed
      ? text("services.as-found", { services: listed(touched) })
      : text(work.length === 0 ? "services.none-touched" : "services.were-as-found"),
    action: "restore",
    services: found,
  };
}

/** After a boot in this run an automatic service runs by itself, which only the real run can see. */
const startsWithBoot = (context: Context, { startType }: Service): boolean =>
  startType === "automatic" && context.earlier("restart-server").some(({ changed }) => changed);

const firstOfEach = (services: readonly FoundService[]): FoundService[] =>
  services.filter(({ name }, i) => services.findIndex((other) => includesService([other.name], name)) === i);

export const serviceControl = step({
  name: "service-control",
  summary: "Stops or starts services, and restores them as they were found",
  uses,
  run: (context: Context, options: ServiceOptions) => {
    switch (options.action) {
      case "stop":
        return stop(context, options);
      case "start":
        return start(context, options);
      case "restore":
        return restore(context, options);
    }
  },
});

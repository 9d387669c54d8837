import type { StepContext } from "../../run/step";
import type { Service } from "../../server/operations";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { servicesBefore } from "../parts";
import { includesService, keptStopped, serviceNamed } from "../services";

const isUp = ({ status }: Service): boolean => status === "running";

/**
 * Services that are worse than before (domain reference 8.2): they ran before and do not run now; they are automatic and do not run, unless
 * that was so before; they have become disabled. A service that was already stopped is fine, and so is one that a step of this run keeps stopped.
 */
export async function servicesAgainstBefore(context: StepContext<"services.list">): Promise<Text[]> {
  const { services } = await context.server.read("services.list", {});
  const before = servicesBefore(context);
  const kept = keptStopped(context);
  const gone = (before ?? []).filter((service) => isUp(service) && serviceNamed(services, service.name) === undefined);
  const worse = services.flatMap((service) => {
    const was = before === null ? undefined : serviceNamed(before, service.name);
    if (service.startType === "disabled" && was !== undefined && was.startType !== "disabled") return [disabled(service, was)];
    if (isUp(service) || includesService(kept, service.name)) return [];
    if (was !== undefined && isUp(was)) return [text("health.ran-before", { service: service.name, status: service.status })];
    if (service.startType !== "automatic" || (was !== undefined && was.startType === "automatic")) return [];
    return [text("health.should-run", { service: service.name, status: service.status })];
  });
  return [...gone.map(({ name }) => text("health.gone", { service: name })), ...worse];
}

const disabled = ({ name }: Service, { startType }: Service): Text => text("health.disabled", { service: name, was: startType });

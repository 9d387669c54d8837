import { z } from "zod";
import type { StepContext } from "../../run/step";

/** The part of a step's context that shows what was done before. */
type Memory = Pick<StepContext, "earlier">;
import { Service } from "../../server/operations";
import { includesService } from "./services-order";

/** A service as it was before our steps touched it. */
export const FoundService = Service.pick({ name: true, status: true, startType: true });
export type FoundService = z.output<typeof FoundService>;

/** What `service-control` keeps of its work, for later steps. */
export const ServiceWork = z.object({ action: z.enum(["stop", "start", "restore"]), services: z.array(FoundService) });

/** What `fscutility` keeps: services that it stopped and that stay so for now. */
export const ForefrontWork = z.object({ leftStopped: z.array(z.string()) });

export const serviceWorkOf = (context: Memory): readonly z.output<typeof ServiceWork>[] =>
  context.earlier("service-control").flatMap((result) => ServiceWork.safeParse(result).data ?? []);

/** The services that `service-control` has stopped in this run and not given back yet. */
export function stoppedByServiceControl(context: Memory): readonly string[] {
  let stopped: string[] = [];
  for (const { action, services } of serviceWorkOf(context)) {
    const names = services.filter(({ status }) => action !== "stop" || status !== "stopped").map(({ name }) => name);
    if (action === "stop") stopped = [...stopped, ...names];
    else stopped = stopped.filter((name) => !includesService(names, name));
  }
  return stopped;
}

/** The services that Forefront's switching leaves stopped until it is switched back. */
export const stoppedForForefront = (context: Memory): readonly string[] => {
  const last = context.earlier("fscutility").at(-1);
  return ForefrontWork.safeParse(last).data?.leftStopped ?? [];
};

/** All services that are stopped because a step of this run wants them stopped. */
export const keptStopped = (context: Memory): readonly string[] => [...stoppedByServiceControl(context), ...stoppedForForefront(context)];

import { z } from "zod";
import { minutes } from "../../time";
import { change, read } from "../operation";
import { literal, on } from "../by-hand";
import { noArguments } from "../shapes";

export const StartType = z.enum(["automatic", "manual", "disabled"]);

export const Service = z.object({
  name: z.string(),
  displayName: z.string(),
  status: z.enum(["running", "stopped", "starting", "stopping", "paused"]),
  startType: StartType,
  /** Names of the services that must run before it. */
  dependsOn: z.array(z.string()),
  // The three below are null where they could not be read, and in journals of versions that did not ask.
  /** Automatic, but some minutes after the others. */
  delayed: z.boolean().nullable().default(null),
  /** Events start it, and may stop it: it can be automatic and idle. */
  trigger: z.boolean().nullable().default(null),
  /** Windows makes an instance of a template for each user who signs in, under a name of its own, and takes it away when they sign out. */
  perUser: z.enum(["no", "template", "instance"]).nullable().default(null),
});
export type Service = z.output<typeof Service>;

const list = read({
  summary: "All services with status, start type and dependencies",
  on: "member",
  ...noArguments,
  result: z.object({ services: z.array(Service) }),
  // In the picture for steps that restore services later; too many for the few words of a report.
  facts: {},
  // Without WMI: a failed installer may have left it disabled.
  byHand: (server) => on(server, "Get-Service | Where-Object { $_.Status -ne 'Running' }"),
  withinMs: minutes(1),
});

type List = { services: Service[] };
/** Windows compares service names without case. */
export const sameService = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const withService = (before: List, name: string, now: Partial<Service>): List => ({
  services: before.services.map((service) => (sameService(service.name, name) ? { ...service, ...now } : service)),
});

/** A service that takes its time: what was asked of it has been received, also where the answer said no, as when the waiting was given up. */
const isIn =
  (status: Service["status"]) =>
  ({ services: all }: List, { name }: { readonly name: string }): boolean =>
    all.some((service) => sameService(service.name, name) && service.status === status);

const Named = z.object({ name: z.string().min(1) });
const effect = { on: "member", withinMs: minutes(3), settlesWithinMs: minutes(5) } as const;

export const services = {
  "services.list": list,

  "services.start": change({
    ...effect,
    summary: "Start a service",
    besides: "after those on which it depends",
    args: Named,
    example: { name: "MSExchangeImap4" },
    byHand: (server, { name }) => on(server, `Start-Service ${literal(name)}`),
  })
    .seenIn(list)
    .as((before, { name }) => withService(before, name, { status: "running" }), isIn("starting")),

  "services.stop": change({
    ...effect,
    summary: "Stop a service",
    besides: "refused while services that depend on it run",
    args: Named,
    example: { name: "MSExchangeRPC" },
    byHand: (server, { name }) => on(server, `Stop-Service ${literal(name)}`),
  })
    .seenIn(list)
    .as((before, { name }) => withService(before, name, { status: "stopped" }), isIn("stopping")),

  "services.setStartType": change({
    ...effect,
    summary: "Set how a service starts",
    args: Named.extend({ startType: StartType }),
    example: { name: "MSExchangeImap4", startType: "automatic" },
    byHand: (server, { name, startType }) => on(server, `Set-Service ${literal(name)} -StartupType ${startType}`),
  })
    .seenIn(list)
    .as((before, { name, startType }) => withService(before, name, { startType })),
};

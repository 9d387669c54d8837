import type { Service } from "../../server/operations";
import { sameService } from "../../server/operations";

/** The service of that name; undefined where the member has none. */
export const serviceNamed = (services: readonly Service[], name: string): Service | undefined =>
  services.find((service) => sameService(service.name, name));

export const includesService = (names: readonly string[], name: string): boolean => names.some((other) => sameService(other, name));

/** Each service after all that it needs, as far as they are in the list. */
function dependenciesFirst(services: readonly Service[]): Service[] {
  const ordered: Service[] = [];
  const visited = new Set<Service>();
  const visit = (service: Service) => {
    if (visited.has(service)) return;
    visited.add(service);
    for (const name of service.dependsOn) {
      const needed = serviceNamed(services, name);
      if (needed !== undefined) visit(needed);
    }
    ordered.push(service);
  };
  for (const service of services) visit(service);
  return ordered;
}

/** The named services and all that depend on them, directly or through others. */
export function withDependents(services: readonly Service[], names: readonly string[]): Service[] {
  const reached = [...names];
  for (let grown = true; grown; ) {
    grown = false;
    for (const { name, dependsOn } of services) {
      if (!includesService(reached, name) && dependsOn.some((needed) => includesService(reached, needed))) {
        reached.push(name);
        grown = true;
      }
    }
  }
  return services.filter(({ name }) => includesService(reached, name));
}

/** The order in which services can be stopped: Windows refuses to stop one that another running service needs. */
export const stopOrder = (services: readonly Service[], names: readonly string[]): Service[] =>
  dependenciesFirst(services)
    .filter(({ name }) => includesService(names, name))
    .reverse();

/** The order in which services can be started: after those that they need. */
export const startOrder = (services: readonly Service[], names: readonly string[]): Service[] =>
  dependenciesFirst(services).filter(({ name }) => includesService(names, name));

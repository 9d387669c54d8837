import type { Service } from "../../server/operations";
import { sameService } from "../../server/operations";
import { endingByThemselves, isAmong, isLikeAny, NAME_OF_INSTANCE, ofForefront, ofTheRole } from "./service-rules";
import { serviceNamed } from "./services-order";

/** What has become of a service that is not as it was, or not as it should be. */
export interface Change {
  readonly name: string;
  readonly how: "gone" | "disabled" | "ran-before" | "should-run" | "not-automatic";
  readonly was: Service | null;
  readonly is: Service | null;
}

/** What counts: `findings` keep a member out of service; `remarks` are what Windows does by itself, and named at most. */
export interface Changes {
  readonly findings: readonly Change[];
  readonly remarks: readonly Change[];
}

const isUp = ({ status }: Service): boolean => status === "running";

/** The template's name where Windows makes this service for a user. */
const templateOf = ({ name, perUser }: Service): string | null => {
  if (perUser === "no" || perUser === "template") return null;
  const found = NAME_OF_INSTANCE.exec(name)?.[1];
  if (perUser === "instance") return found ?? name.replace(/_[^_]*$/, "");
  return found ?? null;
};

/** Windows starts, stops or renames it by itself. What is not known counts as no. */
const ofWindowsItself = (service: Service): boolean =>
  service.trigger === true || service.perUser === "template" || templateOf(service) !== null || isAmong(service.name, endingByThemselves);

/**
 * Which services of a member are missed when they do not run, and which come and go by themselves. The only place where this is decided.
 * @param all the services in a picture in which those run that should
 */
export class Missed {
  private readonly needed: ReadonlySet<string>;
  private readonly forefrontIsIn: boolean;

  constructor(
    private readonly all: readonly Service[],
    private readonly ignored: readonly string[] = [],
  ) {
    this.forefrontIsIn = all.some(
      ({ name, dependsOn }) => isAmong(name, ofTheRole) && dependsOn.some((other) => isAmong(other, [ofForefront])),
    );
    this.needed = this.underlying(all.filter((service) => isUp(service) && this.inItsOwnRight(service)));
  }

  /** Whether it may not be down. */
  isMissed(service: Service): boolean {
    if (isLikeAny(service.name, this.ignored)) return false;
    return this.needed.has(service.name.toLowerCase()) || this.inItsOwnRight(service);
  }

  /** The user has said that it does not count. */
  isIgnored = (name: string): boolean => isLikeAny(name, this.ignored);

  private inItsOwnRight(service: Service): boolean {
    if (isAmong(service.name, ofTheRole)) return true;
    if (isAmong(service.name, [ofForefront])) return this.forefrontIsIn;
    return service.startType === "automatic" && !ofWindowsItself(service);
  }

  /** All on which these depend, directly or through others. */
  private underlying(services: readonly Service[]): ReadonlySet<string> {
    const reached = new Set<string>();
    const visit = ({ dependsOn }: Service): void => {
      for (const name of dependsOn.map((other) => other.toLowerCase())) {
        if (reached.has(name)) continue;
        reached.add(name);
        const needed = serviceNamed(this.all, name);
        if (needed !== undefined) visit(needed);
      }
    };
    for (const service of services) visit(service);
    return reached;
  }
}

/**
 * The automatic services that do not run although they should, in a picture with which nothing is compared.
 * Those that Windows starts and stops by itself are idle on healthy servers.
 */
export const downNow = (services: readonly Service[]): readonly Service[] => {
  const missed = new Missed(services);
  return services.filter((service) => service.startType === "automatic" && !isUp(service) && missed.isMissed(service));
};

/**
 * What has changed for the worse: ran before and does not now, is no longer there, has become disabled, or is automatic and does not run unless
 * that was so before (domain reference 8.2).
 * @param before null: nobody looked
 */
export function changedSince(before: readonly Service[] | null, now: readonly Service[], ignored: readonly string[]): Changes {
  const missed = new Missed(before ?? now, ignored);
  const gone = (before ?? []).filter((was) => isUp(was) && serviceNamed(now, was.name) === undefined && !goesOnUnderAnotherName(was, now));
  const changes: Change[] = [
    ...gone.map((was): Change => ({ name: was.name, how: "gone", was, is: null })),
    ...now.flatMap((is) => changeOf(before === null ? null : (serviceNamed(before, is.name) ?? null), is)),
  ].filter(({ name }) => !missed.isIgnored(name));
  const counts = ({ how, was, is }: Change): boolean => {
    // Whoever disables a service wants it down for good, which Windows does not do by itself.
    if (how === "disabled") return true;
    return [was, is].some((service) => service !== null && missed.isMissed(service));
  };
  return { findings: changes.filter(counts), remarks: changes.filter((change) => !counts(change)) };
}

/** @param was null: nobody looked, or it is new */
function changeOf(was: Service | null, is: Service): Change[] {
  const { name } = is;
  if (is.startType === "disabled" && was !== null && was.startType !== "disabled") return [{ name, how: "disabled", was, is }];
  // It runs until the next boot. Windows itself changes the start types of some others.
  if (isUp(is))
    return was?.startType === "automatic" && is.startType === "manual" && isAmong(name, ofTheRole)
      ? [{ name, how: "not-automatic", was, is }]
      : [];
  if (was !== null && isUp(was)) return [{ name, how: "ran-before", was, is }];
  if (is.startType !== "automatic" || was?.startType === "automatic") return [];
  return [{ name, how: "should-run", was, is }];
}

/** The instance for a user has another name after each sign-in: it is the same service. */
const goesOnUnderAnotherName = (was: Service, now: readonly Service[]): boolean => {
  const template = templateOf(was);
  if (template === null) return false;
  return now.some((other) => isUp(other) && sameService(templateOf(other) ?? "", template));
};

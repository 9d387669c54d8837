/** Names of services that are treated alike, as patterns (see `isLike`), and where it is known from. */
interface NamesOfServices {
  readonly names: readonly string[];
  readonly source: string;
}

/**
 * What an update touches or a member is there for. It is missed whatever its start type: Exchange's installers stop and disable some that are
 * started on demand, and leave them so if they are cut short.
 */
export const ofTheRole: readonly NamesOfServices[] = [
  {
    names: ["MSExchange*", "HostControllerService", "FMS", "SearchExchangeTracing", "msftesql-Exchange", "wsbexchange"],
    source: "https://learn.microsoft.com/exchange/plan-and-deploy/deployment-ref/services-overview, domain reference 4.8 and 8.2",
  },
  { names: ["W3SVC", "WAS", "IISADMIN"], source: "domain reference 4.8: installers of Exchange stop and disable them" },
  { names: ["WinRM", "Winmgmt"], source: "without them nobody reaches or can look at the member; Exchange's installers stop Winmgmt" },
];

/** Forefront's own. Nobody needs them where its hooks are out, so they count only where a service of Exchange depends on one of them. */
export const ofForefront: NamesOfServices = {
  names: ["FSC*"],
  source: "domain reference 2: its controller is in use while transport or the information store depends on it",
};

/**
 * Automatic or started on demand, and idle most of the time on a healthy server. Newer Windows says so of most of them by a trigger; these names
 * are for servers, and for pictures of older versions, that do not say it.
 */
export const endingByThemselves: readonly NamesOfServices[] = [
  { names: ["RemoteRegistry"], source: "https://github.com/opinkerfi/okconfig/pull/80: it ends when idle since Windows Server 2012" },
  { names: ["sppsvc"], source: "https://github.com/mickem/nscp/issues/92: Software Protection, automatic, ends when it has nothing to do" },
  {
    names: ["MapsBroker", "WbioSrvc"],
    source: "service lists in the test data of CSS-Exchange HealthChecker (Exchange 2016 and 2019): automatic, stopped on healthy servers",
  },
  {
    names: ["gupdate", "edgeupdate", "GoogleUpdaterService*", "GoogleUpdaterInternalService*"],
    source: "the same lists; updaters of browsers look for an update and end",
  },
  {
    names: ["clr_optimization_*"],
    source: "https://learn.microsoft.com/dotnet/framework/tools/ngen-exe-native-image-generator: the native image service ends when idle",
  },
  { names: ["TrustedInstaller", "BITS", "wuauserv"], source: "Windows Update wakes them, and they end when they have nothing to do" },
];

/**
 * The name that Windows gives the instance of a service for a user: the template's name, an underscore, and a number of the session in
 * hexadecimal. It decides only for services whose type could not be read.
 * @see https://learn.microsoft.com/windows/application-management/per-user-services-in-windows
 */
export const NAME_OF_INSTANCE = /^(.+)_[0-9a-f]{5,8}$/i;

/** Whether a name fits a pattern in which `*` is any text; without regard to case, as Windows takes names of services. */
export function isLike(name: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.trim().toLowerCase().split("*");
  const whole = name.toLowerCase();
  if (rest.length === 0) return whole === first;
  if (!whole.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    const found = whole.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return whole.length - at >= last.length && whole.endsWith(last);
}

export const isLikeAny = (name: string, patterns: readonly string[]): boolean => patterns.some((pattern) => isLike(name, pattern));

export const isAmong = (name: string, lists: readonly NamesOfServices[]): boolean => lists.some(({ names }) => isLikeAny(name, names));

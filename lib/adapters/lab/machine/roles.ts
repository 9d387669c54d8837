import type { Service } from "../../../server/operations";
import type { Capture, Culture, OwnService, ProductFacts, ServiceRow } from "../captured";
import { exchange2010, exchange2013, languages, ofWindowsItself, products, webFarm, windows } from "../captured";
import type { ProductName } from "../laws";
import type { PackageName } from "./packages";
import { mediaOf, patchOf } from "./packages";

type StartType = Service["startType"];

export interface ServiceData {
  readonly name: string;
  readonly displayName: string;
  readonly startType: StartType;
  readonly runs: boolean;
  readonly dependsOn: readonly string[];
  /** Seconds after a boot when it begins to start, earliest and latest. */
  readonly afterBoot: readonly [least: number, most: number];
  /** Windows starts, stops or renames it by itself. */
  readonly own?: OwnService;
}

/** What kind of server the members are. Another role is another entry in `roles`. */
export interface RoleData {
  readonly os: string;
  readonly powershell: string;
  readonly product: string;
  /** Before any update. */
  readonly build: string;
  readonly services: readonly ServiceData[];
  /** The service by which clients are served. */
  readonly web: string;
  /** Which service answers on which port. */
  readonly ports: Readonly<Record<number, string>>;
  readonly httpsPorts: readonly number[];
  /** Its web site has users that sign on. */
  readonly signsOn: boolean;
  readonly httpPorts: readonly number[];
  /** Ports that clients connect to, with the share of each. */
  readonly clientPorts: readonly (readonly [port: number, share: number])[];
  /** Services that an installer stops and disables while it works. */
  readonly stoppedByInstaller: (service: string) => boolean;
  /** The service that crashes where a service stays down. */
  readonly fragile: string;
  readonly forefront: "enabled" | "not-installed";
  /** The product whose setup writes ExchangeSetup.log; null where there is none. */
  readonly setup: ProductName | null;
  /** Packages that are on each member from the start. */
  readonly files: readonly PackageName[];
}

const serviceOf = ({ name, displayName, manual, runs, needs = [], afterBoot = [30, 90], own }: ServiceRow): ServiceData => ({
  name,
  displayName,
  startType: manual === true ? "manual" : "automatic",
  runs: runs ?? manual !== true,
  dependsOn: needs,
  afterBoot,
  ...(own && { own }),
});

const servicesOf = (...lists: readonly Capture<readonly ServiceRow[]>[]): readonly ServiceData[] =>
  lists.flatMap(({ texts }) => texts.map(serviceOf));

const exchangeCas = {
  web: "W3SVC",
  ports: { 25: "MSExchangeTransport", 80: "W3SVC", 135: "MSExchangeRPC", 443: "W3SVC", 5985: "WinRM" },
  httpsPorts: [443],
  signsOn: true,
  httpPorts: [80],
  clientPorts: [
    [443, 0.6],
    [135, 0.3],
    [80, 0.1],
  ],
  stoppedByInstaller: (name: string) => /^(MSExchange|msftesql)|^(W3SVC|IISADMIN|Winmgmt|RemoteRegistry)$/i.test(name),
  fragile: "MSExchangeServiceHost",
} as const;

/** Exchange of one version. Forefront for Exchange, and files for the flow that comes with the package, exist for 2010 alone. */
const exchangeOf = (product: ProductName): RoleData => {
  const facts: ProductFacts = products.texts[product];
  const is2010 = product === "exchange-2010";
  return {
    ...exchangeCas,
    os: facts.os,
    powershell: facts.powershell,
    product: facts.name,
    build: facts.build,
    services: servicesOf(is2010 ? exchange2010 : exchange2013, windows, ofWindowsItself),
    forefront: is2010 ? "enabled" : "not-installed",
    setup: product,
    files: is2010 ? ["rollup6", "rollup32", "corrupt", "servicePack3"] : [mediaOf[product], patchOf[product]],
  };
};

const webFarmRole: RoleData = {
  os: products.texts["exchange-2010"].os,
  powershell: products.texts["exchange-2010"].powershell,
  product: webFarm.product,
  build: "2.3.0.92",
  services: servicesOf(windows, webFarm, ofWindowsItself),
  web: "W3SVC",
  ports: { 80: "W3SVC", 443: "W3SVC", 5985: "WinRM" },
  httpsPorts: [443],
  signsOn: false,
  httpPorts: [80],
  clientPorts: [
    [443, 0.8],
    [80, 0.2],
  ],
  stoppedByInstaller: (name) => name === "W3SVC" || name === "WebFarmCache",
  fragile: "WebFarmCache",
  forefront: "not-installed",
  setup: null,
  files: [],
};

export type RoleName = "exchange-cas" | "web-farm";

const exchanges = new Map<ProductName, RoleData>();

/** What the members of such an array are: the same object for all members of all arrays that are alike. @param product counts for Exchange alone */
export function roleOf(role: RoleName, product: ProductName): RoleData {
  if (role === "web-farm") return webFarmRole;
  const known = exchanges.get(product) ?? exchangeOf(product);
  exchanges.set(product, known);
  return known;
}

const shown = new WeakMap<RoleData, Map<string, readonly ServiceData[]>>();

/** The services of such a server, as Windows of that culture names them; shared as the role is. */
export function servicesIn(role: RoleData, culture: Culture): readonly ServiceData[] {
  const inCultures = shown.get(role) ?? new Map<string, readonly ServiceData[]>();
  shown.set(role, inCultures);
  const { displayNames = {} } = languages[culture.name]?.texts ?? {};
  const services =
    inCultures.get(culture.name) ??
    role.services.map((service) => ({ ...service, displayName: displayNames[service.name] ?? service.displayName }));
  inCultures.set(culture.name, services);
  return services;
}

import type { Service } from "../../../server/operations";
import type { PackageName } from "./packages";

type StartType = Service["startType"];

export interface ServiceData {
  readonly name: string;
  readonly displayName: string;
  readonly startType: StartType;
  readonly runs: boolean;
  readonly dependsOn: readonly string[];
  /** Seconds after a boot when it begins to start, earliest and latest. */
  readonly afterBoot: readonly [least: number, most: number];
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
  readonly setupLog: boolean;
  /** Packages that are on each member from the start. */
  readonly files: readonly PackageName[];
}

type Usual = Partial<Pick<ServiceData, "startType" | "dependsOn" | "afterBoot">>;

const service = (
  name: string,
  displayName: string,
  { startType = "automatic", dependsOn = [], afterBoot = [30, 90] }: Usual = {},
): ServiceData => ({
  name,
  displayName,
  startType,
  runs: startType === "automatic",
  dependsOn,
  afterBoot,
});

const windows: readonly ServiceData[] = [
  service("Winmgmt", "Windows Management Instrumentation", { afterBoot: [1, 5] }),
  service("RemoteRegistry", "Remote Registry", { afterBoot: [5, 15] }),
  service("WinRM", "Windows Remote Management (WS-Management)", { afterBoot: [0, 0] }),
  service("IISADMIN", "IIS Admin Service", { afterBoot: [10, 20] }),
  service("W3SVC", "World Wide Web Publishing Service", { afterBoot: [15, 30] }),
];

const topology = ["MSExchangeADTopology"];
const exchange = (name: string, rest: string, unusual: Omit<Usual, "dependsOn"> = {}): ServiceData =>
  service(`MSExchange${name}`, `Microsoft Exchange ${rest}`, { ...unusual, dependsOn: topology });

/** Services of a CAS+Hub member: samples 12, domain reference 8.2. */
const exchangeServices: readonly ServiceData[] = [
  exchange("AB", "Address Book"),
  service("MSExchangeADTopology", "Microsoft Exchange Active Directory Topology", { afterBoot: [20, 40] }),
  exchange("AntispamUpdate", "Anti-spam Update"),
  exchange("EdgeSync", "EdgeSync"),
  exchange("FBA", "Forms-Based Authentication service"),
  exchange("FDS", "File Distribution"),
  exchange("Imap4", "IMAP4", { startType: "manual" }),
  exchange("MailboxReplication", "Mailbox Replication"),
  exchange("Monitoring", "Monitoring", { startType: "manual" }),
  exchange("Pop3", "POP3", { startType: "manual" }),
  exchange("ProtectedServiceHost", "Protected Service Host"),
  exchange("RPC", "RPC Client Access"),
  exchange("ServiceHost", "Service Host"),
  exchange("Transport", "Transport", { afterBoot: [90, 270] }),
  exchange("TransportLogSearch", "Transport Log Search"),
  service("msftesql-Exchange", "Microsoft Search (Exchange)", { startType: "manual" }),
  { ...service("FSCController", "Microsoft Forefront Server Protection Controller", { startType: "manual" }), runs: true },
  { ...service("vmickvpexchange", "Hyper-V Data Exchange Service", { afterBoot: [2, 8] }) },
];

const server2008 = { os: "Microsoft Windows Server 2008 R2 Standard 6.1.7601 Service Pack 1", powershell: "2.0" } as const;

export const roles = {
  "exchange-cas": {
    ...server2008,
    product: "Microsoft Exchange Server 2010",
    build: "14.3.123.4",
    services: [...exchangeServices, ...windows],
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
    stoppedByInstaller: (name) => /^(MSExchange|msftesql)|^(W3SVC|IISADMIN|Winmgmt|RemoteRegistry)$/i.test(name),
    fragile: "MSExchangeServiceHost",
    forefront: "enabled",
    setupLog: true,
    files: ["rollup6", "rollup32", "corrupt", "servicePack3"],
  },
  "web-farm": {
    ...server2008,
    product: "Web farm application",
    build: "2.3.0.92",
    services: [...windows, service("WebFarmCache", "Web farm cache", { dependsOn: ["W3SVC"] })],
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
    setupLog: false,
    files: [],
  },
} as const satisfies Record<string, RoleData>;

export type RoleName = keyof typeof roles;

import type { Capture } from "./capture";

/** A service as a list shows it, and how it behaves where that is not usual. */
export interface ServiceRow {
  readonly name: string;
  readonly displayName: string;
  readonly manual?: true;
  /** Whether it runs, where its start type does not say so: another one needs it, or it is a template. */
  readonly runs?: boolean;
  readonly needs?: readonly string[];
  /** Seconds after a boot when it begins to start, earliest and latest. */
  readonly afterBoot?: readonly [least: number, most: number];
  /** Windows starts, stops or renames it by itself. */
  readonly own?: OwnService;
}

/** How a service comes and goes that nobody is to miss. */
export interface OwnService {
  readonly delayed?: true;
  /** It starts after a boot, and ends by itself this many seconds later. */
  readonly triggerFor?: number;
  /** A template, or what Windows has made of it for somebody who is signed in: gone with the session. */
  readonly perUser?: "template" | "instance";
}

const topology = ["MSExchangeADTopology"];
const exchange = (name: string, rest: string, more: Partial<ServiceRow> = {}): ServiceRow => ({
  name: `MSExchange${name}`,
  displayName: `Microsoft Exchange ${rest}`,
  needs: topology,
  ...more,
});

export const windows: Capture<readonly ServiceRow[]> = {
  source: "Get-Service on Windows Server 2008 R2: names, display names and start types.",
  kind: "captured",
  product: "Windows Server 2008 R2, IIS 7.5",
  culture: "en-US",
  texts: [
    { name: "Winmgmt", displayName: "Windows Management Instrumentation", afterBoot: [1, 5] },
    { name: "RemoteRegistry", displayName: "Remote Registry", afterBoot: [5, 15] },
    { name: "WinRM", displayName: "Windows Remote Management (WS-Management)", afterBoot: [0, 0] },
    { name: "IISADMIN", displayName: "IIS Admin Service", afterBoot: [10, 20] },
    { name: "W3SVC", displayName: "World Wide Web Publishing Service", afterBoot: [15, 30] },
  ],
};

/**
 * The four sorts that are not simply automatic, manual or disabled; every night on the lab meets them, on every version of Windows, although those for
 * each user came with Windows Server 2016. They all run when the world begins.
 */
export const ofWindowsItself: Capture<readonly ServiceRow[]> = {
  source:
    "Per-user services in Windows (windows-itpro-docs), Service Trigger Events (win32), and the lists of services in the test data of microsoft/CSS-Exchange, HealthChecker.",
  kind: "composed",
  product: "Windows Server 2016 to 2022",
  culture: "en-US",
  texts: [
    { name: "MSDTC", displayName: "Distributed Transaction Coordinator", afterBoot: [100, 130], own: { delayed: true } },
    { name: "edgeupdate", displayName: "Microsoft Edge Update Service", afterBoot: [100, 130], own: { delayed: true, triggerFor: 90 } },
    { name: "BITS", displayName: "Background Intelligent Transfer Service", manual: true, runs: true, own: {} },
    { name: "WpnUserService", displayName: "Windows Push Notifications User Service", runs: false, own: { perUser: "template" } },
    { name: "WpnUserService_1b3f9", displayName: "Windows Push Notifications User Service_1b3f9", own: { perUser: "instance" } },
  ],
};

/** Both have them. */
const common: readonly ServiceRow[] = [
  { name: "MSExchangeADTopology", displayName: "Microsoft Exchange Active Directory Topology", afterBoot: [20, 40] },
  exchange("AntispamUpdate", "Anti-spam Update"),
  exchange("EdgeSync", "EdgeSync"),
  exchange("Imap4", "IMAP4", { manual: true }),
  exchange("MailboxReplication", "Mailbox Replication"),
  exchange("Pop3", "POP3", { manual: true }),
  exchange("RPC", "RPC Client Access"),
  exchange("ServiceHost", "Service Host"),
  exchange("Transport", "Transport", { afterBoot: [90, 270] }),
  exchange("TransportLogSearch", "Transport Log Search"),
];

export const exchange2010: Capture<readonly ServiceRow[]> = {
  source:
    "Get-Service on a client access and hub transport server (practical365.com), with full names. The start types of EdgeSync, FBA, FDS, Monitoring, ProtectedServiceHost and msftesql-Exchange are not verified; FSCController is not in that list.",
  kind: "captured",
  product: "Exchange Server 2010",
  culture: "en-US",
  texts: [
    exchange("AB", "Address Book"),
    ...common,
    exchange("FBA", "Forms-Based Authentication service"),
    exchange("FDS", "File Distribution"),
    exchange("Monitoring", "Monitoring", { manual: true }),
    exchange("ProtectedServiceHost", "Protected Service Host"),
    { name: "msftesql-Exchange", displayName: "Microsoft Search (Exchange)", manual: true },
    { name: "FSCController", displayName: "Microsoft Forefront Server Protection Controller", manual: true, runs: true },
    { name: "vmickvpexchange", displayName: "Hyper-V Data Exchange Service", afterBoot: [2, 8] },
  ],
};

export const exchange2013: Capture<readonly ServiceRow[]> = {
  source:
    "Names from the roles of Test-ServiceHealth on a 2016 server (microsoft/CSS-Exchange, HealthChecker); display names as in the services console; not all services of the product.",
  kind: "composed",
  product: "Exchange Server 2013 to Subscription Edition",
  culture: "en-US",
  texts: [
    ...common,
    exchange("Delivery", "Mailbox Transport Delivery"),
    exchange("FrontEndTransport", "Frontend Transport"),
    exchange("HM", "Health Manager"),
    exchange("IS", "Information Store"),
    exchange("MailboxAssistants", "Mailbox Assistants"),
    exchange("Repl", "Replication"),
    exchange("Submission", "Mailbox Transport Submission"),
    exchange("Throttling", "Throttling"),
    { name: "vmickvpexchange", displayName: "Hyper-V Data Exchange Service", afterBoot: [2, 8] },
  ],
};

/** What signing on brings, with the session's number. */
const ofAUser: readonly Pick<ServiceRow, "name" | "displayName">[] = [
  { name: "CDPUserSvc_{session}", displayName: "Connected Devices Platform User Service_{session}" },
  { name: "WpnUserService_{session}", displayName: "Windows Push Notifications User Service_{session}" },
];

export const services: Capture<{ readonly ofAUser: typeof ofAUser }> = {
  source: "learn.microsoft.com/windows/application-management/per-user-services-in-windows: names with the session's number.",
  kind: "documented",
  product: "Windows Server 2016 and newer",
  culture: "en-US",
  texts: { ofAUser },
};

export const webFarm: Capture<readonly ServiceRow[]> = {
  source: "Invented: an application of the reader's own. So are its name and builds.",
  kind: "composed",
  product: "Web farm application",
  culture: "en-US",
  texts: [{ name: "WebFarmCache", displayName: "Web farm cache", needs: ["W3SVC"] }],
};

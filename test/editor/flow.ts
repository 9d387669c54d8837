import { sinceVersion2 } from "../../nodes/server-connection/versions";
import type { Flow } from "./harness";

export const steps = [
  "preflight-check",
  "scom-maintenance",
  "nlb-drainstop",
  "nlb-set-default-state",
  "fscutility",
  "service-control",
  "backup-server",
  "install-update",
  "restart-server",
  "verify-health",
  "nlb-start",
] as const;
export const configs = ["server-connection", "server-array", "update-package"] as const;
export const types = ["rolling-update", ...steps, ...configs] as const;
export type Type = (typeof types)[number];

const byHand = { name: "", server: "", array: "", alone: false, connection: "" };

/** What each node is set to; the id of a node is its type. */
export const saved: Readonly<Record<Type, Readonly<Record<string, unknown>>>> = {
  "server-connection": {
    ...sinceVersion2,
    version: 2,
    name: "Lab",
    kind: "lab",
    role: "web-farm",
    seed: 7,
    speed: 600,
    faults: [{ name: "vanishes", member: "cas2" }],
    truthFile: "",
  },
  "server-array": {
    version: 1,
    name: "CAS array",
    members: [
      { name: "cas1", address: "10.0.0.1" },
      { name: "cas2", address: "" },
      { name: "cas3", address: "cas3.mgmt.contoso.com" },
    ],
    minInService: 1,
    connection: "server-connection",
    serving: "nlb",
    servingScheme: "https",
    servingPort: 443,
    servingPath: "/owa",
    servingHost: "",
    servingStatus: 200,
    servingScript: "",
    scomServer: "scom01.contoso.com",
  },
  "update-package": {
    version: 1,
    name: "2010 SP3 RU32",
    kind: "rollup",
    file: "C:\\Updates\\ru32.msp",
    copyFrom: "\\\\files\\updates\\ru32.msp",
    sha256: "ab".repeat(32),
    expectedBuild: "14.3.513.0",
    fitsBuilds: "14.3.",
    arguments: [],
    kbs: [],
  },
  "rolling-update": {
    name: "",
    array: "server-array",
    update: "update-package",
    watchdogMinutes: 15,
    guardSeconds: 15,
    openHttp: false,
    windowFrom: "22:00",
    windowTo: "04:00",
    windowZone: "Europe/Zurich",
    memberMinutes: 0,
  },
  "preflight-check": {
    ...byHand,
    update: "",
    pendingRestart: "refuse",
    differentVersions: "warn",
    foundOut: "leave-out",
    maxClockSkewSeconds: 300,
    minFreeDiskMb: 5120,
    neededMinutes: 240,
  },
  "scom-maintenance": {
    ...byHand,
    action: "begin",
    minutes: 240,
    reason: "SecurityIssue",
    comment: "Rolling update",
    effectWithinMinutes: 10,
    keepMinutes: 30,
  },
  "nlb-drainstop": { ...byHand, mode: "drain", limitMinutes: 20, atLimit: "wait-on", waitOnMinutes: 30 },
  "nlb-set-default-state": { ...byHand, state: "as-found", convergeWithinMinutes: 5 },
  fscutility: { ...byHand, action: "disable", limitMinutes: 10 },
  "service-control": { ...byHand, action: "stop", services: ["BackupExecAgentAccelerator", "wsbexchange"], limitMinutes: 10 },
  "backup-server": {
    ...byHand,
    file: "C:\\Tools\\backup.exe",
    arguments: ["/full", "a, with comma"],
    limitMinutes: 120,
    proofFile: "D:\\last.log",
  },
  "install-update": { ...byHand, update: "update-package", limitMinutes: 180, busyRetries: 5, busyPauseMinutes: 5 },
  "restart-server": { ...byHand, when: "if-needed", limitMinutes: 45, settleMinutes: 15 },
  "verify-health": {
    ...byHand,
    server: "cas2",
    array: "server-array",
    update: "",
    settleMinutes: 15,
    tcpPorts: [443, 25],
    httpProbes: [
      { scheme: "https", port: 443, path: "/owa", host: "mail.contoso.com", status: 200 },
      { scheme: "http", port: 8080, path: "/", status: 302 },
    ],
    newErrors: "fail",
    ignoreEvents: ["DistributedCOM/10016", "Service Control Manager"],
    setupLog: "C:\\ExchangeSetupLogs\\ExchangeSetup.log",
  },
  "nlb-start": { ...byHand, limitMinutes: 5 },
};

const isConfig = (type: Type): boolean => (configs as readonly string[]).includes(type);

/** One node of each type, all of them set. */
export const flow: Flow = [
  { id: "tab", type: "tab", label: "test" },
  ...[...configs, ...types.filter((type) => !isConfig(type))].map((type, index) => ({
    id: type,
    type,
    ...saved[type],
    ...(isConfig(type) ? {} : { z: "tab", x: 160 + (index % 3) * 280, y: 60 + Math.floor(index / 3) * 70, wires: [] }),
  })),
];

/** Type, field (a property or a selector), what is typed, and what the form says to it. */
export const mistakes: readonly (readonly [Type, string, string, RegExp])[] = [
  ["rolling-update", "windowFrom", "25:00", /22:00/],
  ["rolling-update", "windowFrom", "04:00", /the same time/],
  ["rolling-update", "windowZone", "Mars/Base", /No time zone/],
  ["rolling-update", "guardSeconds", "2", /From 5 to 600/],
  ["rolling-update", "watchdogMinutes", "", /whole number/],
  ["preflight-check", "minFreeDiskMb", "a lot", /whole number/],
  ["scom-maintenance", "minutes", "4", /From 5/],
  ["nlb-drainstop", "limitMinutes", "0", /From 1/],
  ["nlb-drainstop", "server", "nobody", /in no server array/],
  ["service-control", "#ru-services", "a/b", /not a service name/],
  ["backup-server", "file", "backup.exe", /full path/],
  ["install-update", "busyRetries", "-1", /whole number/],
  ["restart-server", "settleMinutes", "1.5", /whole number/],
  ["verify-health", "#ru-tcp-ports", "443, 70000", /1 to 65535/],
  ["verify-health", "#ru-http-probes li:first-child .ru-path", "owa", /Probe 1: A path begins with a slash/],
  ["verify-health", "#ru-ignore-events", "A/b", /“A\/b” is not/],
  ["verify-health", "server", "cas9", /not a member of this array/],
  ["server-connection", "speed", "fast", /whole number/],
  ["server-connection", "#ru-faults .ru-member", "", /Fault 1: name the member/],
  ["server-array", "servingPath", "owa", /slash/],
  ["server-array", "scomServer", "scom 01", /A server name/],
  ["server-array", "#ru-members li:nth-child(2) .ru-name", "CAS1", /“CAS1” is in the list twice/],
  ["server-array", "#ru-members li:nth-child(2) .ru-address", "10.0.0.1", /the same address/],
  ["server-array", "#ru-members li:nth-child(2) .ru-name", "cas two", /no spaces/],
  ["update-package", "sha256", "abc", /64 hexadecimal digits/],
  ["update-package", "sha256", "", /must have its SHA-256/],
  ["update-package", "expectedBuild", "14.3", /Four numbers/],
  ["update-package", "file", "C:\\Updates\\setup.exe", /an \.msp file/],
];

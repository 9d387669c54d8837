import { asNew, complete, fieldsFileOf, nodeTypes } from "../shared/node-fields";
import type { Flow } from "./harness";

const isConfig = (type: string): boolean => fieldsFileOf(type).definition.category === "config";

/** The config nodes of the package; others refer to them. */
export const configs = ["server-connection", ...nodeTypes.filter((type) => isConfig(type) && type !== "server-connection")];
/** All nodes of the package that have a place in the palette, the loop first. */
export const inPalette = nodeTypes.filter((type) => !isConfig(type));
export const types = [...inPalette, ...configs];

const byHand = { name: "", server: "", array: "", alone: false, connection: "" };

/** What nodes are set to here that are not as new. */
const set: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "server-connection": {
    ...asNew("server-connection"),
    name: "Lab",
    kind: "lab",
    role: "web-farm",
    seed: 7,
    speed: 600,
    faults: [{ name: "vanishes", member: "cas2" }],
    truthFile: "",
  },
  "server-array": {
    version: 2,
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
    servingStatus: "200",
    servingScript: "",
    otherMeans: false,
    scomServer: "scom01.contoso.com",
  },
  "update-package": {
    version: 2,
    name: "2010 SP3 RU32",
    kind: "rollup",
    file: "C:\\Updates\\ru32.msp",
    copyFrom: "\\\\files\\updates\\ru32.msp",
    sha256: "ab".repeat(32),
    expectedBuild: "14.3.513.0",
    fitsBuilds: "14.3.",
    arguments: [],
    account: "",
    kbs: [],
  },
  "rolling-update": {
    name: "",
    array: "server-array",
    update: "update-package",
    watchdogMinutes: 15,
    guardSeconds: 15,
    howMany: "1",
    order: "listed",
    soakMinutes: 0,
    afterRestart: "resume",
    whenStepFails: "hold",
    holdMinutes: 60,
    holdThen: "abandon",
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
  "restart-server": { ...byHand, when: "if-needed", limitMinutes: 45, settleMinutes: 15, ignoreServices: ["BackupAgent*"] },
  "verify-health": {
    ...byHand,
    server: "cas2",
    array: "server-array",
    update: "",
    settleMinutes: 15,
    tcpPorts: [443, 25],
    httpProbes: [
      { scheme: "https", port: 443, path: "/owa", host: "mail.contoso.com", status: "200" },
      { scheme: "http", port: 8080, path: "/", status: "302" },
    ],
    signOn: "none",
    signOnScheme: "https",
    signOnPort: 443,
    signOnPath: "",
    signOnHost: "",
    signOnCertificate: "check",
    ignoreServices: ["BackupAgent*", "gupdate"],
    newErrors: "fail",
    ignoreEvents: ["DistributedCOM/10016", "Service Control Manager"],
    setupLog: "C:\\ExchangeSetupLogs\\ExchangeSetup.log",
  },
  "nlb-start": { ...byHand, limitMinutes: 5 },
};

/** What each node is set to; the id of a node is its type. A node that is not set here is as new, with what must be given. */
export const saved: Readonly<Record<string, Readonly<Record<string, unknown>>>> = Object.fromEntries(
  types.map((type) => [type, set[type] ?? { ...asNew(type), ...complete(type) }]),
);

/** One node of each type, all of them set. */
export const flow: Flow = [
  { id: "tab", type: "tab", label: "test" },
  ...[...configs, ...inPalette].map((type, index) => ({
    id: type,
    type,
    ...saved[type],
    ...(isConfig(type) ? {} : { z: "tab", x: 160 + (index % 3) * 280, y: 60 + Math.floor(index / 3) * 70, wires: [] }),
  })),
];

/** Type, field (a property or a selector), what is typed, and what the form says to it. */
export const mistakes: readonly (readonly [string, string, string, RegExp])[] = [
  ["rolling-update", "windowFrom", "25:00", /22:00/],
  ["rolling-update", "windowFrom", "04:00", /the same time/],
  ["rolling-update", "windowZone", "Mars/Base", /no time zone/],
  ["rolling-update", "guardSeconds", "2", /From 5 to 600/],
  ["rolling-update", "watchdogMinutes", "soon", /whole number from 1 to 1440/],
  ["preflight-check", "minFreeDiskMb", "a lot", /whole number/],
  ["scom-maintenance", "minutes", "9", /From 10/],
  ["nlb-drainstop", "limitMinutes", "0", /From 1/],
  ["nlb-drainstop", "server", "nobody", /in no server array/],
  ["service-control", "#ru-services", "a/b", /not a service name/],
  ["backup-server", "file", "backup.exe", /full path/],
  ["install-update", "busyRetries", "-1", /From 0 to 100/],
  ["install-update", "busyPauseMinutes", "0", /From 1 to 240/],
  ["restart-server", "settleMinutes", "1.5", /whole number/],
  ["verify-health", "#ru-tcp-ports", "443, 70000", /1 to 65535/],
  ["verify-health", "#ru-http-probes li:first-child .ru-path", "owa", /Probe 1: A path begins with a slash/],
  ["verify-health", "setupLog", "abc", /full path/],
  ["verify-health", "#ru-ignore-events", "A/b", /“A\/b” is not/],
  ["verify-health", "#ru-ignore-services", "A\\b", /“A\\b” is neither/],
  ["restart-server", "#ru-ignore-services", "*", /“\*” is neither/],
  ["verify-health", "server", "cas9", /not a member of this array/],
  ["server-connection", "speed", "fast", /whole number/],
  ["server-connection", "#ru-faults .ru-member", "", /Fault 1: Name the member/],
  ["server-connection", "#ru-faults .ru-member", "cas9", /Fault 1: “cas9” is a member of no array/],
  ["server-array", "servingPath", "owa", /slash/],
  ["server-array", "scomServer", "scom 01", /A server name/],
  ["server-array", "#ru-members li:nth-child(2) .ru-name", "CAS1", /“CAS1” is in the list twice/],
  ["server-array", "#ru-members li:nth-child(2) .ru-address", "10.0.0.1", /the same address/],
  ["server-array", "#ru-members li:nth-child(2) .ru-name", "cas two", /Member 2: A host name/],
  ["server-array", "#ru-members li:nth-child(2) .ru-name", "CAS!2", /Member 2: A host name/],
  ["server-array", "#ru-members li:nth-child(1) .ru-address", "http://x/y", /Member 1: .*no port, no URL/],
  ["server-array", "#ru-members li:nth-child(1) .ru-address", "10.0.0.300", /Member 1: .*an IP address/],
  ["server-array", "servingHost", "a b", /A host name/],
  ["server-array", "minInService", "", /whole number from 0/],
  ["update-package", "sha256", "abc", /64 hexadecimal digits/],
  ["update-package", "sha256", "", /must have its SHA-256/],
  ["update-package", "expectedBuild", "14.3", /Four numbers/],
  ["update-package", "expectedBuild", "15.1.2507.6", /a different version from “Fits builds”/],
  ["update-package", "file", "C:\\Updates\\setup.exe", /an \.msp file/],
];

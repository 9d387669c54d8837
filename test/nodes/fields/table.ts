import { MaintenanceReason } from "../../../lib/server/operations/scom";
import type { Cases, Settings } from "./cases";
import {
  byKind,
  chosen,
  events,
  faults,
  hostHeaders,
  hosts,
  like,
  oneOf,
  statuses,
  texts,
  ticked,
  urlPaths,
  whole,
  windowsPaths,
  words,
} from "./cases";

const name: Cases = words();
const update = chosen();

/** What every step has besides. */
const byHand: Readonly<Record<string, Cases>> = {
  name,
  server: words({ counts: { alone: true, connection: "c" } }),
  array: chosen(),
  alone: ticked({ counts: { connection: "c" } }),
  connection: chosen({ needed: /needs a connection/, ...byKind({ alone: true }, { alone: false }) }),
};

const ignoreServices = texts({
  right: [["BackupAgent*"], "*agent\nMSSQL$PROD", ["World Wide"]],
  wrong: [
    [["*"], /“\*” is neither a service name/],
    [["* *"], /neither a service name/],
    [["a\\b"], /neither a service name/],
  ],
});
const drains = byKind({ mode: "drain" }, { mode: "stop" });
const begins = byKind({ action: "begin" }, { action: "end" });
const nlb = byKind({ serving: "nlb" }, { serving: "script", servingScript: "C:\\x.ps1" });
const probed = byKind({ serving: "http", servingScheme: "http" }, { serving: "nlb", servingScheme: "tcp" });
const signsOn = byKind({ signOn: "forms" }, { signOn: "none" });
const lab = byKind({ kind: "lab" }, { kind: "local" });
const winrm = byKind({ kind: "winrm" }, { kind: "lab" });
const ssh = byKind({ kind: "ssh", sshUser: "u" }, { kind: "lab" });
const certificate = { kind: "winrm", authentication: "Certificate", useSsl: true, certificateThumbprint: "ab".repeat(20) };
const endpoints = like(["RollingUpdate", "a.b-c"], ["a b", "x;y"], /name of an endpoint/);
const file = { kind: "command", file: "C:\\x.cmd" };
const files = byKind(file, { kind: "windows-updates" });

/** What a node of a type must have for nothing else to be wrong with it, besides what its fields need. */
export const bare: Readonly<Record<string, Settings>> = {
  "server-array": {
    name: "a",
    members: [{ name: "CAS1", address: "" }, { name: "CAS2" }, { name: "CAS3" }],
    connection: "c",
    minInService: 1,
  },
  "update-package": { name: "p", kind: "rollup", file: "C:\\x.msp" },
};

/** Every field of every node. */
export const table: Readonly<Record<string, Readonly<Record<string, Cases>>>> = {
  "preflight-check": {
    ...byHand,
    update,
    pendingRestart: oneOf(["refuse", "warn"]),
    differentVersions: oneOf(["refuse", "warn"]),
    foundOut: oneOf(["refuse", "leave-out"]),
    minFreeDiskMb: whole(0, 1_000_000, 5_120),
    maxClockSkewSeconds: whole(1, 86_400, 300),
  },
  "scom-maintenance": {
    ...byHand,
    action: oneOf(["begin", "end"]),
    minutes: whole(10, 2_880, 240, begins),
    keepMinutes: whole(10, 1_440, 30, begins),
    effectWithinMinutes: whole(1, 120, 10, begins),
    // All that SCOM knows, in an order of the form's own.
    reason: oneOf(MaintenanceReason.options, {
      initially: "PlannedApplicationMaintenance",
      wrong: [["Lunch", /“Lunch” is not one of the choices/]],
      ...begins,
    }),
    comment: words({ initially: "Rolling update", wrong: [["x".repeat(251), /At most 250 characters/]], ...begins }),
  },
  "nlb-drainstop": {
    ...byHand,
    mode: oneOf(["drain", "stop"]),
    limitMinutes: whole(1, 1_440, 20, drains),
    atLimit: oneOf(["put-back", "wait-on", "cut", "ask"], drains),
    waitOnMinutes: whole(1, 1_440, 20, byKind({ atLimit: "wait-on" }, { atLimit: "cut" })),
  },
  "nlb-set-default-state": {
    ...byHand,
    state: oneOf(["stopped", "as-found", "started", "suspended"]),
    convergeWithinMinutes: whole(1, 120, 5),
  },
  "nlb-start": { ...byHand, limitMinutes: whole(1, 120, 5) },
  fscutility: { ...byHand, action: oneOf(["disable", "as-found", "enable"]), limitMinutes: whole(1, 240, 10) },
  "service-control": {
    ...byHand,
    action: oneOf(["stop", "start", "restore"]),
    services: texts({
      wrong: [
        [["a/b"], /“a\/b” is not a service name/],
        [7, /not a list/],
      ],
    }),
    limitMinutes: whole(1, 240, 10),
  },
  "backup-server": {
    ...byHand,
    file: words(windowsPaths),
    arguments: texts(),
    proofFile: words(windowsPaths),
    limitMinutes: whole(1, 2_880, 120),
  },
  "install-update": {
    ...byHand,
    update,
    limitMinutes: whole(1, 1_440, 180),
    busyRetries: whole(0, 100, 5),
    busyPauseMinutes: whole(1, 240, 5),
  },
  "restart-server": {
    ...byHand,
    when: oneOf(["if-needed", "always"]),
    limitMinutes: whole(1, 1_440, 45),
    settleMinutes: whole(1, 240, 15),
    ignoreServices,
  },
  "verify-health": {
    ...byHand,
    update,
    settleMinutes: whole(1, 240, 15),
    signOn: oneOf(["none", "forms", "basic"]),
    signOnScheme: oneOf(["https", "http"], signsOn),
    signOnPort: whole(1, 65_535, 443, signsOn),
    signOnPath: words({ ...urlPaths, initially: null, ...signsOn }),
    signOnHost: words({ ...hostHeaders, ...signsOn }),
    signOnCertificate: oneOf(["check", "any"], byKind({ signOn: "basic" }, { signOn: "basic", signOnScheme: "http" })),
    tcpPorts: texts({
      right: [[], [1, 65_535], "25, 135", ["25"]],
      wrong: [
        [[0], /“0” is not a whole number from 1 to 65535/],
        ["25, x", /“x” is no/],
        [[65_536], /“65536”/],
        [7, /not a list/],
      ],
    }),
    httpProbes: texts({
      right: [[], [{}], [{ scheme: "http", port: "8080", path: "/", host: "mail", status: 599 }]],
      wrong: [
        [[{ port: 0 }], /Probe 1: From 1 to 65535/],
        [[{}, { status: 600 }], /Probe 2: HTTP statuses such as/],
        [[{ path: "owa" }], /Probe 1: A path begins with a slash/],
        [[{ scheme: "tcp" }], /Probe 1: “tcp” is not one/],
        [[{ host: "a b" }], /Probe 1: A host name/],
        ["/owa", /not a list/],
      ],
    }),
    newErrors: oneOf(["report", "fail"]),
    ignoreServices,
    ignoreEvents: texts({ right: [["DistributedCOM/10016"], "A b\nTcpip/4227"], wrong: [[["A/b"], /“A\/b” is not Provider/]] }),
    setupLog: words({ ...windowsPaths, initially: "C:\\ExchangeSetupLogs\\ExchangeSetup.log" }),
  },
  "rolling-update": {
    name,
    array: chosen({ needed: /Choose the array/ }),
    update,
    windowFrom: words({
      ...like(["22:00", "00:00", "23:59"], ["24:00", "9:00", "22:60", "22:00:00", "x22:00"], /like 22:00/),
      counts: { windowTo: "05:00", windowZone: "UTC" },
      initially: undefined,
      needed: /both ends/,
    }),
    windowTo: words({
      ...like(["05:00"], ["22:00"], /the same time/),
      counts: { windowFrom: "22:00", windowZone: "UTC" },
      initially: undefined,
      needed: /both ends/,
    }),
    windowZone: words({
      ...like(["Europe/Berlin", "UTC"], ["local", "Europe/Bärlin"], /There is no time zone with this name/),
      counts: { windowFrom: "22:00", windowTo: "05:00" },
      initially: undefined,
      needed: /Name the time zone/,
    }),
    memberMinutes: whole(0, 1_440, 0),
    howMany: words({
      ...like(["1", "4", "25%", "1, 2, 25%", "100%"], ["0", "101%", "1.5", "all", "1,,2", "-1"], /a number, a percentage, or a list/),
      initially: "1",
    }),
    order: oneOf(["listed", "reversed", "default-host-last"]),
    soakMinutes: whole(0, 1_440, 0),
    guardSeconds: whole(5, 600, 15),
    watchdogMinutes: whole(1, 1_440, 15),
    afterRestart: oneOf(["resume", "ask", "end"]),
    whenStepFails: oneOf(["end", "hold"]),
    holdMinutes: whole(0, 10_080, 0),
    holdThen: oneOf(["put-back", "abandon"]),
    openHttp: ticked(),
  },
  "server-array": {
    version: { initially: 2, right: [1, 2, undefined], wrong: [] },
    name: words({ initially: undefined, needed: /Give the array a name/ }),
    members: {
      initially: undefined,
      needed: /Add the members/,
      right: [[{ name: "CAS1", address: "10.0.0.1" }, { name: " CAS2 " }, { name: "10.0.0.3" }]],
      wrong: [
        [[], /Add the members/],
        [[{ name: "" }], /Member 1: It has no name/],
        ...hosts.wrong.map(([host]) => [[{ name: "CAS1" }, { name: host }], /Member 2: (A host name|This is not text)/] as const),
        ...hosts.wrong.map(([address]) => [[{ name: "CAS1", address }], /Member 1: (A host name|This is not text)/] as const),
        [
          [{ name: "CAS!1" }, { name: "" }, { name: "CAS3", address: "a b" }],
          /Member 1: .* Member 2: It has no name\. Member 3: A host name/,
        ],
        [[{ name: "" }, { name: "" }, { name: "" }, { name: "" }, { name: "" }, { name: "" }], /Member 5: It has no name\. And 1 more\./],
        [
          [{ name: "CAS1" }, { name: "cas1" }, { name: "CAS2" }, { name: "cas2" }],
          /“cas1” is in the list twice\. “cas2” is in the list twice/,
        ],
        [[{ name: "CAS1" }, { name: "cas1" }], /“cas1” is in the list twice/],
        [[{ name: "cas1.a.example" }, { name: "CAS1.b.example" }], /the same host name/],
        [
          [
            { name: "CAS1", address: "x" },
            { name: "CAS2", address: "X" },
          ],
          /“CAS2” has the same address/,
        ],
        [[{ name: "CAS1", address: "A" }], /“CAS1” has the array's own name/],
        [[null], /Member 1/],
        ["CAS1", /not a list/],
      ],
    },
    minInService: whole(0, 999, 1, {
      right: [0, 2, "1"],
      wrong: [
        [3, /only 2 others/],
        [-1, /From 0 to 999/],
        ["many", /A whole number/],
      ],
      needed: /whole number/,
    }),
    connection: chosen({ needed: /Choose how the servers are reached/ }),
    serving: oneOf(["nlb", "http", "script"], { counts: { servingScript: "C:\\x.ps1" } }),
    servingScheme: oneOf(["https", "http", "tcp"], nlb),
    servingPort: whole(1, 65_535, 443, nlb),
    servingPath: words({ ...urlPaths, initially: "/", ...probed }),
    servingStatus: words({ ...statuses, ...probed }),
    servingHost: words({ ...hostHeaders, ...probed }),
    servingScript: words({ ...windowsPaths, needed: /Name the script/, ...byKind({ serving: "script" }, { serving: "http" }) }),
    otherMeans: ticked(byKind({ serving: "http", servingScheme: "http" }, { serving: "nlb" })),
    scomServer: words(like(["scom01.contoso.com", "10.0.0.9"], ["scom 01", "a;b"], /A server name/)),
  },
  "update-package": {
    version: { initially: 2, right: [1, 2, undefined], wrong: [] },
    name: words({ initially: undefined, needed: /Give the package a name/ }),
    kind: oneOf(["rollup", "setup", "security-update", "windows-updates", "command"]),
    file: words({
      ...windowsPaths,
      initially: undefined,
      needed: /Name the file/,
      counts: { kind: "command", file: undefined },
      not: { kind: "windows-updates" },
    }),
    copyFrom: words({
      ...like(["\\\\files\\x.msp", "C:\\x.msp"], ["x.msp", "http://x/y.msp"], /A share or a full path/),
      ...byKind({ ...file, sha256: "ab".repeat(32) }, { kind: "setup", file: "C:\\setup.exe" }),
    }),
    sha256: words({
      ...like(["ab".repeat(32), "AB".repeat(32)], ["ab", "xy".repeat(32)], /64 hexadecimal digits/),
      initially: null,
      ...files,
    }),
    arguments: texts(byKind(file, { kind: "rollup" })),
    account: words({
      ...like(
        ["CONTOSO\\gmsa-exchange$", "contoso\\svc-setup"],
        ["svc-setup", "svc@contoso.com", "a\\b\\c", "a\\b>"],
        /DOMAIN\\name is needed/,
      ),
      initially: null,
      ...byKind({ kind: "setup", file: "C:\\setup.exe" }, { kind: "command", file: "C:\\x.cmd" }),
    }),
    kbs: texts({
      right: [["KB5034441", "5034441"], "KB5034441, KB5035857"],
      wrong: [[["KB1"], /“KB1” is not a knowledge base number/]],
      ...byKind({ kind: "windows-updates" }, { kind: "rollup" }),
    }),
    expectedBuild: words({ ...like(["14.3.513.0"], ["14.3", "SP3", "14.3.513.0."], /Four numbers/), initially: null, ...files }),
    fitsBuilds: words({
      ...like(["14.3.", "14.3", "15.1.2507.6"], ["SP3", "14..3"], /beginning of a build/),
      ...byKind({}, { kind: "windows-updates" }),
    }),
  },
  "server-connection": {
    version: { initially: 2, right: [1, 2, undefined], wrong: [] },
    name,
    kind: oneOf(["lab", "winrm", "ssh", "local"], { counts: { sshUser: "u" } }),
    role: oneOf(["exchange-cas", "web-farm"], lab),
    speed: whole(1, 100_000, 300, lab),
    product: oneOf(["exchange-2010", "exchange-2013", "exchange-2016", "exchange-2019", "exchange-se"], {
      ...byKind({ kind: "lab", role: "exchange-cas" }, { kind: "lab", role: "web-farm" }),
    }),
    culture: oneOf(["en-US", "de-DE", "fr-FR", "ja-JP", "fi-FI", "by-seed"], lab),
    faults: { ...faults, ...lab },
    events: { ...events, ...lab },
    authentication: oneOf(["Kerberos", "Negotiate", "Certificate"], {
      counts: { kind: "winrm", useSsl: true, certificateThumbprint: "ab".repeat(20) },
      not: { kind: "lab" },
    }),
    certificateThumbprint: words({
      ...like(["ab".repeat(20), "ab ".repeat(20)], ["ab", "xy".repeat(20)], /40 hexadecimal digits/),
      initially: undefined,
      needed: /40 hexadecimal digits/,
      ...byKind({ ...certificate, certificateThumbprint: undefined }, winrm.counts ?? {}),
    }),
    useSsl: ticked({
      right: [true, "true"],
      wrong: [
        ["yes", /neither on nor off/],
        [false, /needs HTTPS/],
      ],
      initially: undefined,
      needed: /needs HTTPS/,
      ...byKind({ ...certificate, useSsl: undefined }, { kind: "lab" }),
    }),
    endpoint: words({ ...endpoints, ...winrm }),
    monitoringEndpoint: words({ ...endpoints, ...winrm }),
    sshUser: words({
      ...like(["contoso\\svc", "svc"], ["-oProxyCommand=x", "a b", "a'b"], /account on the servers/),
      initially: undefined,
      needed: /account on the servers/,
      ...byKind({ kind: "ssh" }, { kind: "lab" }),
    }),
    sshPort: whole(1, 65_535, 22, ssh),
    keyFile: words(ssh),
    knownHostsFile: words(ssh),
    seed: whole(0, 2_147_483_647, 1, lab),
    truthFile: words(lab),
    executable: words(byKind({ kind: "local" }, { kind: "lab" })),
    port: whole(1, 65_535, null, winrm),
  },
};

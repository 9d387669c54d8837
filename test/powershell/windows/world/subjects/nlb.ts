import type { Host } from "../../../../../lib/adapters/lab/array/nlb-cluster";
import { NLB_CODES } from "../../../../../lib/adapters/lab/array/nlb-words";
import { seconds } from "../../../../../lib/time/duration";
import type { World } from "../../../../../lib/adapters/lab/world";
import type { Context, Given, Handlers, RegistryPart, ToolResult, Tools, WmiClasses } from "../handlers";
import { text, WindowsError } from "../handlers";
import type { WmiMethods, WmiWriters } from "./wmi";

const CLUSTER_IP = "10.20.0.100";
const INTERFACE = "Ethernet 2";
const SUFFIX = ".contoso.com";
const SERVICE = "SYSTEM\\CurrentControlSet\\Services\\WLBS";
/** Those of the port rules; the first one is disabled. */
const PORTS = [135, 80, 443];
const ADAPTER = "{99757561-22EC-44DA-B6D3-82E16B387D6C}";

const fullName = (name: string): string => (name.includes(".") ? name : `${name}${SUFFIX}`);
const large = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
/** The published example of it; the error ids of these cmdlets are not published. */
const noInterface = (): WindowsError =>
  new WindowsError("NlbFailure", "Failed to get the specified interface or NLB is not bound to the specified interface.");
const suspended = (): WindowsError => new WindowsError("NlbFailure", "The host is suspended and does not carry the operation out.");

/** A member is asked about itself only: from within a session there are no credentials for another one. */
function own(context: Context, args: Given): Host {
  const { resident, world } = context;
  const asked = text(args["hostName"]);
  if (asked !== "" && asked !== "." && world.resident(asked) !== resident) {
    if (world.resident(asked) === undefined) {
      throw new WindowsError("NlbFailure", "The RPC server is unavailable. (0x800706BA)", { hresult: -2147023174 });
    }
    throw new WindowsError("NlbFailure", "Access is denied. (0x80070005)", { hresult: -2147024891 });
  }
  const [interfaceName, node] = [text(args["interfaceName"]), text(args["node"])];
  if (!world.cluster.hosts.includes(resident.host)) throw noInterface();
  if (interfaceName !== "" && interfaceName !== INTERFACE) throw noInterface();
  if (node !== "" && world.resident(node) !== resident) throw new WindowsError("NlbFailure", "Access is denied. (0x80070005)");
  return resident.host;
}

/** As the cmdlets print it: `Converged(default)`. */
const printed = ({ state, isDefaultHost }: Pick<ReturnType<Context["world"]["cluster"]["look"]>, "state" | "isDefaultHost">): string =>
  `${large(state)}${state === "converged" && isDefaultHost === true ? "(default)" : ""}`;

function nodeOf({ world }: Context, host: Host): Given {
  const { machine, priority } = host;
  const look = world.cluster.look(host);
  return {
    Cluster: look.cluster,
    Name: machine.name,
    InterfaceName: INTERFACE,
    Host: fullName(machine.name),
    // What is printed for a host that does not answer is not published.
    State: machine.up ? printed(look) : "Unreachable",
    HostPriority: priority,
    InitialHostState: large(host.defaultState),
  };
}

/**
 * The cmdlet that drains waits itself, and stops the node when its time is over, whoever is still there (Stop-NlbClusterNode, -Timeout). Here
 * nothing keeps it from that but the end of the drain: not the end of its session, and not that the host was put back meanwhile.
 */
function stopsAtItsLimit({ world: { cluster, timeline } }: Context, host: Host, at: number): void {
  waiting.add(host);
  timeline.at(at, () => {
    if (waiting.delete(host)) cluster.stop(host);
  });
  const look = (): void => {
    if (host.mode === "stopped") waiting.delete(host);
    if (waiting.has(host)) timeline.after(seconds(1), look);
  };
  look();
}
const waiting = new WeakSet<Host>();

const turns: Readonly<Record<string, (context: Context, host: Host, args: Given) => void>> = {
  start: (context, host) => {
    if (host.mode === "suspended") throw suspended();
    context.change("nlb.start", {}, () => context.world.cluster.start(host));
  },
  stop: (context, host) => {
    if (host.mode === "suspended") throw suspended();
    context.change("nlb.stop", {}, () => context.world.cluster.stop(host));
  },
  drain: (context, host, args) => {
    if (host.mode === "suspended") throw suspended();
    const { cluster, timeline } = context.world;
    context.change("nlb.drain", {}, () => cluster.drain(host));
    const timeout = Number(args["timeout"] ?? 0);
    if (timeout > 0) stopsAtItsLimit(context, host, timeline.now + seconds(timeout));
  },
  suspend: (context, host) => context.change("nlb.suspend", {}, () => context.world.cluster.suspend(host)),
  resume: (context, host) => context.change("nlb.resume", {}, () => context.world.cluster.resume(host)),
};

function setDefault(context: Context, host: Host, wanted: string): void {
  const state = wanted.toLowerCase();
  if (state !== "started" && state !== "stopped" && state !== "suspended")
    throw new WindowsError("NlbFailure", "The parameter is incorrect.");
  context.change("nlb.setDefaultState", { state }, () => context.world.cluster.setDefaultState(host, state));
}

export const nlb: Handlers = {
  "nlb.nodes": (context, args) => {
    own(context, args);
    return context.world.cluster.hosts.map((host) => nodeOf(context, host));
  },
  "nlb.turn": (context, args) => {
    const host = own(context, args);
    turns[text(args["how"])]?.(context, host, args);
    return [nodeOf(context, host)];
  },
  // Whether a drain that the cmdlet waits for goes on.
  "nlb.waiting": ({ resident: { host } }) => host.mode === "draining" || waiting.has(host),
  "nlb.set": (context, args) => {
    const host = own(context, args);
    if (text(args["initialHostState"]) !== "") setDefault(context, host, text(args["initialHostState"]));
    return [nodeOf(context, host)];
  },
  "nlb.cluster": (context, args) => {
    const { cluster } = context.world.cluster.look(own(context, args));
    return { Name: cluster, IPAddress: CLUSTER_IP, SubnetMask: "255.255.255.0", Mode: "UNICAST" };
  },
  "nlb.driver": (context) => {
    const host = own(context, {});
    const look = context.world.cluster.look(host);
    return {
      FullyQualifiedDomainName: look.cluster,
      HostId: host.priority,
      ClusterName: look.cluster,
      ClusterIPAddress: CLUSTER_IP,
      AliveMsgPeriod: 1000,
      InitialHostState: large(host.defaultState),
      CurrentHostState: large(host.mode),
      // What the published example shows for a plain host; what else it may show is not published.
      PersistedHostStates: true,
    };
  },
  // Interfaces that NLB is not bound to are shown as well.
  "nlb.interfaces": ({ resident, world }) => {
    const isBound = world.cluster.hosts.includes(resident.host);
    return [
      { InterfaceName: "Ethernet", NlbBound: false, ClusterPrimaryIP: "" },
      { InterfaceName: INTERFACE, NlbBound: isBound, ClusterPrimaryIP: isBound ? CLUSTER_IP : "" },
    ];
  },
  "nlb.connections": (context) => {
    const { clients, ports } = context.world.outside.clients.connections(own(context, {}));
    return ports
      .flatMap(({ port, connections }) => Array.from({ length: connections }, () => port))
      .map((port, index) => ({
        // Each client has at least one.
        SourceIPAddress: `10.20.${1 + Math.floor((index % clients) / 240)}.${10 + ((index % clients) % 240)}`,
        SourcePort: 49152 + index,
        DestinationIPAddress: CLUSTER_IP,
        DestinationPorts: port,
      }));
  },
};

/** Clusters in which every host says 1009 while any of them drains: "one or more nodes are draining", as it is published. */
export const saysDrainingOfAny = new WeakSet<World["cluster"]>();

function statusCode({ world: { cluster } }: Context, host: Host): number {
  const { state, isDefaultHost } = cluster.look(host);
  if (state === "unknown") return 0;
  if (saysDrainingOfAny.has(cluster) && state === "converged" && cluster.hosts.some(({ mode }) => mode === "draining")) return 1009;
  return state === "converged" && isDefaultHost === true ? 1008 : NLB_CODES[state];
}

/** The state of a port rule (MicrosoftNLB_PortRuleEx): 1 enabled, 2 disabled, 3 draining. */
const PORT_STATES = { started: 1, draining: 3, stopped: 2, suspended: 2 } as const;

/** Whose Windows has no NLB at all: WMI has no namespace of it then. */
export const withoutNlb = new WeakSet<Host>();

/** Where NLB is bound, its parameters lie by the GUID of the adapter; the feature alone has none. */
export const nlbKeys: RegistryPart = ({ resident: { host }, world }) => ({
  ...(withoutNlb.has(host) ? {} : { [`${SERVICE}\\Parameters`]: {} }),
  ...(world.cluster.hosts.includes(host) ? { [`${SERVICE}\\Parameters\\Interface\\${ADAPTER}`]: { HostPriority: host.priority } } : {}),
});

/** The provider cannot be asked: of which kind the error is then, is not published. */
export const illProvider = new WeakSet<Host>();
const providerError = (): WindowsError =>
  new WindowsError("GetWMIManagementException", "Generic failure ", {
    type: "System.Management.ManagementException",
    hresult: -2147217407,
  });

/** Remote control is off, as it is by default: only the own node is shown. */
export const nlbClasses: WmiClasses = {
  "root\\microsoftnlb:microsoftnlb_node": (context) => {
    const { host, machine } = context.resident;
    // The namespace is there, and any operation of the provider gives an error where NLB does not run (WlbsProv, Enumerating Nodes, node D).
    if (!context.world.cluster.hosts.includes(host) || illProvider.has(host)) throw providerError();
    return [
      {
        __CLASS: "MicrosoftNLB_Node",
        Name: `${CLUSTER_IP}:${host.priority}`,
        ComputerName: fullName(machine.name),
        HostPriority: host.priority,
        StatusCode: statusCode(context, host),
      },
    ];
  },
  "root\\microsoftnlb:microsoftnlb_clustersetting": ({ resident: { host }, world }) => [
    {
      __CLASS: "MicrosoftNLB_ClusterSetting",
      Name: `${CLUSTER_IP}:${host.priority}`,
      ClusterName: world.cluster.look(host).cluster,
      ClusterIPAddress: CLUSTER_IP,
    },
  ],
  // Of the host that is asked, and of no other.
  "root\\microsoftnlb:microsoftnlb_portruleex": ({ resident: { host, machine } }) =>
    PORTS.map((port) => ({
      __CLASS: "MicrosoftNLB_PortRuleEx",
      Name: machine.name,
      VirtualIpAddress: "255.255.255.255",
      StartPort: port,
      EndPort: port,
      FilteringMode: port === 135 ? 3 : 2,
      PortState: port === 135 ? 1 : PORT_STATES[host.mode],
    })),
  "root\\microsoftnlb:microsoftnlb_nodesetting": ({ resident: { host } }) => [
    {
      __CLASS: "MicrosoftNLB_NodeSetting",
      Name: `${CLUSTER_IP}:${host.priority}`,
      HostPriority: host.priority,
      ClusterModeOnStart: host.defaultState === "started",
      ClusterModeSuspendOnStart: host.defaultState === "suspended",
      PersistSuspendOnReboot: true,
    },
  ],
};

/** By WMI, a suspended host says so with 1013, and what is so already with 1001. */
const turnByWmi =
  (how: string, already: readonly Host["mode"][]) =>
  (context: Context): Given => {
    const { host } = context.resident;
    if (already.includes(host.mode)) return { ReturnValue: 1001 };
    if (host.mode === "suspended" && how !== "resume") return { ReturnValue: 1013 };
    turns[how]?.(context, host, {});
    return { ReturnValue: 1000 };
  };

/** What has been written and not been loaded by the driver yet. */
const written = new WeakMap<Host, string>();

export const nlbMethods: WmiMethods = {
  "microsoftnlb_node:start": turnByWmi("start", ["started"]),
  "microsoftnlb_node:stop": turnByWmi("stop", ["stopped"]),
  "microsoftnlb_node:drainstop": turnByWmi("drain", ["stopped", "draining"]),
  "microsoftnlb_node:suspend": turnByWmi("suspend", ["suspended"]),
  "microsoftnlb_node:resume": turnByWmi("resume", ["started", "stopped", "draining"]),
  "microsoftnlb_nodesetting:loadallsettings": (context) => {
    const { host } = context.resident;
    const state = written.get(host);
    if (state !== undefined) setDefault(context, host, state);
    written.delete(host);
    return { ReturnValue: 1000 };
  },
};

export const nlbWriters: WmiWriters = {
  microsoftnlb_nodesetting: ({ resident: { host } }, { ClusterModeOnStart: starts, ClusterModeSuspendOnStart: suspends }) => {
    written.set(host, starts === true ? "started" : suspends === true ? "suspended" : "stopped");
  },
};

const SAYS: Readonly<Record<string, string>> = {
  converged: "konvergiert mit den folgenden Hosts als Teil des Clusters:",
  draining: "leitet Verbindungen aus, mit den folgenden Hosts als Teil des Clusters:",
  converging: "konvergiert gerade mit den folgenden Hosts als Teil des Clusters:",
};

/**
 * `nlb query`, of this host alone. Its form is that of the captures in Microsoft KB812870 (reprinted at betaarchive.com and blog.justinho.com);
 * its words are in the server's language, and were not captured: these are made up.
 */
function query(context: Context): ToolResult {
  const { host } = context.resident;
  if (!context.world.cluster.hosts.includes(host)) return { exitCode: 1, output: "NLB ist nicht gebunden." };
  const { state, priority, convergedWith } = context.world.cluster.look(host);
  const head = ["NLB-Clustersteuerungsprogramm V2.6", `Cluster ${CLUSTER_IP}`];
  const says = SAYS[state];
  if (says === undefined) return { exitCode: 0, output: [...head, `Host ${priority} ist angehalten.`].join("\n") };
  const seen = convergedWith ?? context.world.cluster.hosts.map((one) => one.priority);
  const history = [`Host ${priority} ist dem Cluster beigetreten und 1 Mal konvergiert,`, "  zuletzt ungefähr um: 10.01.2026 21:55:27"];
  return { exitCode: 0, output: [...head, ...history, `Host ${priority} ${says}`, seen.join(", ")].join("\n") };
}

/** Without a cluster's name, it is about all clusters of the local host (its own help). */
export const nlbTools: Tools = {
  "nlb.exe": (context, [command = "help", ...rest]) =>
    command === "query" && rest.length === 0 ? query(context) : { exitCode: 1, output: "Syntax: NLB <Befehl>" },
};

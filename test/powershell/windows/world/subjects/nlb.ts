import type { Host } from "../../../../../lib/adapters/lab/array/nlb-cluster";
import { seconds } from "../../../../../lib/time/duration";
import type { Context, Given, Handlers, RegistryPart, WmiClasses } from "../handlers";
import { text, WindowsError } from "../handlers";
import type { WmiMethods, WmiWriters } from "./wmi";

const CLUSTER_IP = "10.20.0.100";
const INTERFACE = "Ethernet 2";
const SUFFIX = ".contoso.com";
const SERVICE = "SYSTEM\\CurrentControlSet\\Services\\WLBS";
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

function nodeOf({ world }: Context, host: Host): Given {
  const { machine, priority } = host;
  const look = world.cluster.look(host);
  return {
    Cluster: look.cluster,
    Name: machine.name,
    InterfaceName: INTERFACE,
    Host: fullName(machine.name),
    // What is printed for a host that does not answer is not published.
    State: machine.up ? look.text : "Unreachable",
    HostPriority: priority,
    InitialHostState: large(host.defaultState),
  };
}

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
    // Whoever is still there when the time is over is cut off.
    if (timeout > 0) timeline.after(seconds(timeout), () => host.mode === "draining" && cluster.stop(host));
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
      CurrentHostState: look.text,
      PersistedHostStates: look.persistsLastState,
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

const CODES = { converged: 1007, converging: 1006, draining: 1009, stopped: 1005, suspended: 1013, unknown: 0 } as const;
const statusCode = ({ world }: Context, host: Host): number => {
  const { state, isDefaultHost } = world.cluster.look(host);
  return isDefaultHost && state === "converged" ? 1008 : CODES[state];
};

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

/** The flow of a demo: a flow file, with what the command line asks for put into its config nodes. */
import { mediaOf, packages } from "../../lib/adapters/lab";
import type { ProductName } from "../../lib/adapters/lab/laws";
import { ofTheLabAlone, productNames, share } from "../../lib/adapters/lab/laws";
import type { Member } from "../../lib/server";
import { WrongUsage } from "../program";
import type { FlowNode } from "../program";
import type { DemoOptions } from "./options";

export interface DemoFlow {
  readonly nodes: readonly FlowNode[];
  /** The path of its endpoint for starts. */
  readonly path: string;
  /** The speed of its lab. */
  readonly speed: number;
  /** For Node-RED, added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The array that is updated, and its connection; where the flow has them. */
  readonly updated?: { readonly array: FlowNode; readonly connection: FlowNode };
}

const START_PATH = /^\/rolling-update\/([^/:]+)\/runs\/?$/;
const BUNDLED_ARRAY = "exchange-cas-array";
const DEFAULT_SPEED = 300;
const REHEARSAL_SPEED = 120;

/** @throws WrongUsage for anything that the flow does not have, with a list of what it has */
export function prepareFlow(nodes: readonly FlowNode[], options: DemoOptions): DemoFlow {
  refuseRealServers(nodes);
  refuseUnknownUpdate(nodes, options.update);
  refuseOtherWorlds(options);
  const path = nodes.find(({ type, method, url }) => type === "http in" && method === "post" && START_PATH.test(url ?? ""))?.url;
  const array = arrayOf(nodes, path);
  const connection =
    array === undefined ? undefined : nodes.find(({ type, id }) => type === "server-connection" && id === array.connection);
  if (array === undefined || connection === undefined) {
    refuseWithoutArray(options);
    return { nodes, path: path ?? pathOf(array), speed: DEFAULT_SPEED };
  }
  const newArray = withMembers(array, options.members);
  const optioned = withOptions(connection, newArray.members ?? [], options);
  const product = productOf(optioned, options);
  const newConnection = product === null ? optioned : { ...optioned, product };
  return {
    nodes: nodes.map((node) => {
      if (node === array) return newArray;
      if (node === connection) return newConnection;
      if (node.type === "rolling-update" && node.array === array.id) return asLoopIs(node, options);
      return isItsUpdate(nodes, array, node) ? withMedia(node, product) : node;
    }),
    path: path ?? pathOf(array),
    speed: speedOf(newConnection, options),
    updated: { array: newArray, connection: newConnection },
  };
}

const asLoopIs = (loop: FlowNode, { atOnce, soak, order, hold }: DemoOptions): FlowNode => ({
  ...loop,
  ...(atOnce === null ? {} : { howMany: atOnce }),
  ...(soak === null ? {} : { soakMinutes: soak }),
  ...(order === null ? {} : { order }),
  ...(hold ? { whenStepFails: "hold" } : {}),
});

/** Real processes take real time: the flow's own speed is meant for the lab. */
function speedOf(connection: FlowNode, { connection: kind, speed }: DemoOptions): number {
  if (kind === "lab") return Number(connection.speed) || DEFAULT_SPEED;
  return speed ?? REHEARSAL_SPEED;
}

function refuseRealServers(nodes: readonly FlowNode[]): void {
  const real = nodes.find(({ type, kind }) => type === "server-connection" && kind !== undefined && kind !== "lab");
  if (real === undefined) return;
  throw new WrongUsage(
    `The demo works on the lab only, but the connection "${real.name}" of this flow leads to real servers (${real.kind}).`,
  );
}

/** The stand-ins for Windows are servers of one kind, and nobody acts in them. */
function refuseOtherWorlds({ connection, product, culture, events, faults }: DemoOptions): void {
  const ofTheLab = faults.find(({ name }) => ofTheLabAlone.includes(name));
  const fault = ofTheLab === undefined ? null : ofTheLab.name;
  const asked = Object.entries({ product, culture, event: events[0]?.name ?? null, fault }).find(([, value]) => value !== null);
  if (connection !== "lab" && asked !== undefined)
    throw new WrongUsage(`--${asked[0]} ${asked[1]} works on the lab only, not with --connection ${connection}.`);
}

function refuseUnknownUpdate(nodes: readonly FlowNode[], asked: string | null): void {
  const names = nodes.filter(({ type }) => type === "update-package").map(({ name }) => name ?? "");
  if (asked === null || names.includes(asked)) return;
  throw new WrongUsage(`The flow has no update-package "${asked}". It has ${names.map((name) => `"${name}"`).join(", ") || "none"}.`);
}

function refuseWithoutArray(options: DemoOptions): void {
  const { members, speed, seed, truth, product, culture, atOnce, soak, order, faults, events, kill } = options;
  const lists = { "at-once": atOnce, soak, order, fault: faults[0] ?? null, event: events[0] ?? null, kill: kill || null };
  const asked = Object.entries({ members, speed, seed, truth, product, culture, ...lists }).find(([, value]) => value !== null);
  if (asked !== undefined) throw new WrongUsage(`--${asked[0]} needs a flow with one server-array and its server-connection.`);
}

/** The array that the endpoint is named after, or the only one. */
function arrayOf(nodes: readonly FlowNode[], path: string | undefined): FlowNode | undefined {
  const arrays = nodes.filter(({ type }) => type === "server-array");
  const named = START_PATH.exec(path ?? "")?.[1];
  return arrays.find(({ name }) => name === named) ?? (arrays.length === 1 ? arrays[0] : undefined);
}

const pathOf = (array: FlowNode | undefined): string => `/rolling-update/${encodeURIComponent(array?.name || BUNDLED_ARRAY)}/runs`;

function withMembers(array: FlowNode, count: number | null): FlowNode {
  if (count === null) return array;
  const own = array.members ?? [];
  const domain = /\..*$/.exec(own[0]?.address ?? "")?.[0] ?? "";
  const names = Array.from({ length: count }, (_, index) => `CAS${index + 1}`);
  const members = names.map((name) => own.find((member) => member.name === name) ?? { name, address: `${name.toLowerCase()}${domain}` });
  return { ...array, members, minInService: Math.min(Number(array.minInService ?? 1), count - 1) };
}

function withOptions(connection: FlowNode, members: readonly Member[], options: DemoOptions): FlowNode {
  const { speed, seed, faults, events, culture, truth } = options;
  const isMember = (name: string) => members.some((member) => member.name.toLowerCase() === name.toLowerCase());
  for (const [option, list] of [
    ["fault", faults],
    ["event", events],
  ] as const) {
    const stray = list.find(({ member }) => !isMember(member));
    if (stray === undefined) continue;
    const names = members.map(({ name }) => name).join(", ");
    throw new WrongUsage(`--${option} ${stray.name}@${stray.member}: there is no such member. Members are ${names}.`);
  }
  return {
    ...connection,
    ...(speed === null ? {} : { speed }),
    ...(seed === null ? {} : { seed }),
    ...(truth === null ? {} : { truthFile: truth }),
    ...(culture === null ? {} : { culture }),
    ...(events.length === 0 ? {} : { events: events.map(({ name, member, when }) => ({ event: name, member, when })) }),
    // If the file has a fault on a member that no longer exists, the array would be refused.
    faults: [...(connection.faults ?? []).filter(({ member }) => isMember(member)), ...faults],
  };
}

/** The product of the lab that is asked for; null: the flow's own. */
function productOf(connection: FlowNode, { product, update }: DemoOptions): ProductName | null {
  if (product === null) return null;
  const seed = Number(connection.seed) || 0;
  const chosen =
    product === "by-seed" ? (productNames[Math.floor(share(seed, "product") * productNames.length)] ?? "exchange-2010") : product;
  if (update !== null && chosen !== "exchange-2010")
    throw new WrongUsage(`--update ${update}: servers with ${chosen} get setup of its next version.`);
  return chosen;
}

/** Whether a node is the package that the flow installs on this array. */
const isItsUpdate = (nodes: readonly FlowNode[], array: FlowNode, { id, type }: FlowNode): boolean =>
  type === "update-package" && nodes.some((loop) => loop.type === "rolling-update" && loop.array === array.id && loop.update === id);

/** The package, but setup of the product's next version; Exchange 2010 keeps the flow's own. */
function withMedia(node: FlowNode, product: ProductName | null): FlowNode {
  if (product === null || product === "exchange-2010") return node;
  const { title, file, sha256, build, fitsBuilds } = packages[mediaOf[product]];
  // As the one who tries it accepts them: no real software is installed.
  const terms = product === "exchange-2013" ? "" : "_DiagnosticDataON";
  const args = ["/Mode:Upgrade", `/IAcceptExchangeServerLicenseTerms${terms}`];
  return { ...node, name: title, kind: "setup", file, sha256, expectedBuild: build, fitsBuilds, arguments: args };
}

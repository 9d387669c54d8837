// @ts-check
/** The flow of a demo: the one of a file, with what the command line asks for put into its config nodes. */
import { readFileSync } from "node:fs";
import { WrongUsage } from "../node-red/command-line.mjs";

/** @typedef {import("./options.mjs").DemoOptions} DemoOptions */
/** @typedef {import("./options.mjs").Fault} Fault */
/** @typedef {{ readonly name: string, readonly address: string }} Member */

/**
 * A node as a flow file has it, with the properties that a demo looks at.
 * @typedef {object} FlowNode
 * @property {string} id
 * @property {string} type
 * @property {string} [name]
 * @property {string} [method] of an http in node
 * @property {string} [url] of an http in node
 * @property {readonly Member[]} [members] of a server-array
 * @property {number | string} [minInService] of a server-array
 * @property {string} [connection] of a server-array
 * @property {string} [kind] of a server-connection
 * @property {number | string} [speed] of a server-connection
 * @property {number | string} [seed] of a server-connection
 * @property {readonly Fault[]} [faults] of a server-connection
 * @property {string} [truthFile] of a server-connection
 * @property {string} [role] of a server-connection
 */

/**
 * @typedef {object} DemoFlow
 * @property {readonly FlowNode[]} nodes
 * @property {string} path of its endpoint for starts
 * @property {number} speed of its lab
 * @property {FlowNode} [array] the one that is updated
 * @property {FlowNode} [connection] the array's
 */

const START_PATH = /^\/rolling-update\/([^/:]+)\/runs\/?$/;
const BUNDLED_ARRAY = "exchange-cas-array";
const DEFAULT_SPEED = 300;
const REHEARSAL_SPEED = 120;

/**
 * @param {string} file
 * @returns {readonly FlowNode[]}
 * @throws {WrongUsage}
 */
export function readFlow(file) {
  const nodes = parsed(file);
  if (!Array.isArray(nodes) || nodes.some((node) => typeof node?.id !== "string" || typeof node.type !== "string")) {
    throw new WrongUsage(`${file} is not a flow: it must be a list of nodes, as Node-RED exports it.`);
  }
  return nodes;
}

/**
 * @param {string} file
 * @returns {unknown}
 */
function parsed(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new WrongUsage(`The flow ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/**
 * @param {readonly FlowNode[]} nodes
 * @param {DemoOptions} options
 * @returns {DemoFlow}
 * @throws {WrongUsage} for what the flow does not have, with what it has
 */
export function prepareFlow(nodes, options) {
  refuseRealServers(nodes);
  refuseUnknownUpdate(nodes, options.update);
  const path = nodes.find(({ type, method, url }) => type === "http in" && method === "post" && START_PATH.test(url ?? ""))?.url;
  const array = arrayOf(nodes, path);
  const connection =
    array === undefined ? undefined : nodes.find(({ type, id }) => type === "server-connection" && id === array.connection);
  if (array === undefined || connection === undefined) {
    refuseWithoutArray(options);
    return { nodes, path: path ?? pathOf(array), speed: DEFAULT_SPEED };
  }
  const newArray = withMembers(array, options.members);
  const newConnection = withOptions(connection, newArray.members ?? [], options);
  return {
    nodes: nodes.map((node) => (node === array ? newArray : node === connection ? newConnection : node)),
    path: path ?? pathOf(array),
    speed: speedOf(newConnection, options),
    array: newArray,
    connection: newConnection,
  };
}

/**
 * Real processes take real time: the flow's own speed is meant for the lab.
 * @param {FlowNode} connection
 * @param {DemoOptions} options
 */
function speedOf(connection, { connection: kind, speed }) {
  if (kind === "lab") return Number(connection.speed) || DEFAULT_SPEED;
  return speed ?? REHEARSAL_SPEED;
}

/** @param {readonly FlowNode[]} nodes */
function refuseRealServers(nodes) {
  const real = nodes.find(({ type, kind }) => type === "server-connection" && kind !== undefined && kind !== "lab");
  if (real === undefined) return;
  throw new WrongUsage(
    `The demo works on the lab only, but the connection "${real.name}" of this flow leads to real servers (${real.kind}).`,
  );
}

/**
 * @param {readonly FlowNode[]} nodes
 * @param {string | null} asked
 */
function refuseUnknownUpdate(nodes, asked) {
  const names = nodes.filter(({ type }) => type === "update-package").map(({ name }) => name ?? "");
  if (asked === null || names.includes(asked)) return;
  throw new WrongUsage(`The flow has no update-package "${asked}". It has ${names.map((name) => `"${name}"`).join(", ") || "none"}.`);
}

/** @param {DemoOptions} options */
function refuseWithoutArray({ members, speed, seed, faults, truth }) {
  const asked = Object.entries({ members, speed, seed, truth, fault: faults[0] ?? null }).find(([, value]) => value !== null);
  if (asked !== undefined) throw new WrongUsage(`--${asked[0]} needs a flow with one server-array and its server-connection.`);
}

/**
 * The array that the endpoint is named after, or the only one.
 * @param {readonly FlowNode[]} nodes
 * @param {string | undefined} path
 */
function arrayOf(nodes, path) {
  const arrays = nodes.filter(({ type }) => type === "server-array");
  const named = START_PATH.exec(path ?? "")?.[1];
  return arrays.find(({ name }) => name === named) ?? (arrays.length === 1 ? arrays[0] : undefined);
}

/** @param {FlowNode | undefined} array */
const pathOf = (array) => `/rolling-update/${encodeURIComponent(array?.name || BUNDLED_ARRAY)}/runs`;

/**
 * @param {FlowNode} array
 * @param {number | null} count
 * @returns {FlowNode}
 */
function withMembers(array, count) {
  if (count === null) return array;
  const own = array.members ?? [];
  const domain = /\..*$/.exec(own[0]?.address ?? "")?.[0] ?? "";
  const names = Array.from({ length: count }, (_, index) => `CAS${index + 1}`);
  const members = names.map((name) => own.find((member) => member.name === name) ?? { name, address: `${name.toLowerCase()}${domain}` });
  return { ...array, members, minInService: Math.min(Number(array.minInService ?? 1), count - 1) };
}

/**
 * @param {FlowNode} connection
 * @param {readonly Member[]} members
 * @param {DemoOptions} options
 * @returns {FlowNode}
 */
function withOptions(connection, members, { speed, seed, faults, truth }) {
  const isMember = (/** @type {string} */ name) => members.some((member) => member.name.toLowerCase() === name.toLowerCase());
  const stray = faults.find(({ member }) => !isMember(member));
  if (stray !== undefined) {
    const names = members.map(({ name }) => name).join(", ");
    throw new WrongUsage(`--fault ${stray.name}@${stray.member}: there is no such member. Members are ${names}.`);
  }
  return {
    ...connection,
    ...(speed === null ? {} : { speed }),
    ...(seed === null ? {} : { seed }),
    ...(truth === null ? {} : { truthFile: truth }),
    // A fault of the file on a member that is not there any more would have the array refused.
    faults: [...(connection.faults ?? []).filter(({ member }) => isMember(member)), ...faults],
  };
}

// @ts-check
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";
import { readFlow } from "../demo/flow.mjs";
import { WrongUsage } from "../node-red/command-line.mjs";
import { registration, roleCapability, sessionConfiguration } from "./files.mjs";
import { operationsOfFlow } from "./operations.mjs";
import { UNNAMED_ACCOUNT, helpText, readOptions } from "./options.mjs";
import { visibleFunctions } from "./role.mjs";

/** @typedef {import("./operations.mjs").Waist} Waist */
/** @typedef {import("./files.mjs").Endpoint} Endpoint */
/** @typedef {{ readonly out: Pick<NodeJS.WritableStream, "write">, readonly err: Pick<NodeJS.WritableStream, "write"> }} Streams */

const root = resolve(import.meta.dirname, "../..");

/** The endpoints' names, which the form of the server-connection asks for. */
const endpoints = /** @type {const} */ ({
  member: { role: "RollingUpdateMember", name: "RollingUpdate", where: "a member of the array" },
  monitoring: { role: "RollingUpdateMonitoring", name: "RollingUpdateMonitoring", where: "the SCOM management server" },
});

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {Streams} streams
 * @param {Waist} [waist] as built unless given
 * @returns {number} the exit code
 */
export function runJea(args, env, { out, err }, waist) {
  try {
    const options = readOptions(args, env);
    if (options.help) {
      out.write(helpText());
      return 0;
    }
    const nodes = options.flow === null ? null : readFlow(options.flow);
    const files = filesFor(waist ?? builtWaist(options.build), nodes, options);
    mkdirSync(options.out, { recursive: true });
    // Windows PowerShell reads a file without a mark as ANSI.
    for (const [name, text] of files) writeFileSync(join(options.out, name), `\uFEFF${text.replaceAll("\n", "\r\n")}`);
    out.write(`Written to ${options.out}:\n${[...files.keys()].map((name) => `  ${name}\n`).join("")}`);
    if (options.account === UNNAMED_ACCOUNT) out.write("No --account was given: put it into the .pssc files.\n");
    out.write("Look through them; each Register script says at its top what to do.\n");
    return 0;
  } catch (error) {
    err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof WrongUsage ? 2 : 1;
  }
}

/**
 * @param {Waist} waist
 * @param {readonly import("../demo/flow.mjs").FlowNode[] | null} nodes
 * @param {Pick<import("./options.mjs").JeaOptions, "flow" | "account" | "scom">} options
 * @returns {ReadonlyMap<string, string>} the files' texts by name
 */
export function filesFor(waist, nodes, { flow, account, scom }) {
  const operations = nodes === null ? waist.operationNames : operationsOfFlow(waist, nodes);
  const arrays = /** @type {readonly { members?: readonly { name: string }[], scomServer?: string }[]} */ (
    (nodes ?? []).filter(({ type }) => type === "server-array")
  );
  const members = [...new Set(arrays.flatMap((array) => (array.members ?? []).map(({ name }) => name)))];
  const source = flow === null ? "All functions of the package." : `For the flow ${basename(flow)}; write it anew when the flow changes.`;
  const withScom = scom || arrays.some(({ scomServer }) => (scomServer ?? "") !== "");
  const places = withScom ? /** @type {const} */ (["member", "monitoring"]) : /** @type {const} */ (["member"]);
  return new Map(
    places.flatMap((place) => {
      const functions = visibleFunctions(waist, operations, place, members);
      const endpoint = { ...endpoints[place], account, source, functions };
      return /** @type {[string, string][]} */ ([
        [`${endpoint.role}.psrc`, roleCapability(endpoint)],
        [`${endpoint.role}.pssc`, sessionConfiguration(endpoint)],
        [`Register-${endpoint.role}.ps1`, registration(endpoint)],
      ]);
    }),
  );
}

/** @param {boolean} build @returns {Waist} */
export function builtWaist(build) {
  if (build) {
    const { status } = spawnSync(process.execPath, [join(root, "tools", "build.mjs")], { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error("The build failed.");
  }
  const load = createRequire(import.meta.url);
  return Object.assign(
    {},
    ...["server/catalogue", "server/operation", "adapters/powershell/functions"].map((file) => load(join(root, `dist/lib/${file}.js`))),
  );
}

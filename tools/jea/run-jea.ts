import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { operationNames } from "../../lib/server";
import type { FlowNode, Streams } from "../program";
import { readFlow, tellFailure } from "../program";
import { registration, roleCapability, sessionConfiguration } from "./files";
import { limitsOf } from "./limits";
import { operationsOfFlow } from "./operations";
import type { JeaOptions } from "./options";
import { helpText, readOptions, UNNAMED_ACCOUNT } from "./options";
import { visibleFunctions } from "./role";

/** The names of the endpoints, to be entered in the form of the server-connection. */
const endpoints = {
  member: { role: "RollingUpdateMember", name: "RollingUpdate", field: "JEA endpoint", where: "a member of the array" },
  monitoring: {
    role: "RollingUpdateMonitoring",
    name: "RollingUpdateMonitoring",
    field: "SCOM endpoint",
    where: "the SCOM management server",
  },
} as const;

/** @returns the exit code */
export function runJea(args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: Streams): number {
  try {
    const options = readOptions(args, env);
    if (options.help) {
      out.write(helpText());
      return 0;
    }
    const files = filesFor(options.flow === null ? null : readFlow(options.flow), options);
    mkdirSync(options.out, { recursive: true });
    // Windows PowerShell reads a file without a byte order mark as ANSI.
    for (const [name, text] of files) writeFileSync(join(options.out, name), `\uFEFF${text.replaceAll("\n", "\r\n")}`);
    out.write(`Written to ${options.out}:\n${[...files.keys()].map((name) => `  ${name}\n`).join("")}`);
    if (options.account === UNNAMED_ACCOUNT) out.write("No --account was given: put it into the .pssc files.\n");
    out.write("Look through them; each Register script says at its top what to do.\n");
    return 0;
  } catch (error) {
    return tellFailure(error, err);
  }
}

/**
 * @param nodes of the flow; null: all functions of the package are offered
 * @returns the files' texts by name
 */
export function filesFor(
  nodes: readonly FlowNode[] | null,
  { flow, account, scom }: Pick<JeaOptions, "flow" | "account" | "scom">,
): ReadonlyMap<string, string> {
  const operations = nodes === null ? operationNames : operationsOfFlow(nodes);
  const arrays = (nodes ?? []).filter(({ type }) => type === "server-array");
  const members = [...new Set(arrays.flatMap((array) => (array.members ?? []).map(({ name }) => name)))];
  const source = flow === null ? "All functions of the package." : `For the flow ${basename(flow)}; write it again when the flow changes.`;
  const withScom = scom || arrays.some(({ scomServer }) => (scomServer ?? "") !== "");
  const limits = limitsOf(nodes);
  const places = withScom ? (["member", "monitoring"] as const) : (["member"] as const);
  return new Map(
    places.flatMap((place) => {
      const endpoint = { ...endpoints[place], account, source, functions: visibleFunctions(operations, { place, members, limits }) };
      return [
        [`${endpoint.role}.psrc`, roleCapability(endpoint)],
        [`${endpoint.role}.pssc`, sessionConfiguration(endpoint)],
        [`Register-${endpoint.role}.ps1`, registration(endpoint)],
      ] as const;
    }),
  );
}

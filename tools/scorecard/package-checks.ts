import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestIn } from "../program";
import type { Card, Catalogue } from "./node-red-dev";
import type { Syntax } from "./registered-types";
import { registeredTypes } from "./registered-types";
import type { Results } from "./results";

type Registered = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

const inPalette = ["category", "color", "icon", "inputs", "outputs"];

/** Keywords (P05), which node-red-dev reads but never fails. */
export function checkKeywords(folder: string, results: Results): void {
  results.check("P05", manifestIn(folder).keywords?.includes("node-red") === true, "keywords has node-red");
}

/** Packages of the same name in another scope (P08): the same. */
export function checkName(folder: string, { modules }: Catalogue, results: Results): void {
  const { name } = manifestIn(folder);
  const lastPart = (id: string) => id.split("/").at(-1);
  const similar = modules.map(({ id }) => id).filter((id) => id !== name && lastPart(id) === lastPart(name));
  results.checkNone("P08", similar, { none: "no package of this name in another scope", some: "similar: " });
}

/** What node-red-dev skipped: a spread in a definition is enough for it to give up, `registerType("…", { ...common })`. */
export function checkParsed(printed: string, results: Results): void {
  const unread = printed.split("\n").filter((line) => /Unable to (parse|read example)/.test(line));
  const text = unread.map((line) => line.trim()).join("; ");
  results.check("parse", unread.length === 0, unread.length === 0 ? "every node and example can be read" : text);
}

/** Whether the type of every node is seen, and every node is in an example (N02). */
export function checkNodes(folder: string, { card, syntax }: { card: Card; syntax: Syntax }, results: Results): void {
  const sets = Object.entries(manifestIn(folder)["node-red"].nodes);
  results.check("types", sets.length > 0, `${sets.length} nodes are registered`);
  const seen: Registered = new Map(
    sets.flatMap(([, js]) => [...registeredTypes(syntax, readFileSync(join(folder, js.replace(/\.js$/, ".html")), "utf8"))]),
  );
  for (const [type] of sets) checkLiterals(type, seen, results);
  const inExamples = new Set(card["N02"]?.nodes ?? []);
  const without = [...seen].filter(([type, literals]) => literals.get("category") !== "config" && !inExamples.has(type));
  results.checkNone(
    "N02",
    without.map(([type]) => type),
    { none: "every node is in an example", some: "in no example: " },
  );
}

/** Whether what the palette shows about a type can be read without running anything. */
function checkLiterals(type: string, seen: Registered, results: Results): void {
  const literals = seen.get(type);
  const wanted = literals?.get("category") === "config" ? ["category"] : inPalette;
  const lacking = wanted.filter((name) => literals?.get(name) === undefined);
  if (literals === undefined) results.check("types", false, `${type} is not seen: registerType needs a literal type and an object`);
  else if (lacking.length > 0) results.check("types", false, `${type}: not literal, or missing: ${lacking.join(", ")}`);
}

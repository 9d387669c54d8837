import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestIn, root } from "../program";
import type { BadPackages, Satisfies } from "./node-red-dev";
import { view } from "./npm";
import type { Results } from "./results";

/** A package as the lockfile pins it. */
interface Pinned {
  readonly name?: string;
  readonly version: string;
  readonly dev?: boolean;
}

/** Known bad packages (D02): dependencies of dependencies too, which node-red-dev leaves out. */
export function checkNoBadPackages(bad: BadPackages, satisfies: Satisfies, results: Results): void {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, Pinned>>;
  };
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== "" && dev !== true);
  const found = shipped
    .map(([path, { name, version }]) => ({ name: name ?? path.split("node_modules/").at(-1) ?? path, version }))
    .filter(({ name, version }) => bad[name] !== undefined && satisfies(version, bad[name]));
  results.checkNone(
    "D02",
    found.map(({ name, version }) => `${name}@${version}`),
    { none: `none of ${shipped.length} shipped packages is known as bad` },
  );
}

/** Newest releases (D03). Only a warning: a release that came out yesterday must not fail a build that passed before. */
export function checkNewestReleases(satisfies: Satisfies, results: Results): void {
  for (const [name, range] of Object.entries(manifestIn(root).dependencies ?? {})) {
    const newest = view(name, "version");
    if (typeof newest !== "string") results.report("D03", "NOT CHECKED", `${name}: the registry cannot be asked`);
    else results.report("D03", satisfies(newest, range) ? "ok" : "warning", `${name} ${range}, newest ${newest}`);
  }
}

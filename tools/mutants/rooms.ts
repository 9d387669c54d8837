import { existsSync, readdirSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { root, WrongUsage } from "../program";
import { specsOf } from "../test/index";
import type { Sample } from "./sample";
import { sampleOf } from "./sample";

/** A part of the source that is measured by itself. */
export interface Room {
  readonly path: string;
  /** Folders of specs that concern it. Of these, only the tests that reach a mutant are run for it. */
  readonly specs: readonly string[];
  /** How many of 100 mutants must be noticed; null where no rate is asked for. */
  readonly rate: number | null;
}

const run = ["unit/run"];
const steps = ["unit/steps"];

const rooms: readonly Room[] = [
  { path: "lib/run/record", specs: [...run, "journals"], rate: 90 },
  { path: "lib/run/rules", specs: run, rate: 90 },
  // The harness of the steps plays on the run's own changes and undo.
  { path: "lib/run/changes", specs: [...run, ...steps], rate: 90 },
  { path: "lib/run/member", specs: [...run, ...steps], rate: 90 },
  { path: "lib/run", specs: run, rate: null },
  { path: "lib/gates", specs: ["unit/gates"], rate: 90 },
  { path: "lib/server", specs: ["unit/server"], rate: 90 },
  { path: "lib/steps", specs: steps, rate: 85 },
  { path: "lib/time", specs: ["unit/time"], rate: null },
  { path: "nodes", specs: ["nodes"], rate: 85 },
];

/** The room that a file is in: the nearest one. */
export function roomOf(file: string): Room | undefined {
  const [nearest] = rooms.filter(({ path }) => file === path || file.startsWith(`${path}/`)).sort((a, b) => b.path.length - a.path.length);
  return nearest;
}

/** What is not TypeScript of ours that the tests of its room load: these run in a browser, which the suite `editor` tests. */
const notMutated = ["!nodes/*/editor.ts", "!nodes/*/*.editor.ts", "!nodes/shared/editor/**", "!**/*.d.ts"];

/** What was asked for, as Stryker is told. */
export interface Chosen {
  readonly mutate: readonly string[];
  readonly specs: readonly string[];
}

/**
 * The files to mutate and the specs to run for what the command line names: folders, files, and lines of a file (`lib/time/window.ts:20-40`).
 * @param sample takes a part of them; null: all
 * @throws WrongUsage
 */
export function chosen(paths: readonly string[], sample: Sample | null = null): Chosen {
  const asked = paths.map((given) => {
    const [, path = "", lines = ""] = /^(.*?)(:\d+-\d+)?$/.exec(given) ?? [];
    return { path: posix.normalize(path.replaceAll("\\", "/")).replace(/\/$/, ""), lines };
  });
  const specs = new Set<string>();
  for (const { path, lines } of asked) {
    if (!existsSync(join(root, path))) throw new WrongUsage(`There is no ${path}. Name files and folders as seen from the root.`);
    if (sample !== null && lines !== "") throw new WrongUsage(`--one-in takes its lines by itself: name ${path} without any.`);
    const concerned = rooms.filter((room) => room === roomOf(path) || room.path.startsWith(`${path}/`));
    if (concerned.length === 0) throw new WrongUsage(`No specs are known for ${path}: see tools/mutants/rooms.ts.`);
    for (const spec of concerned.flatMap((room) => room.specs).flatMap(specsOf)) specs.add(spec);
  }
  const mutate =
    sample === null
      ? asked.map(({ path, lines }) => (isFolder(path) ? `${path}/**/*.ts` : `${path}${lines}`))
      : asked.flatMap(({ path }) => filesIn(path)).flatMap((file) => sampleOf(file, sample));
  if (mutate.length === 0) throw new WrongUsage("This sample takes nothing of what was named: take a larger one, or another --seed.");
  return { mutate: [...mutate, ...notMutated], specs: [...specs] };
}

const isFolder = (path: string): boolean => statSync(join(root, path)).isDirectory();

/** A file, or those of a folder. */
function filesIn(path: string): readonly string[] {
  if (!isFolder(path)) return [path];
  const there = readdirSync(join(root, path), { recursive: true, encoding: "utf8" }).map((name) => `${path}/${name.replaceAll("\\", "/")}`);
  return there.filter((file) => file.endsWith(".ts")).sort();
}

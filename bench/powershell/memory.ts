import { readdirSync, readFileSync } from "node:fs";

/** In MB: a process, and all that it has started. */
export interface Memory {
  readonly node: number;
  readonly shells: number;
  readonly processes: number;
}

interface Entry {
  readonly pid: number;
  readonly parent: number;
  readonly pages: number;
}

const PAGE = 4096;
const MEGABYTE = 1024 ** 2;

/** proc_pid_stat(5): the parent is the second value behind the name, the resident pages are the 22nd. */
function entryOf(pid: number): Entry[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const values = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return [{ pid, parent: Number(values[1]), pages: Number(values[21]) }];
  } catch {
    return [];
  }
}

/** Null where the system has no such list. */
export function memoryOf(root: number): Memory | null {
  if (process.platform !== "linux") return null;
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => entryOf(Number(name)));
  const family = all.filter(({ pid }) => pid === root);
  for (const { pid } of family) family.push(...all.filter(({ parent }) => parent === pid));
  const [own = 0, ...others] = family.map(({ pages }) => (pages * PAGE) / MEGABYTE);
  return { node: own, shells: others.reduce((sum, each) => sum + each, 0), processes: others.length };
}

/** The largest that was seen of each. */
export const largest = (one: Memory | null, other: Memory | null): Memory | null =>
  one === null || other === null
    ? (one ?? other)
    : {
        node: Math.max(one.node, other.node),
        shells: Math.max(one.shells, other.shells),
        processes: Math.max(one.processes, other.processes),
      };

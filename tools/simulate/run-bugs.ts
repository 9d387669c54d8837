import { availableParallelism } from "node:os";
import type { Streams } from "../program";
import { CommandLine, helpOf, tellFailure, WrongUsage } from "../program";
import { bugsThere, withBug } from "./bug";
import type { Simulated } from "./run-simulate";

const usage = {
  script: "simulate:bugs",
  options: {
    only: { value: "BUG", many: true, help: "this bug alone; may be given several times" },
    seeds: { value: "N", help: "after how many nights a bug counts as not seen (2000)" },
    workers: { value: "N", help: "how many processes play at once (one for each core)" },
    help: { help: "this text" },
  },
} as const;

/** @returns the exit code: 1 where a bug was not seen */
export async function runBugs(args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: Streams): Promise<number> {
  try {
    const given = new CommandLine(usage, args, env);
    if (given.has("help")) {
      out.write(`Puts bugs into a copy of this tree, one at a time, and checks whether the simulation sees them.\n\n${helpOf(usage)}\n`);
      return 0;
    }
    const [seeds, workers] = [
      given.wholeNumber("seeds", 1, 1_000_000) ?? 2000,
      given.wholeNumber("workers", 1, 64) ?? availableParallelism(),
    ];
    let unseen = 0;
    for (const bug of chosen(given.values("only"))) {
      const found = await withBug(bug, ["--seeds", String(seeds), "--workers", String(workers), "--first-only", "--json"]);
      if (found.violations.length === 0) unseen++;
      out.write(`${bug.padEnd(34)} ${told(found)}\n`);
    }
    return unseen === 0 ? 0 : 1;
  } catch (error) {
    return tellFailure(error, err);
  }
}

function chosen(only: readonly string[]): readonly string[] {
  const there = bugsThere();
  const stray = only.find((name) => !there.includes(name));
  if (stray !== undefined) throw new WrongUsage(`There is no bug "${stray}". There are ${there.join(", ")}.`);
  return only.length === 0 ? there : only;
}

function told({ seeds, violations: [first] }: Simulated): string {
  if (first === undefined) return `not seen in ${seeds} nights`;
  return `after ${seeds} nights, in that of seed ${first.seed}: promise ${first.promise}, ${first.text}`;
}

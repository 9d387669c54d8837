/**
 * `npm run mutants -- PATH [PATH…]`: do the tests notice? Plants small bugs in the source, one at a time, and runs the tests that come there.
 *
 *   npm run mutants -- lib/gates                      a room
 *   npm run mutants -- lib/time/window.ts:20-40       lines of a file
 *
 * Prints the bugs that nothing noticed, and the rate of each room. The exit code is 1 where a room is below the rate that is asked of it
 * (tools/mutants/rooms.ts). What is judged harmless stands in test/mutants/harmless.yaml.
 */
import {
  figuresOf,
  folder,
  chosen,
  isEnough,
  judgedHarmless,
  missing,
  play,
  readHarmless,
  refusedByTheCompiler,
  tell,
} from "./mutants/index";
import type { Streams } from "./program";
import { main, tellFailure, WrongUsage } from "./program";

function mutants(args: readonly string[], _env: NodeJS.ProcessEnv, { out, err }: Streams): number {
  try {
    if (args.length === 0 || args.some((arg) => arg.startsWith("-")))
      throw new WrongUsage("Name what to look at: npm run mutants -- lib/gates");
    const choice = chosen(args);
    const harmless = readHarmless();
    const why = missing();
    if (why !== null) throw new Error(why);
    const played = play(choice);
    if (played === null) return 1;
    const refused = refusedByTheCompiler(
      played.filter(({ seen }) => seen === "survived" || seen === "not reached"),
      folder,
    );
    const counted = played.filter((mutant) => !refused.has(mutant));
    const figures = figuresOf(counted, harmless);
    tell(figures, out);
    out.write(`${refused.size} more do not compile.\n`);
    const files = new Set(played.map(({ file }) => file));
    for (const entry of harmless.filter(({ file }) => files.has(file)))
      if (!counted.some((mutant) => mutant.seen !== "noticed" && judgedHarmless([entry], mutant) !== undefined))
        out.write(`harmless.yaml names one that does not survive (any more): ${entry.file}: ${entry.becomes}\n`);
    return figures.every(isEnough) ? 0 : 1;
  } catch (error) {
    return tellFailure(error, err);
  }
}

main(mutants);

/**
 * `npm run mutants -- PATH [PATH…]`: do the tests notice? Plants small bugs in the source, one at a time, and runs the tests that come there.
 *
 *   npm run mutants -- lib/gates                      a room
 *   npm run mutants -- lib/time/window.ts:20-40       lines of a file
 *   npm run mutants -- --one-in 8 lib/steps           a sample of a large room
 *
 * Prints the bugs that nothing noticed, and the rate of each room. The exit code is 1 where a room is below the rate that is asked of it
 * (tools/mutants/rooms.ts). What is judged harmless stands in test/mutants/harmless.yaml.
 */
import type { Harmless } from "./mutants/index";
import {
  figuresOf,
  folder,
  chosen,
  helpText,
  isEnough,
  judgedHarmless,
  missing,
  play,
  readHarmless,
  readOptions,
  refusedByTheCompiler,
  tell,
} from "./mutants/index";
import type { Streams } from "./program";
import { main, tellFailure } from "./program";

function mutants(args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: Streams): number {
  try {
    const { paths, sample, help } = readOptions(args, env);
    if (help) {
      out.write(helpText());
      return 0;
    }
    const choice = chosen(paths, sample);
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
    tell(figures, sample, out);
    out.write(`${refused.size} more do not compile.\n`);
    // Of a sample, those that were planted: about the others it says nothing.
    const concerns = (entry: Harmless[number]) =>
      played.some((mutant) => (sample === null ? mutant.file === entry.file : judgedHarmless([entry], mutant) !== undefined));
    for (const entry of harmless.filter(concerns))
      if (!counted.some((mutant) => mutant.seen !== "noticed" && judgedHarmless([entry], mutant) !== undefined))
        out.write(`harmless.yaml names one that does not survive (any more): ${entry.file}: ${entry.becomes}\n`);
    return figures.every(isEnough) ? 0 : 1;
  } catch (error) {
    return tellFailure(error, err);
  }
}

main(mutants);

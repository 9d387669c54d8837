import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { root } from "../program";
import type { Mutant } from "./mutant";

const shape = z.array(
  z.strictObject({
    file: z.string(),
    /** The line without the bug, spaces as one; as long as it takes to be found in the file. */
    was: z.string(),
    /** The line with it. */
    becomes: z.string(),
    /** Why nobody would see a difference that matters. */
    why: z.string().min(20),
  }),
);

/** Mutants that survive and may. */
export type Harmless = z.infer<typeof shape>;

/** The list, by what was changed and not by line numbers, so that it holds when a file grows. */
export const readHarmless = (): Harmless => shape.parse(parse(readFileSync(join(root, "test", "mutants", "harmless.yaml"), "utf8")) ?? []);

/** The entry that a mutant has in the list. */
export const judgedHarmless = (list: Harmless, mutant: Pick<Mutant, "file" | "was" | "becomes">): Harmless[number] | undefined =>
  list.find(({ file, was, becomes }) => file === mutant.file && was === mutant.was && becomes === mutant.becomes);

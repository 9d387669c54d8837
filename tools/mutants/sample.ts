import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Dice } from "../../lib/adapters/lab/laws";
import { root } from "../program";

/** A part of what was named, for rooms of which all would take hours. */
export interface Sample {
  /** One of so many blocks of lines is taken. */
  readonly oneIn: number;
  /** The same seed takes the same blocks of the same source. */
  readonly seed: number;
}

/** Lines of a file, both included, from 1 on. */
type Block = readonly [from: number, to: number];

const [LEAST, MOST] = [10, 20];

/** A text in blocks: each ends with the first empty line from its tenth line on, or with its twentieth line. */
function blocksOf(source: string): readonly Block[] {
  const lines = source.split("\n");
  const blocks: Block[] = [];
  let from = 1;
  for (const [index, line] of lines.entries()) {
    const length = index + 2 - from;
    if (index < lines.length - 1 && length < MOST && (length < LEAST || line.trim() !== "")) continue;
    blocks.push([from, index + 1]);
    from = index + 2;
  }
  return blocks;
}

/**
 * A part of a file as Stryker is told it: of every so many blocks one, by dice. Each block has the same chance, also at the end of the file and in a file with
 * few of them. Stryker plants a bug where all that it changes is within a block, so bugs over the edge of two (a long function that is emptied) are not
 * in a sample.
 * @returns "lib/time/window.ts:20-31", …
 */
export function sampleOf(file: string, { oneIn, seed }: Sample): readonly string[] {
  const dice = new Dice(seed, file);
  const blocks = blocksOf(readFileSync(join(root, file), "utf8"));
  const groups = Array.from({ length: Math.ceil(blocks.length / oneIn) }, (_, group) => blocks[group * oneIn + dice.between(0, oneIn - 1)]);
  return groups.flatMap((block) => (block === undefined ? [] : [`${file}:${block[0]}-${block[1]}`]));
}

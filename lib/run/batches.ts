/** How many members are updated at the same time: so many, or a part of all in percent. */
export type HowMany = { readonly count: number } | { readonly percent: number };

/** One after the other. */
export const oneAtATime: readonly HowMany[] = [{ count: 1 }];

const PART = /^(\d{1,4})(%?)$/;

/**
 * How many members each batch has, as people write it: `1, 2, 25%` is one first, then two, then a quarter of all at a time.
 * @returns null where it cannot be read, or is nobody at all
 */
export function howManyIn(written: string): readonly HowMany[] | null {
  const parts = written.split(",").map((part) => {
    const [, digits, percent] = PART.exec(part.trim()) ?? [];
    const number = Number(digits);
    if (digits === undefined || number === 0) return null;
    if (percent === "") return { count: number };
    return number > 100 ? null : { percent: number };
  });
  return parts.every((part) => part !== null) ? parts : null;
}

/** The same as people write it. */
export const howManyInWords = (howMany: readonly HowMany[]): string =>
  howMany.map((one) => ("count" in one ? `${one.count}` : `${one.percent}%`)).join(", ");

/** What the sizes of batches follow from. */
interface Among {
  /** How many are updated. */
  readonly members: number;
  /** How many may be out at the same time, so that enough others serve. */
  readonly most: number;
}

/**
 * The sizes of the batches, in their order; together they are all members. The last one that is asked for is repeated. A part that is less than one
 * member is one, and no batch is larger than those that may be out.
 */
export function batchSizes(howMany: readonly HowMany[], { members, most }: Among): readonly number[] {
  const sizes: number[] = [];
  for (let left = members, batch = 0; left > 0; batch++) {
    const asked = howMany[Math.min(batch, howMany.length - 1)] ?? { count: 1 };
    const wanted = "count" in asked ? asked.count : Math.floor((members * asked.percent) / 100);
    const size = Math.max(1, Math.min(wanted, most, left));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

/** How many members may be out at the same time. @param members of the array @param minInService how many others must serve */
export const mostAtOnce = ({ members, minInService }: { readonly members: number; readonly minInService: number }): number =>
  Math.max(1, members - minInService);

/** Puts into batches of these sizes what is in the order in which it is updated. */
export const inBatches = <T>(all: readonly T[], sizes: readonly number[]): readonly (readonly T[])[] => {
  let from = 0;
  return sizes.map((size) => all.slice(from, (from += size)));
};

import { Dice as Fair } from "../../lib/adapters/lab";

/** The lab's dice, with what the plan of a night needs more. */
export class Dice extends Fair {
  pick<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)] as T;
  }

  /** One of the keys, each as often as its number says. */
  weighed<Key extends string | number>(weights: Readonly<Record<Key, number>>): string {
    const entries = Object.entries<number>(weights);
    let left = this.roll() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return entries[0]?.[0] ?? "";
  }

  /** So many different ones, in their order. */
  some<T>(list: readonly T[], count: number): readonly T[] {
    const left = list.map((_, index) => index);
    const taken = Array.from({ length: Math.min(count, list.length) }, () => left.splice(this.between(0, left.length - 1), 1)[0] as number);
    return taken.sort((a, b) => a - b).map((index) => list[index] as T);
  }
}

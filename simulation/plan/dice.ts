/** FNV-1a with the finish of MurmurHash3: a few words in, 32 well-mixed bits out. */
const hash = (text: string): number => {
  let bits = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};

/** Chance with a seed. Each subject has its own dice, so that the throws of one do not shift those of another. */
export class Dice {
  private state: number;

  constructor(seed: number, subject: string) {
    this.state = hash(`${seed} ${subject}`);
  }

  /** From 0 up to 1 (mulberry32). */
  roll(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(of: number): boolean {
    return this.roll() < of;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return Math.floor(least + this.roll() * (most - least + 1));
  }

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

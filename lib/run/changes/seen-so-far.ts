import type { Verdict } from "../../server/array";

/** What the looks of a run have shown so far, as far as the next judgement needs it. Each process begins without any. */
export class SeenSoFar {
  /** Members that gave no answer at the last look: they are not waited for long at the next one. */
  silent: ReadonlySet<string> = new Set();
  /** Members that served at their last answer. Others may be judged by what they say: one may be the default host of NLB. */
  readonly served = new Set<string>();
  private convergingSince: number | null = null;
  /** Since when members have given no answer. */
  private readonly silentSince = new Map<string, number>();

  note(verdicts: readonly Verdict[], now: number): void {
    if (!verdicts.some(({ code }) => code === "converging")) this.convergingSince = null;
    else this.convergingSince ??= now;
    this.silent = new Set(verdicts.filter(({ code }) => code === "unreachable").map(({ member }) => member));
    for (const { member, serves, converging } of verdicts) {
      if (serves || converging) this.served.add(member);
      else if (!this.silent.has(member)) this.served.delete(member);
      if (!this.silent.has(member)) this.silentSince.delete(member);
      else if (!this.silentSince.has(member)) this.silentSince.set(member, now);
    }
  }

  /** How long the array has been converging, in milliseconds; null: it does not. */
  convergesForMs(now: number): number | null {
    return this.convergingSince === null ? null : now - this.convergingSince;
  }

  /** How long a member has given no answer, in milliseconds. */
  silentForMs(member: string, now: number): number {
    return now - (this.silentSince.get(member) ?? now);
  }
}

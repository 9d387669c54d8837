import type { Frame, ShellLimits } from "../process";

/** After how many requests a process is asked how much memory it uses. */
const WEIGHED_CALLS = 50;

/** How worn a process is: PowerShell never gives memory back, and what was given up in it may still run. */
export class Wear {
  #numbers = 0;
  #heavy = false;
  readonly #began = performance.now();

  constructor(private readonly limits: ShellLimits) {}

  get isWorn(): boolean {
    return this.#heavy || performance.now() - this.#began >= this.limits.wornMs;
  }

  /** A number, for a request or a lane, which no other one of this process has. */
  next(): number {
    this.#numbers += 1;
    return this.#numbers;
  }

  /** Whether it should be asked how much memory it uses. */
  get isDue(): boolean {
    return this.#numbers % WEIGHED_CALLS === 0;
  }

  /** What it has answered. */
  weigh({ bytes, givenUp }: Frame): void {
    if (Number(bytes) > this.limits.wornBytes || Number(givenUp) >= this.limits.wornGivenUp) this.#heavy = true;
  }
}

const never = new Promise<never>(() => undefined);

/** The life of a process. From one that was killed nothing is heard any more: what it waits for never comes. */
export class Life {
  private alive = true;

  get isOver(): boolean {
    return !this.alive;
  }

  end(): void {
    this.alive = false;
  }

  /** Goes on in a process that lives. */
  async here(): Promise<void> {
    if (!this.alive) await never;
  }

  /** @throws in a dead process, for what would keep this one from ending if it waited */
  mustLive(): void {
    if (!this.alive) throw new Error("The process is dead.");
  }
}

import { instant } from "../../lib/time";

/** What has happened in a night, in order: operations, entries, commands, what Node-RED said. */
export class History {
  private readonly lines: (() => string)[] = [];

  /** @param kept whether anybody reads it: most nights are played for their end alone */
  constructor(
    private readonly now: () => number,
    private readonly kept: boolean,
  ) {}

  /** @param said made into text only where somebody reads it */
  note(what: string, said: () => unknown): void {
    if (!this.kept) return;
    const at = this.now();
    this.lines.push(() => {
      const text = said();
      return `${instant(at).slice(5, 23)} ${what} ${typeof text === "string" ? text : JSON.stringify(text)}`;
    });
  }

  get all(): readonly string[] {
    return this.lines.map((line) => line());
  }
}

import { instant } from "../../../time";
import type { EventCursor, LoggedEvent } from "../../../server/operations";
import type { Dice } from "../laws";

type Log = LoggedEvent["log"];
type Level = LoggedEvent["level"];

/** The Application and System logs of a member. */
export class EventLogs {
  private readonly events: LoggedEvent[] = [];
  private readonly last: Record<Log, number>;

  /** @param clock the member's own */
  constructor(
    private readonly clock: () => number,
    dice: Dice,
  ) {
    this.last = { Application: dice.between(40_000, 90_000), System: dice.between(20_000, 60_000) };
  }

  write(log: Log, provider: string, id: number, level: Level, message: string): void {
    this.last[log]++;
    this.events.push({ log, record: this.last[log], id, provider, level, at: instant(this.clock()), message });
  }

  cursor(): EventCursor {
    return { ...this.last };
  }

  since(cursor: EventCursor, levels: readonly Level[], atMost: number): { events: LoggedEvent[]; more: boolean } {
    const found = this.events.filter(({ log, record, level }) => record > cursor[log] && levels.includes(level));
    return { events: found.slice(0, atMost), more: found.length > atMost };
  }
}

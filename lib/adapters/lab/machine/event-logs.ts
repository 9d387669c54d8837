import { instant } from "../../../time";
import type { EventCursor, LoggedEvent } from "../../../server/operations";
import type { Dice } from "../laws";

type Log = LoggedEvent["log"];
type Level = LoggedEvent["level"];

/** What the event log itself writes. */
export const eventLog = { log: "System", provider: "EventLog", level: "information" } as const;

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

  write({ log, provider, id, level, message }: Omit<LoggedEvent, "record" | "at">): void {
    const record = ++this.last[log];
    // Written out: a copy that is spread takes half as much again, and a night has a hundred of each member.
    this.events.push({ log, provider, id, level, message, record, at: instant(this.clock()) });
  }

  cursor(): EventCursor {
    return { ...this.last };
  }

  since(cursor: EventCursor, levels: readonly Level[], atMost: number): { events: LoggedEvent[]; more: boolean } {
    const found = this.events.filter(({ log, record, level }) => record > cursor[log] && levels.includes(level));
    return { events: found.slice(0, atMost), more: found.length > atMost };
  }
}

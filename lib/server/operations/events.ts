import { z } from "zod";
import { minutes, seconds } from "../../time";
import { read } from "../operation";
import { Instant, noArguments } from "../shapes";

export const EventLog = z.enum(["Application", "System"]);

/** Record numbers, not times: setting the clock does not move a cursor. */
export const EventCursor = z.record(EventLog, z.number().int());
export type EventCursor = z.output<typeof EventCursor>;

export const LoggedEvent = z.object({
  log: EventLog,
  record: z.number().int(),
  id: z.number().int(),
  provider: z.string(),
  level: z.enum(["critical", "error", "warning", "information"]),
  at: Instant,
  /** May be empty if the provider is not registered. */
  message: z.string(),
});
export type LoggedEvent = z.output<typeof LoggedEvent>;

/** Events of one answer, and where the logs stand behind them. */
interface Page {
  readonly events: readonly LoggedEvent[];
  readonly cursor: EventCursor;
  /** Nothing is left behind it. */
  readonly isLast: boolean;
}

/**
 * The events after a cursor, answer by answer: within a log they come in the order of their numbers. It ends with the last one, after the given number of answers,
 * or with an answer that gets no further, which would be counted again and again.
 */
export async function* eventsAfter(
  from: EventCursor,
  ask: (cursor: EventCursor) => Promise<{ readonly events: readonly LoggedEvent[]; readonly more: boolean }>,
  answers: number,
): AsyncGenerator<Page> {
  let cursor = from;
  for (let answer = 0; answer < answers; answer++) {
    const { events: found, more } = await ask(cursor);
    const next = { ...cursor };
    for (const { log, record } of found) next[log] = record;
    if (more && next.Application === cursor.Application && next.System === cursor.System) return;
    cursor = next;
    yield { events: found, cursor, isLast: !more };
    if (!more) return;
  }
}

export const events = {
  "events.cursor": read({
    summary: "Where the event logs stand now",
    on: "member",
    ...noArguments,
    result: z.object({ cursor: EventCursor, clock: Instant }),
    withinMs: seconds(30),
  }),

  "events.since": read({
    summary: "Events after a cursor",
    besides: "oldest first",
    on: "member",
    args: z.object({
      cursor: EventCursor,
      levels: z.array(LoggedEvent.shape.level).min(1),
      atMost: z.number().int().min(1).max(5000).default(500),
    }),
    example: { cursor: { Application: 0, System: 0 }, levels: ["information", "warning", "error", "critical"] },
    result: z.object({ events: z.array(LoggedEvent), more: z.boolean() }),
    withinMs: minutes(2),
  }),
};

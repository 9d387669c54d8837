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

import { z } from "zod";
import type { StepContext } from "../../run/step";
import type { EventCursor, LoggedEvent } from "../../server/operations";
import { eventsAfter } from "../../server/operations";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { beforeOf } from "../parts";
import type { VerifyOptions } from "./options";

const Restart = z.object({ bootedAt: z.string().nullable(), settledAt: z.string().nullable() });

type Context = StepContext<"events.since">;

export interface Errors {
  readonly findings: Text[];
  readonly counts: ErrorCounts | null;
}

export interface ErrorCounts {
  readonly all: number;
  readonly afterBoot: number;
  /** False: there were so many that the newest have not been read. */
  readonly complete: boolean;
}

/** As many as one answer may have. */
const PAGE = 5000;
/** How many answers one look asks for. The next look goes on where this one has stopped. */
const PAGES_A_LOOK = 20;

interface Source {
  count: number;
  /** None of its events has a text. */
  wordless: boolean;
}

/**
 * Errors logged since the picture taken before the update. An update and a boot cause many, so only those after the services had settled
 * are judged, and only if the options say so. Each event is read once, in however many looks.
 */
export class NewErrors {
  private cursor: EventCursor | null;
  private readonly settledAt: string | null;
  private readonly afterBoot = new Map<string, Source>();
  private all = 0;
  private complete = true;

  constructor(
    private readonly context: Context,
    private readonly options: VerifyOptions,
  ) {
    this.cursor = beforeOf(context)?.cursor ?? null;
    this.settledAt = settled(context);
  }

  async look(): Promise<Errors> {
    if (this.cursor === null) return { findings: [], counts: null };
    await this.readOn(this.cursor);
    const { all, afterBoot, complete } = this;
    const counted = [...afterBoot.values()].reduce((sum, { count }) => sum + count, 0);
    const unread = complete ? [] : [text("health.errors-unread", { count: all })];
    return {
      findings: this.options.newErrors === "fail" ? [...bySource(afterBoot), ...unread] : [],
      counts: { all, afterBoot: counted, complete },
    };
  }

  /** To the end of the logs, or to the limit of a look. */
  private async readOn(from: EventCursor): Promise<void> {
    this.complete = false;
    const ask = (cursor: EventCursor) => this.context.server.read("events.since", { cursor, levels: ["critical", "error"], atMost: PAGE });
    for await (const { events, cursor, isLast } of eventsAfter(from, ask, PAGES_A_LOOK)) {
      this.cursor = cursor;
      for (const event of events) this.count(event);
      this.complete = isLast;
    }
  }

  private count(event: LoggedEvent): void {
    if (ignored(event, this.options.ignoreEvents)) return;
    this.all++;
    // What is logged at that very moment is not known to be of the boot.
    if (this.settledAt !== null && Date.parse(event.at) < Date.parse(this.settledAt)) return;
    const name = `${event.provider}/${event.id}`;
    const source = this.afterBoot.get(name) ?? { count: 0, wordless: true };
    this.afterBoot.set(name, { count: source.count + 1, wordless: source.wordless && event.message.trim() === "" });
  }
}

/** When the services had settled after the last boot of this run; null without a boot. */
function settled(context: Pick<StepContext, "earlier">): string | null {
  const restarts = context.earlier("restart-server").flatMap((result) => Restart.safeParse(result).data ?? []);
  const last = restarts.filter(({ bootedAt }) => bootedAt !== null).at(-1);
  return last?.settledAt ?? last?.bootedAt ?? null;
}

const ignored = ({ provider, id }: LoggedEvent, patterns: readonly string[]): boolean => {
  const names = [provider, `${provider}/${id}`].map((name) => name.toLowerCase());
  return patterns.some((pattern) => names.includes(pattern.trim().toLowerCase()));
};

/** "3 errors of Service Control Manager/7031", the most frequent first. */
const bySource = (sources: ReadonlyMap<string, Source>): Text[] =>
  [...sources]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([source, { count, wordless }]) => text(wordless ? "health.errors-wordless" : "health.errors", { count, source }));

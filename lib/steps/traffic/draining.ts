import type { ContextOf } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { ResultOf } from "../../server";
import { ServerError } from "../../server";
import type { Text } from "../../texts";
import { duration, text } from "../../texts";
import { minutes, seconds } from "../../time";
import type { NlbHost } from "./out-of-service";
import { isOut } from "./out-of-service";

export const usesOfDraining = ["nlb.host", "nlb.connections"] as const;
type Context = ContextOf<typeof usesOfDraining>;

/** So many clients may leave between two looks in any drain: NLB stops a draining host by itself when its last connection has ended. */
const A_FEW = 5;

/** A host that has the order to drain, and still says that it serves: what it says may be seconds old. */
const BEGINS_WITHIN_MS = seconds(30);

interface Counted {
  readonly clients: number;
  readonly at: number;
}

/** The part of the clients that leaves in a millisecond. Two looks one right after the other tell none. */
const decay = (earlier: Counted, later: Counted): number =>
  Math.max(0, Math.log(Math.max(1, earlier.clients) / Math.max(1, later.clients))) / Math.max(later.at - earlier.at, seconds(5));

/** The drain of the member at work, and who ends it: its last client, or somebody. */
export class Draining {
  private since = 0;
  /** How many clients there were, as often as somebody could count them. */
  private readonly counts: Counted[] = [];
  /** No clients were counted, and the host has not been looked at since. */
  private none: Counted | null = null;
  private drains = false;
  private servesSince: number | null = null;

  constructor(private readonly context: Context) {}

  /** Counts the clients before the order, for a drain that is over at the first look. */
  async begins(): Promise<void> {
    const { elapsed, server } = this.context;
    try {
      this.count(await server.read("nlb.connections", {}));
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
    }
    this.since = elapsed();
  }

  /** Waits until the member is out. @returns false at the limit; null in a dry run, where nobody waits @throws StepFailed `drain-undone` where it serves again */
  async isOver(limitMinutes: number): Promise<boolean | null> {
    const { wait, server, report, elapsed } = this.context;
    const limitMs = minutes(limitMinutes);
    const begun = elapsed();
    const look = async (): Promise<NlbHost> => this.stillUnderWay(await server.read("nlb.host", {}));
    const waited = await wait.until(look, isOut, {
      limitMs,
      meanwhile: async () => {
        const about = { time: duration(elapsed() - begun), limit: duration(limitMs) };
        const fraction = Math.min(1, (elapsed() - begun) / limitMs);
        const counted = await this.counted();
        const clients = counted === null ? text("clients.unknown") : text("clients.some", { count: counted["clients"] ?? 0 });
        report({ text: text("drainstop.waiting", { clients, ...about }), fraction, ...(counted === null ? {} : { figures: counted }) });
      },
    });
    return waited.foreseen === true ? null : waited.met;
  }

  /** Clients, and connections by port; null if they cannot be read, which fails nothing. */
  private async counted(): Promise<Readonly<Record<string, number>> | null> {
    try {
      const { clients, total, ports } = this.count(await this.context.server.read("nlb.connections", {}));
      return { clients, connections: total, ...Object.fromEntries(ports.map(({ port, connections }) => [`port ${port}`, connections])) };
    } catch (error) {
      if (error instanceof ServerError) return null;
      throw error;
    }
  }

  /**
   * How long it took. Warns where the member was stopped while more clients were connected than can have left since, at twice the rate
   * that was seen: then it was not the drain that ended. Of the last few nothing can tell.
   */
  howItEnded(): Text {
    const { elapsed, warn, member } = this.context;
    const time = duration(elapsed() - this.since);
    const last = this.counts.at(-1);
    if (last === undefined) return text("drainstop.ended", { time });
    if (this.leftBy(elapsed()) <= A_FEW) return text("drainstop.drained", { time });
    const clients = text("clients.some", { count: last.clients });
    warn(text("drainstop.stopped-with-clients", { member: member.name, clients, before: duration(elapsed() - last.at) }));
    return text("drainstop.stopped-early", { time, clients });
  }

  /** How many of the clients that were counted last can be left at a moment, if they leave twice as fast as until then, or as just before. */
  private leftBy(at: number): number {
    const [first, last, secondLast] = [this.counts[0], this.counts.at(-1), this.counts.at(-2)];
    if (last === undefined) return 0;
    const fastest = Math.max(...[first, secondLast].map((earlier) => (earlier === undefined ? 0 : decay(earlier, last))));
    return last.clients * Math.exp(-2 * fastest * (at - last.at));
  }

  private count(connections: ResultOf<"nlb.connections">): ResultOf<"nlb.connections"> {
    const counted = { clients: connections.clients, at: this.context.elapsed() };
    // A host that was stopped a moment ago has none as well: only one that still drains at the next look has let them all go.
    if (counted.clients === 0) this.none = counted;
    else this.take(counted);
    return connections;
  }

  private take(counted: Counted): void {
    this.counts.push(counted);
    this.none = null;
  }

  /**
   * A start cancels a drain. Whoever has sent it wants the member in service, so it is not drained again. Only "converged" proves that, in two
   * looks: a host that drains may converge as well, since another one comes or goes.
   */
  private stillUnderWay(host: NlbHost): NlbHost {
    const { elapsed, member } = this.context;
    if (host.state === "draining") {
      this.drains = true;
      if (this.none !== null) this.take(this.none);
    }
    if (host.state !== "converged") this.servesSince = null;
    else {
      this.servesSince ??= elapsed();
      const forMs = elapsed() - this.servesSince;
      if (forMs >= (this.drains ? seconds(5) : BEGINS_WITHIN_MS)) {
        const what = this.drains ? text("drainstop.undone", { member: member.name }) : text("drainstop.not-begun", { member: member.name });
        throw new StepFailed("drain-undone", what, text("drainstop.undone.hint"));
      }
    }
    return host;
  }
}

import type { HostOptions } from "./call";
import { Host } from "./host";
import { Lane } from "./lane";
import { Shell } from "./shell";

/** What ends a process harms this many servers at most. */
const MOST_SERVERS = 16;

interface Options {
  readonly servers?: number;
  /** Every shell gets a process of its own: what runs in it runs on this computer. */
  readonly alone?: boolean;
}

/** A shell's place in a process. */
interface Seat {
  readonly server: string;
}

/** A process, and the shells that are in it or wait for it. */
interface Carrier {
  readonly started: Promise<Host>;
  readonly giveUp: AbortController;
  /** Null until it has started. */
  host: Host | null;
  readonly seats: Set<Seat>;
}

/** The PowerShell processes of a connection. Each carries the shells of several servers. */
export class Hosts {
  readonly #carriers = new Set<Carrier>();
  /** Those that are ending. */
  readonly #ending = new Set<Promise<void>>();

  constructor(
    private readonly options: HostOptions,
    private readonly placing: Options = {},
  ) {}

  /** Opens a shell for a server and does not wait until it is there: the first call reports how that went. */
  shell(server = ""): Shell {
    return new Shell((signal) => this.#open({ server }, signal));
  }

  /** Ends the processes, once their shells are closed. Resolves when none is left. */
  async close(): Promise<void> {
    for (const carrier of this.#carriers) this.#end(carrier);
    this.#carriers.clear();
    await Promise.all(this.#ending);
  }

  /** Ends the processes at once, with what runs in them. */
  async kill(): Promise<void> {
    await Promise.all([...this.#carriers].map(async ({ host }) => host?.kill()));
    await this.close();
  }

  #end({ started, giveUp }: Carrier): void {
    giveUp.abort();
    const ended = started.then(
      (host) => host.close(),
      () => {},
    );
    this.#ending.add(ended);
    void ended.then(() => this.#ending.delete(ended));
  }

  async #open(seat: Seat, signal: AbortSignal): Promise<Lane> {
    const carrier = this.#carrierFor(seat);
    carrier.seats.add(seat);
    const leave = (): void => this.#leave(carrier, seat);
    signal.addEventListener("abort", leave, { once: true });
    try {
      const lane = await Lane.open(await carrier.started, this.placing.alone === true);
      void lane.over.then(leave);
      return lane;
    } catch (error) {
      leave();
      throw error;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  #carrierFor({ server }: Seat): Carrier {
    const { servers = MOST_SERVERS, alone = false } = this.placing;
    const open = alone ? [] : [...this.#carriers].filter(({ host }) => host === null || !(host.ended || host.worn));
    const carrier = open.find(({ seats }) => serversIn(seats).has(server)) ?? open.find(({ seats }) => serversIn(seats).size < servers);
    return carrier ?? this.#start();
  }

  #start(): Carrier {
    const giveUp = new AbortController();
    const carrier: Carrier = { started: Host.start(this.options, giveUp.signal), giveUp, host: null, seats: new Set() };
    this.#carriers.add(carrier);
    carrier.started.then(
      (host) => {
        carrier.host = host;
      },
      () => this.#carriers.delete(carrier),
    );
    return carrier;
  }

  /** The last one to leave ends the process. */
  #leave(carrier: Carrier, seat: Seat): void {
    carrier.seats.delete(seat);
    if (carrier.seats.size > 0) return;
    // Nobody else is to be placed in it, even if it has not started yet.
    this.#carriers.delete(carrier);
    this.#end(carrier);
  }
}

const serversIn = (seats: ReadonlySet<Seat>): ReadonlySet<string> => new Set([...seats].map(({ server }) => server));

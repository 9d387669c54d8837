import { text } from "../../texts";
import { minutes } from "../../time/duration";
import type { Account } from "./account";
import type { CallerError } from "./failures";
import type { CallerRequest } from "./request";
import { written } from "./request";
import type { Answered, Shell } from "./shell";
import { ShellFailure } from "./shell";
import type { Target } from "./target";

/** Two, so that a short request need not wait for a long one (a file that is being copied, a script of the user's). */
const MOST_SHELLS = 2;

/** For the start of PowerShell and the opening of a session. */
const CONNECT_MS = minutes(1);

/** A shell that nobody needs is closed: each holds a session on the server. */
const IDLE_MS = minutes(5);

/** A shell that is told which server it is for. */
interface Ready {
  readonly shell: Shell;
  /** How that went; null before, and again where the server could not be reached. */
  connected: Promise<Answered> | null;
  idle: NodeJS.Timeout | null;
  /** It must not be used again. */
  isStale: boolean;
  /** Another one has been started to replace it. */
  isRelieved: boolean;
}

interface Options {
  /** How many at most. */
  readonly most?: number;
  /** Where the target has a password: what is known about its account. */
  readonly account?: Account | undefined;
}

interface CallOptions {
  /** On the real clock, waiting for a free shell included. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  /** Of the credential that the request names; in a line of its own. */
  readonly secret?: string;
}

/** The warm shells of one server. A shell serves one server only, so one that hangs holds up no other server. */
export class Shells {
  private readonly free: Ready[] = [];
  private readonly all = new Set<Ready>();
  /** Those that will take over from a worn one. */
  private readonly successors = new Set<Ready>();
  private readonly waiting: (() => void)[] = [];
  private closed = false;

  /** @param open starts a shell; it does not wait until it is there */
  constructor(
    private readonly target: Target,
    private readonly open: () => Shell,
    private readonly options: Options = {},
  ) {}

  /** @throws ShellFailure */
  async call(request: CallerRequest, { limitMs, signal, secret }: CallOptions): Promise<Answered> {
    const endsAt = performance.now() + limitMs;
    const left = (): number => {
      const ms = endsAt - performance.now();
      if (ms > 0) return ms;
      throw new ShellFailure("timed-out", text("powershell.none-free"));
    };
    const ready = await this.take(left(), signal);
    try {
      const connected = await inTime(this.connect(ready), left(), signal).catch(notSent);
      if (!connected.frame.ok) return connected;
      const answered = await ready.shell.call(written(request), { limitMs: left(), secret, about: this.about, ...(signal && { signal }) });
      if (isLost(answered)) ready.connected = null;
      return answered;
    } catch (error) {
      // What was stopped has taken its session with it.
      if (error instanceof ShellFailure && error.sent) ready.connected = null;
      throw error;
    } finally {
      this.giveBack(ready);
    }
  }

  /** Ends the sessions to the server, those in use once their call is over: after a restart they are of no use. */
  async drop(): Promise<void> {
    for (const ready of this.all) ready.isStale = true;
    await Promise.all([...this.free, ...this.successors].map((ready) => this.end(ready)));
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const wake of this.waiting.splice(0)) wake();
    await Promise.all([...this.all, ...this.successors].map((ready) => this.end(ready)));
  }

  /** What the server is called on the command line of `ssh`, and in what it says. */
  private get about(): readonly string[] {
    const { computer } = this.target;
    return typeof computer === "string" ? [computer] : [];
  }

  private most(): number {
    return this.options.most ?? MOST_SHELLS;
  }

  private async take(limitMs: number, signal?: AbortSignal): Promise<Ready> {
    const endsAt = performance.now() + limitMs;
    for (;;) {
      if (this.closed) throw new ShellFailure("closed", text("server.connection-closed"));
      if (signal?.aborted === true) throw new ShellFailure("cancelled", text("powershell.not-sent"));
      const ready = this.free.pop();
      if (ready !== undefined) {
        if (ready.idle !== null) clearTimeout(ready.idle);
        ready.idle = null;
        if (!ready.shell.ended) return ready;
        this.all.delete(ready);
      } else if (this.all.size < this.most()) {
        const started = this.start();
        this.all.add(started);
        if (this.all.size === 1) return started;
        // The one that is at work may be free before this one is there: whichever comes first serves.
        void this.connect(started)
          .catch(() => undefined)
          .then(() => this.giveBack(started));
        await this.oneIsFree(endsAt - performance.now(), signal);
      } else await this.oneIsFree(endsAt - performance.now(), signal);
    }
  }

  private start(): Ready {
    const ready: Ready = { shell: this.open(), connected: null, idle: null, isStale: false, isRelieved: false };
    // Before anybody asks: it takes longer than a short request may.
    void this.connect(ready);
    return ready;
  }

  private connect(ready: Ready): Promise<Answered> {
    if (ready.connected !== null) return ready.connected;
    const { password, ...target } = this.target;
    const secret = typeof password === "string" ? password : undefined;
    const request = written({ type: "connect", target, hasSecret: secret !== undefined });
    const attempt = (): Promise<Answered> => ready.shell.call(request, { limitMs: CONNECT_MS, secret, about: this.about });
    const { account } = this.options;
    const connected = account === undefined ? attempt() : account.logOn(String(target["computer"]), attempt);
    ready.connected = connected;
    // A server that restarts is asked again and again: each time that takes a new session, not a new process. Whoever waits for it hears of
    // a failure; if nobody waits any more, the failure must not end this process.
    const again = (): void => {
      ready.connected = null;
    };
    connected.then(({ frame }) => (frame.ok ? undefined : again()), again);
    return connected;
  }

  /** Lets a worn shell work on until another one is ready, so that no call has to wait for a start. */
  private async relieve(worn: Ready): Promise<void> {
    worn.isRelieved = true;
    const next = this.start();
    this.successors.add(next);
    const isThere = await this.connect(next).then(
      ({ frame }) => frame.ok,
      () => false,
    );
    // Dropped or closed meanwhile.
    if (!this.successors.delete(next)) return;
    const others = this.all.size - (this.all.has(worn) ? 1 : 0);
    if (!isThere || others >= this.most()) return next.shell.close();
    worn.isStale = true;
    if (this.free.includes(worn)) void this.end(worn);
    this.all.add(next);
    this.giveBack(next);
  }

  private giveBack(ready: Ready): void {
    if (ready.shell.ended || ready.isStale || this.closed) void this.end(ready);
    else {
      this.free.push(ready);
      ready.idle = setTimeout(() => void this.end(ready), IDLE_MS).unref();
      if (ready.shell.worn && !ready.isRelieved) void this.relieve(ready);
    }
    this.waiting.shift()?.();
  }

  private async end(ready: Ready): Promise<void> {
    this.all.delete(ready);
    this.successors.delete(ready);
    const index = this.free.indexOf(ready);
    if (index !== -1) this.free.splice(index, 1);
    if (ready.idle !== null) clearTimeout(ready.idle);
    await ready.shell.close();
  }

  /** Resolves when it is worth looking again. */
  private async oneIsFree(limitMs: number, signal?: AbortSignal): Promise<void> {
    if (limitMs <= 0) throw new ShellFailure("timed-out", text("powershell.none-free"));
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        const index = this.waiting.indexOf(wake);
        if (index !== -1) this.waiting.splice(index, 1);
        resolve();
      };
      const timer = setTimeout(wake, limitMs);
      signal?.addEventListener("abort", wake, { once: true });
      this.waiting.push(wake);
    });
  }
}

/** The session broke half-way. The next one is opened with a limit of its own, before the next request and not as a part of it. */
const isLost = ({ frame }: Answered): boolean => !frame.ok && (frame["error"] as Partial<CallerError> | undefined)?.stage === "lost";

/** Whatever happened to the shell before it knew its server, the request itself had not been sent. */
function notSent(failure: unknown): never {
  if (!(failure instanceof ShellFailure) || !failure.sent) throw failure;
  const { code, what, detail, exitCode, signal, cause } = failure;
  throw new ShellFailure(code, what, { detail, exitCode, signal, cause });
}

/**
 * A promise, for as long as the caller waits: a shell that starts slowly goes on starting, for the next caller.
 * @throws ShellFailure where it was not there in time, or the call was given up
 */
async function inTime<T>(promise: Promise<T>, limitMs: number, signal?: AbortSignal): Promise<T> {
  let stop = (): void => {};
  const over = new Promise<never>((_resolve, reject) => {
    const late = setTimeout(() => reject(new ShellFailure("timed-out", text("powershell.not-ready"))), limitMs);
    const givenUp = (): void => reject(new ShellFailure("cancelled", text("powershell.not-sent")));
    signal?.addEventListener("abort", givenUp, { once: true });
    stop = () => {
      clearTimeout(late);
      signal?.removeEventListener("abort", givenUp);
    };
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    stop();
  }
}

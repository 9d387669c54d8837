import { minutes, seconds } from "../../time";
import type { CallerError } from "./failures";
import { isDenied } from "./failures";
import { within } from "./process";
import type { Answered } from "./shell";

/** How long a denied password is not tried again. */
const DENIED_MS = minutes(1);

/** How long others wait for the answer of the server that is tried first. If that one is off, the others must still be read. */
const FIRST_MS = seconds(5);

/**
 * An account that logs on with a password. A run and its guard keep asking all members at once; with a wrong password that would lock the
 * account within seconds. So until a server has let it in, it is tried on one server at a time, and a denial counts for all.
 */
export class Account {
  private proven = false;
  private first: Promise<unknown> | null = null;
  /** By server; what counts for all is under an empty name. */
  private readonly denied = new Map<string, { readonly answered: Answered; readonly until: number }>();

  /** @param now milliseconds of a clock that only goes forward */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Lets a shell open its session, or answers with the denial that is known.
   * @throws ShellFailure as the attempt does
   */
  async logOn(server: string, attempt: () => Promise<Answered>): Promise<Answered> {
    for (const until = this.now() + FIRST_MS; !this.proven && this.first !== null && this.now() < until; )
      await within(until - this.now(), this.first);
    const known = this.deniedTo(server);
    if (known !== null) return known;
    const attempted = attempt();
    const over = (): void => {
      if (this.first === attempted) this.first = null;
    };
    if (!this.proven) this.first ??= attempted;
    attempted.then(over, over);
    return this.learnt(server, await attempted);
  }

  private deniedTo(server: string): Answered | null {
    const known = this.denied.get(server) ?? this.denied.get("");
    return known !== undefined && this.now() < known.until ? known.answered : null;
  }

  private learnt(server: string, answered: Answered): Answered {
    if (answered.frame.ok) {
      this.proven = true;
      this.denied.delete(server);
      return answered;
    }
    const error = answered.frame["error"] as CallerError;
    if (!isDenied(error)) return answered;
    const heldBack: CallerError = { ...error, heldBackMs: DENIED_MS };
    const denied: Answered = { ...answered, frame: { ok: false, error: heldBack } };
    this.denied.set(this.proven ? server : "", { answered: denied, until: this.now() + DENIED_MS });
    return denied;
  }
}

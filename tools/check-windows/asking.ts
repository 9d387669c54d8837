import type { CheckedServers } from "../../lib/adapters";
import type { Flat } from "../../lib/adapters/powershell";
import { layered, OperationFailed, ServerError } from "../../lib/server";
import { checked, timeLimit } from "../../lib/server/layers";
import type { Words } from "../../lib/texts";
import { sayInEnglish } from "../../lib/texts/say";
import { minutes } from "../../lib/time";
import type { Asked, Said, ServerCheck } from "./check";
import { notHere, unknown } from "./check";
import type { CheckOptions } from "./options";

/** How long a question of the check's own may take. */
const LIMIT_MS = minutes(2);

/** For taking back what was changed, whatever has happened. */
const UNDO_MS = minutes(10);

interface Around {
  readonly connection: CheckedServers;
  readonly options: CheckOptions;
  readonly servers: readonly string[];
  readonly second: (password?: string) => CheckedServers;
  readonly signal: AbortSignal;
}

interface Undo {
  readonly what: string;
  readonly how: (asked: Asked) => Promise<unknown>;
}

/** Something that was not taken back, and so is a state of the member that somebody must look at. */
export interface Left {
  readonly server: string;
  readonly what: string;
  readonly why: string;
}

/** The ways to ask one server, and the memory of what is to be taken back there. */
export class Asking {
  private readonly undos: Undo[] = [];

  constructor(
    private readonly server: string,
    private readonly around: Around,
  ) {}

  /** Plays a check to its end, whatever its server does, and then takes back what it changed. */
  async play(check: ServerCheck): Promise<{ readonly said: Said; readonly left: readonly Left[] }> {
    let said: Said;
    try {
      said = await check.play(this.asked(this.around.signal));
    } catch (error) {
      said = this.around.signal.aborted ? unknown("it was interrupted", "Start the check again.") : failureOf(error);
    }
    const left = await this.takeBack();
    if (left.length === 0) return { said, left };
    const state = left.map(({ what, why }) => `not taken back: ${what} (${why})`).join("; ");
    return {
      said: { ...said, answer: "look", what: `${said.what}; ${state}`, todo: "Look at this server, and take it back by hand." },
      left,
    };
  }

  private async takeBack(): Promise<readonly Left[]> {
    const left: Left[] = [];
    for (const { what, how } of this.undos.splice(0).toReversed()) {
      try {
        await how(this.asked(AbortSignal.timeout(UNDO_MS)));
      } catch (error) {
        left.push({ server: this.server, what, why: failureOf(error).what });
      }
    }
    return left;
  }

  private asked(signal: AbortSignal): Asked {
    const { server, undos } = this;
    const { connection, options, servers, second } = this.around;
    const invoke = layered(connection.invoke, checked, timeLimit);
    return {
      server,
      options,
      others: servers.filter((one) => one !== server),
      clock: connection.clock,
      signal,
      second,
      read: (op, args) => invoke(server, op, args, { signal }),
      change: async (op, args) => void (await invoke(server, op, args as never, { signal })),
      question: (name, parameters = {}, { limitMs = LIMIT_MS, server: other = server, scom = false } = {}): Promise<readonly Flat[]> =>
        connection.question(other, { on: scom ? "monitoring" : "member", name, parameters, limitMs, signal }),
      undo: (what, how) => void undos.push({ what, how }),
    };
  }
}

const said = (words: Words): string => (typeof words === "string" ? words : sayInEnglish(words));

/** What an error of a server means for a check. It is never fine. */
export function failureOf(error: unknown): Said {
  if (!(error instanceof ServerError)) return unknown(error instanceof Error ? error.message : String(error), "Please report it.");
  const [what, hint] = [said(error.what), error.hint === undefined ? "" : said(error.hint)];
  if (error instanceof OperationFailed) {
    if (error.errorId === "missing-module" || error.errorId === "nlb-no-node")
      return { ...notHere(what), ...(hint !== "" && { todo: hint }) };
    if (error.errorId === "not-offered")
      return unknown(
        `not offered: ${what}`,
        "A JEA endpoint offers what a flow uses, and not these questions. Ask by the default endpoint.",
      );
  }
  return unknown(what, hint === "" ? "Try the question by hand on that server." : hint);
}

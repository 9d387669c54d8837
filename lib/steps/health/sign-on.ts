import { whyNoAnswer } from "../../gates";
import type { StepContext } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { ResultOf } from "../../server";
import { Account, ServerError } from "../../server";
import type { Text } from "../../texts";
import { listed, text } from "../../texts";
import type { SignOnOptions } from "./options";

/** The names under which the node keeps who signs on. */
export const secretsOfSignOn = ["signOnUser", "signOnPassword"] as const;

type SignedOn = ResultOf<"probe.signOn">;
type Context = Pick<StepContext<"probe.signOn", (typeof secretsOfSignOn)[number]>, "server" | "secrets" | "warn">;

/** Where nobody names a page: Outlook on the web, and what is asked by Basic unless somebody has forbidden it. */
const PATHS = { forms: "/owa/", basic: "/Microsoft-Server-ActiveSync" } as const;

/**
 * A user signs on at the member. The password is sent once, and again only after it was accepted: a wrong one that is tried every few seconds locks
 * the account. What says nothing of the password, such as a page that is not there yet, is looked at again.
 */
export class SignOn {
  private last: SignedOn | null = null;

  constructor(
    private readonly context: Context,
    private readonly options: SignOnOptions,
  ) {}

  /**
   * @param ready whether everything else that it needs is well: before that, a try would only cost one
   * @throws StepFailed where the password was sent and not accepted, since it is not sent again
   */
  async look(ready: boolean): Promise<Text[]> {
    const { signOn: by } = this.options;
    if (by === "none" || this.last?.outcome === "signed-on") return [];
    if (!ready) return [];
    const args = this.asked(by);
    const account = this.account();
    this.last = await this.context.server.read("probe.signOn", args, { account }).catch(lostWith);
    if (this.last.outcome === "signed-on") {
      if (args.scheme === "http") this.context.warn(text("sign-on.unencrypted", { where: this.where(by) }));
      return [];
    }
    const { outcome, sent } = this.last;
    if (!sent || outcome === "page-failed") return [this.finding(by, this.last)];
    throw new StepFailed("sign-on-failed", text("sign-on.failed", { what: this.finding(by, this.last) }), hintFor(outcome));
  }

  /** Who has signed on where, for the result; null: nobody was to, or could. */
  get done(): Text | null {
    const { signOn: by } = this.options;
    return by !== "none" && this.last?.outcome === "signed-on" ? text("sign-on.done", { where: this.where(by) }) : null;
  }

  /** What stands in the way, where nobody waits until it is gone, as in a dry run; null: nothing. */
  get left(): Text | null {
    const { signOn: by } = this.options;
    if (by === "none" || this.last?.outcome === "signed-on") return null;
    return this.last === null ? text("sign-on.not-tried", { where: this.where(by) }) : this.finding(by, this.last);
  }

  private account(): Account {
    const { secrets } = this.context;
    return new Account(secrets.of("signOnUser"), secrets.of("signOnPassword"));
  }

  private asked(by: "forms" | "basic") {
    const { signOnScheme: scheme, signOnPort: port, signOnPath, signOnHost: host, signOnCertificate: certificate } = this.options;
    return { scheme, port, path: signOnPath ?? PATHS[by], by, certificate, ...(host === "" ? {} : { host }) };
  }

  private where(by: "forms" | "basic"): Text {
    const { scheme, port, path } = this.asked(by);
    return text("answer.where", { scheme, port, path });
  }

  private finding(by: "forms" | "basic", { outcome, status, at, offers, error, sent }: SignedOn): Text {
    return text("sign-on.finding", { where: this.where(by), what: whatOf() });

    function whatOf(): Text {
      const page = text("sign-on.page", { status: status ?? "?", at: at ?? "?" });
      if (outcome === "no-answer") {
        const why = error === null ? text("sign-on.no-answer") : whyNoAnswer(error);
        return text(sent ? "sign-on.lost" : "sign-on.unreachable", { why });
      }
      if (outcome === "not-offered") return text("sign-on.not-offered", { offers: listed(offers.length === 0 ? ["?"] : offers) });
      if (outcome === "elsewhere") return text("sign-on.elsewhere", { host: at ?? "?" });
      return text(`sign-on.${outcome}`, { page });
    }
  }
}

/** Where nobody says how far it came, the password may have been sent. */
function lostWith(error: unknown): SignedOn {
  if (!(error instanceof ServerError)) throw error;
  return { outcome: "no-answer", sent: true, status: null, at: null, offers: [], ms: 0, error: null };
}

const hintFor = (outcome: SignedOn["outcome"]): Text =>
  outcome === "refused" || outcome === "expired" ? text("sign-on.refused.hint") : text("sign-on.failed.hint");

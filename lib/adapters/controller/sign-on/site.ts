import type { ResultOf } from "../../../server";
import { seconds } from "../../../time";
import type { Answered, HttpTarget, Request, Unanswered } from "../request";
import { send } from "../request";
import { Cookies } from "./cookies";

/** How long one page is waited for: the first one after a boot is compiled while it is asked for. */
const PAGE_MS = seconds(60);

/** How long all of them together are waited for. */
const ALL_MS = seconds(150);

/** The sign-on page of Exchange 2013 and later has its pictures inside: about 70 kB. */
const KEEP_BYTES = 512 * 1024;

/** More than OWA ever needs: `/` to `/owa/` to its sign-on page, and back. */
const MOST_REDIRECTS = 8;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** How a sign-on went, without how long it took. */
export type SignedOn = Omit<ResultOf<"probe.signOn">, "ms">;

/** An answer, and the page that gave it. */
export interface Page extends Answered {
  /** With its query. */
  readonly path: string;
}

export type Met = Page | (Unanswered & { readonly path: string });

/** A way over several pages: its last one, and why it ends there. */
interface Way {
  readonly page: Met;
  readonly end: "here" | "elsewhere" | "loops";
}

interface Options {
  readonly address: string;
  readonly target: HttpTarget;
  readonly checkCertificate: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The pages of one member as somebody sees them who keeps its cookies: always on its own address, whatever host they name. */
export class Site {
  private readonly cookies = new Cookies();
  private readonly endsAt = performance.now() + ALL_MS;

  constructor(private readonly options: Options) {}

  get path(): string {
    return this.options.target.path;
  }

  keep(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  async ask(path: string, more: Pick<Request, "method" | "headers" | "body"> = {}): Promise<Met> {
    const { address, target, checkCertificate, signal } = this.options;
    const limitMs = Math.max(1, Math.min(PAGE_MS, this.endsAt - performance.now()));
    const headers = { ...this.cookies.header(), ...more.headers };
    const answered = await send({
      address,
      checkCertificate,
      signal,
      limitMs,
      keep: KEEP_BYTES,
      ...more,
      headers,
      target: { ...target, path },
    });
    if ("error" in answered) return { ...answered, path };
    this.cookies.take(answered.headers["set-cookie"] ?? []);
    return { ...answered, path };
  }

  /** Goes on where an answer leads, on this host; to the end, or to the first answer that somebody wants to look at. */
  async follow(from: Met, stopsAt: (path: string) => boolean = () => false): Promise<Way> {
    let page = from;
    for (let left = MOST_REDIRECTS; left > 0; left--) {
      const to = leadsOn(page);
      if (to === null || stopsAt(to)) return { page, end: "here" };
      if (!to.startsWith("/")) return { page, end: "elsewhere" };
      page = await this.ask(to);
    }
    return { page, end: "loops" };
  }
}

/** Where an answer sends on to; null: it is one to stay at. */
export const leadsOn = (page: Met): string | null => ("status" in page && REDIRECTS.has(page.status) ? page.location : null);

/** The host that an answer leads to, where it is another one. */
export function otherHost(page: Met): string | null {
  const to = leadsOn(page) ?? "";
  return !to.startsWith("/") && URL.canParse(to) ? new URL(to).host : null;
}

/** A path without what belongs to this one call. */
export const withoutQuery = (path: string): string => path.split(/[?#]/)[0] ?? path;

/** How it went, with what the last answer was. */
export function outcomeAt(outcome: SignedOn["outcome"], page: Met, more: Partial<SignedOn> = {}): SignedOn {
  const at = (outcome === "elsewhere" ? otherHost(page) : null) ?? withoutQuery(page.path);
  if ("error" in page) return { outcome: "no-answer", sent: page.sent, status: null, at, offers: [], error: page.error, ...more };
  return { outcome, sent: false, status: page.status, at, offers: schemesOf(page), error: null, ...more };
}

/** The names of the schemes that a server offers (RFC 9110, 11.6.1), each in a header of its own as IIS sends them, or several in one. */
export const schemesOf = ({ headers }: Page): string[] =>
  // Node joins several headers of this name by commas. A name begins what follows a comma, and is no parameter (`realm=`).
  (headers["www-authenticate"] ?? "").split(/,\s*/).flatMap((part) => /^([A-Za-z][\w-]*)(?=\s|$)(?!\s*=)/.exec(part)?.[1] ?? []);

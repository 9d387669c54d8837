import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { owa, owaWays, schemes } from "../../lib/adapters/lab/captured";

/** What a member with Outlook on the web does, in the words of the captured facts. It shares no code with what signs on. */
export interface OwaServer {
  readonly generation: keyof typeof owa;
  /** What becomes of a password. Default: everybody signs on. */
  readonly judge?: (user: string, password: string) => "signed-on" | "refused" | "expired";
  /** The page behind the sign-on. Default: 200. */
  readonly page?: () => { readonly status: number; readonly location?: string };
  /** Where it sends whoever is not signed on. Default: as OWA does, with the page that was asked for. */
  readonly signOnAt?: string;
  /** It forgets sessions at once, as where members of an array do not share a certificate. */
  readonly forgets?: boolean;
  /** Every password that was sent, with its user. */
  readonly tried?: { readonly user: string; readonly password: string }[];
}

const SESSION = "0f2a-not-a-secret";

/** Answers as OWA, ActiveSync, EWS and Autodiscover of one member do. Everything else is 404. */
export function owaListener(server: OwaServer): RequestListener {
  const { generation } = server;
  const { form, neededCookie, session } = owa[generation].texts;
  const { page, post, signOn, refused, expired, timeout } = owaWays.texts;
  const filled = (way: string, { headers }: IncomingMessage, to = "/owa/") =>
    way.replace("{destination}", encodeURIComponent(`https://${headers.host ?? "?"}${to}`));

  const submitted = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fields = new URLSearchParams(await textOf(request));
    const user = fields.get("username") ?? "";
    const password = fields.get("password") ?? "";
    const lacks = neededCookie !== null && !cookiesOf(request).has(neededCookie);
    // Without a cookie of its page, 2010 shows the page again and looks at nothing.
    if (lacks) return redirect(response, filled(signOn, request));
    const destination = fields.get("destination") ?? "";
    if (!fields.has("flags") || !destination.startsWith(`https://${request.headers.host ?? "?"}/`))
      return void response.writeHead(400).end();
    server.tried?.push({ user, password });
    const judged = server.judge?.(user, password) ?? "signed-on";
    if (judged !== "signed-on") return redirect(response, judged === "expired" ? expired : filled(refused, request));
    redirect(
      response,
      destination,
      session.map((name) => `${name}=${SESSION}; path=/; HttpOnly`),
    );
  };

  return (request, response) => {
    const path = (request.url ?? "/").split("?")[0]?.toLowerCase() ?? "";
    if (path.endsWith("/healthcheck.htm")) return void response.end("200 OK");
    if (path === "/") return redirect(response, "/owa/");
    if (path === page) {
      const asked = new URL(request.url ?? "/", "http://asked").searchParams.get("url") ?? `https://${request.headers.host ?? "?"}/owa/`;
      response.setHeader("set-cookie", ["OutlookSession=3b; path=/; HttpOnly", "cadata=; expires=Thu, 01-Jan-1970 00:00:00 GMT; path=/"]);
      return void response.end(`<html><body>${form.replace("{destination}", asked.replaceAll("&", "&amp;"))}</body></html>`);
    }
    if (path === post) {
      if (request.method === "POST") return void submitted(request, response);
      return void response.writeHead(timeout, "Login Timeout").end();
    }
    if (/^\/(owa|ecp)(\/|$)/.test(path)) {
      const cookies = cookiesOf(request);
      const on = server.forgets !== true && session.every((name) => cookies.get(name) === SESSION);
      if (!on) return redirect(response, server.signOnAt ?? filled(signOn, request, path));
      const { status, location } = server.page?.() ?? { status: 200 };
      return void response.writeHead(status, location === undefined ? {} : { location }).end("<html>Inbox</html>");
    }
    const offers = schemes.texts[path.split("/")[1] ?? ""];
    if (offers === undefined) return void response.writeHead(404).end();
    basic(server, offers, request, response);
  };
}

function basic(server: OwaServer, offers: readonly string[], request: IncomingMessage, response: ServerResponse): void {
  const [scheme, code = ""] = (request.headers.authorization ?? "").split(" ");
  if (scheme === "Basic" && offers.includes("Basic")) {
    const [user = "", ...rest] = Buffer.from(code, "base64").toString("utf8").split(":");
    const password = rest.join(":");
    server.tried?.push({ user, password });
    // ActiveSync has no page to be looked at: 501 for GET, whoever asks.
    const isSync = /^\/microsoft-server-activesync/i.test(request.url ?? "");
    const { status } = isSync && request.method === "GET" ? { status: 501 } : (server.page?.() ?? { status: 200 });
    if ((server.judge?.(user, password) ?? "signed-on") === "signed-on") return void response.writeHead(status).end("ready");
  }
  const host = request.headers.host?.replace(/:\d+$/, "") ?? "?";
  const challenges = offers.map((one) => (one === "Basic" ? `Basic realm="${host}"` : one));
  response.writeHead(401, { "www-authenticate": challenges }).end();
}

const redirect = (response: ServerResponse, location: string, cookies: readonly string[] = []): void =>
  void response.writeHead(302, { location, ...(cookies.length === 0 ? {} : { "set-cookie": [...cookies] }) }).end("Object moved");

const cookiesOf = ({ headers }: IncomingMessage): ReadonlyMap<string, string> =>
  new Map((headers.cookie ?? "").split("; ").map((pair) => [pair.split("=")[0] ?? "", pair.split("=").slice(1).join("=")]));

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

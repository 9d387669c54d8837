import type { Account, ResultOf } from "../../../server";
import type { ProbeError } from "../../../server/operations";
import { owaWays, schemes } from "../captured";
import type { Machine } from "./machine";

type Tcp = ResultOf<"probe.tcp">;

/** What a connection attempt to the member's own address meets. */
export function tcp(machine: Machine, port: number): Tcp {
  if (!machine.up) return { open: false, ms: 5000, error: { code: "timed-out" } };
  const service = machine.role.ports[port];
  if (service === undefined || !machine.services.isRunning(service)) return { open: false, ms: 2, error: { code: "refused" } };
  return { open: true, ms: 3, error: null };
}

interface Asked {
  readonly scheme: "http" | "https";
  readonly port: number;
  readonly path: string;
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
  /** With which it wants to be asked again, where it answers 401. */
  readonly offers: readonly string[];
}

const answer = (status: number, more: Partial<Answer> = {}): Answer => ({ status, location: null, offers: [], ...more });

/** Pages of Exchange that need nobody signed on. */
const OPEN = /^\/(owa|ecp|ews|mapi|oab|autodiscover|rpc|microsoft-server-activesync)\/healthcheck\.htm$|^\/owa\/auth\/logon\.aspx$/;

const plainOf = (path: string): string => path.split("?")[0]?.toLowerCase() ?? "";

/** What the member's web server answers whoever is not signed on: IIS with OWA sends to the sign-on page, or asks for a scheme of HTTP. */
export function webAnswer({ role }: Pick<Machine, "role">, path: string): Answer {
  const plain = plainOf(path);
  if (!role.signsOn || OPEN.test(plain)) return answer(200);
  if (plain === "/") return answer(302, { location: "/owa/" });
  if (/^\/(owa|ecp)(\/|$)/.test(plain)) return answer(302, { location: owaWays.texts.page });
  const offers = schemes.texts[plain.split("/")[1] ?? ""];
  return offers === undefined ? answer(404) : answer(401, { offers });
}

/** Whether the page behind the sign-on fails: what a probe without one does not see. */
export const failsBehindSignOn = (machine: Machine): boolean => machine.has("sign-on-fails") && machine.software.updated;

/** Passwords that do not let their user in; every other one does. */
const refusals: Readonly<Record<string, "refused" | "expired">> = { wrong: "refused", expired: "expired" };
export const judgedPassword = (password: string): "signed-on" | "refused" | "expired" => refusals[password] ?? "signed-on";

type SignedOn = ResultOf<"probe.signOn">;
type SignOnArgs = Asked & { readonly by: "forms" | "basic" };

/** What a sign-on meets: by the form of OWA, or by Basic where a directory offers it. */
export function signOn(machine: Machine, asked: SignOnArgs, account: Account | undefined): SignedOn {
  const { ms, error, status } = http(machine, asked);
  const { path, by } = asked;
  const at = plainOf(path);
  const none = { sent: false, status, at, offers: [], ms, error };
  if (status === null) return { ...none, outcome: "no-answer" };
  const way = by === "forms" ? formsOn(machine, at) : basicOn(machine, path);
  if (way.outcome !== "offered" || account === undefined) return { ...none, ...way };
  return { ...none, ...way, sent: true, ...behind(machine, asked, account.password()) };
}

type Way = Pick<SignedOn, "outcome" | "status" | "at" | "offers">;

function formsOn(machine: Machine, path: string): Way {
  let at = path;
  for (let seen = webAnswer(machine, at); ; seen = webAnswer(machine, at)) {
    const { status, location } = seen;
    if (location === null) {
      const outcome = at === owaWays.texts.page ? "offered" : status === 200 ? "open" : "no-page";
      return { outcome, status, at, offers: [...seen.offers] };
    }
    at = location;
  }
}

function basicOn(machine: Machine, at: string): Way {
  const { status, offers } = webAnswer(machine, at);
  const outcome = status === 200 ? "open" : status !== 401 ? "no-page" : offers.includes("Basic") ? "offered" : "not-offered";
  return { outcome, status, at, offers: [...offers] };
}

/** What the password leads to. */
function behind(machine: Machine, { by, path }: SignOnArgs, password: string): Way {
  const judged = judgedPassword(password);
  if (by === "basic") {
    const offers = [...webAnswer(machine, path).offers];
    return judged === "signed-on"
      ? { outcome: judged, status: 200, at: path, offers: [] }
      : { outcome: "refused", status: 401, at: path, offers };
  }
  if (judged !== "signed-on") return { outcome: judged, status: 302, at: owaWays.texts.post, offers: [] };
  const to = plainOf(path) === "/" ? "/owa/" : path;
  return failsBehindSignOn(machine)
    ? { outcome: "page-failed", status: 500, at: to, offers: [] }
    : { outcome: judged, status: 200, at: to, offers: [] };
}

export function http(machine: Machine, { scheme, port, path }: Asked): ResultOf<"probe.http"> {
  const { open, ms, error } = tcp(machine, port);
  const silent = (why: ProbeError | null) => ({ status: null, location: null, ms, error: why });
  if (!open) return silent(error);
  const { httpsPorts, httpPorts } = machine.role;
  if (scheme === "https" && machine.has("old-tls") && machine.software.updated) return silent({ code: "tls-no-version" });
  if ((scheme === "https" ? httpsPorts : httpPorts).includes(port)) {
    const { status, location } = webAnswer(machine, path);
    return { status, location, ms: 25, error: null };
  }
  return silent({ code: scheme === "https" ? "tls-not-spoken" : "not-http" });
}

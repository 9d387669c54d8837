import type { ResultOf } from "../server";
import type { Text } from "../texts";
import { text } from "../texts";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where Outlook on the web, the Exchange admin center and AD FS sign users on. */
const SIGN_ON = /^\/(owa|ecp|adfs\/ls)(\/|$)/i;

/**
 * What an answer says that sends its caller on, if that is no sign of health; null if it is one, or sends nobody on. OWA sends whoever is not signed
 * on to `/owa/auth/logon.aspx`, and a site's root leads to `/owa/`. Pages of errors are reached in the same way: ASP.NET adds `aspxerrorpath` to
 * the address of its error page (customErrors), OWA sends to `errorfe.aspx?httpCode=500`.
 */
export function troubleIn({ status, location }: ResultOf<"probe.http">): Text | null {
  if (status === null || !REDIRECTS.has(status)) return null;
  // Begins with a slash where it stays on the host that was asked.
  const own = location?.startsWith("/") === true;
  const whole = own ? `http://asked${location}` : (location ?? "");
  if (!URL.canParse(whole)) return text("redirect.nowhere");
  const { host, pathname, searchParams } = new URL(whole);
  if (/error/i.test(pathname) || searchParams.has("aspxerrorpath") || searchParams.has("httpCode"))
    return text("redirect.error-page", { path: pathname });
  return own || SIGN_ON.test(pathname) ? null : text("redirect.elsewhere", { host });
}

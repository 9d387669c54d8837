import type { Account } from "../../../server";
import type { SignedOn, Site } from "./site";
import { leadsOn, outcomeAt, schemesOf } from "./site";

/** ActiveSync answers GET with an error whoever asks; OPTIONS is what a device asks first (MS-ASHTTP, 2.2.3). */
const methodFor = (path: string): string => (/^\/microsoft-server-activesync(\/|\?|$)/i.test(path) ? "OPTIONS" : "GET");

/** Signs on by Basic (RFC 7617): where a page asks for it, it is asked for again with the user and the password, in UTF-8. */
export async function byBasic(site: Site, account: Account | undefined): Promise<SignedOn> {
  const { path } = site;
  const method = methodFor(path);
  const page = await site.ask(path, { method });
  if ("error" in page) return outcomeAt("no-answer", page, { sent: false });
  if (page.status !== 401) return outcomeAt(page.status < 300 ? "open" : "no-page", page);
  if (!schemesOf(page).some((scheme) => /^basic$/i.test(scheme))) return outcomeAt("not-offered", page);
  if (account === undefined) return outcomeAt("offered", page);
  const authorization = `Basic ${Buffer.from(`${account.user}:${account.password()}`, "utf8").toString("base64")}`;
  const answer = await site.ask(path, { method, headers: { authorization } });
  if ("error" in answer) return outcomeAt("no-answer", answer);
  if (answer.status === 401) return outcomeAt("refused", answer, { sent: true });
  // OWA without its form sends those who have signed on to their start page.
  const goesOn = /^\/(?!.*(error|logon\.aspx))/i.test(leadsOn(answer) ?? "");
  return outcomeAt(answer.status < 300 || goesOn ? "signed-on" : "page-failed", answer, { sent: true });
}

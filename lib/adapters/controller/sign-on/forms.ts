import type { Account } from "../../../server";
import type { Form } from "./form";
import { formOf } from "./form";
import type { Met, Page, SignedOn, Site } from "./site";
import { leadsOn, outcomeAt, withoutQuery } from "./site";

const LOGON = /\/auth\/logon\.aspx$/i;
const EXPIRED = /\/auth\/expiredpassword\.aspx$/i;
const ERROR = /error/i;

/** What `reason=` says on the way back to the sign-on page: OWA's own numbers, 0 to 4 in all versions, 5 and 6 since Exchange 2013. */
const reasons: Readonly<Record<string, SignedOn["outcome"]>> = { 2: "refused", 5: "blocked", 6: "blocked" };

/**
 * Signs on by the form of Outlook on the web, Exchange 2010 to Subscription Edition. The form itself says what it wants to have (2010: `trusted`,
 * 2013 and later: `passwordText`); besides that, its script sets the cookie `PBack`, without which 2010 does not take it. A yes leads to the page that
 * was asked for, with cookies (`cadata…`); a no leads back to `logon.aspx?reason=2`.
 */
export async function byForms(site: Site, account: Account | undefined): Promise<SignedOn> {
  const { page, end } = await site.follow(await site.ask(site.path));
  if (end !== "here") return outcomeAt(end === "elsewhere" ? "elsewhere" : "no-page", page);
  if ("error" in page) return outcomeAt("no-answer", page, { sent: false });
  if (page.status >= 300) return outcomeAt("no-page", page);
  const form = formOf(page.body);
  if (form === null) return outcomeAt("open", page);
  const to = form === "other" ? null : actionOf(page, form);
  if (form === "other" || to === null) return outcomeAt("unknown-form", page);
  if (account === undefined) return outcomeAt("offered", page);
  site.keep("PBack", "0");
  const answer = await site.ask(to, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams([...new Map([...form.fields, ["username", account.user], ["password", account.password()]])]).toString(),
  });
  return { ...(await judged(site, answer)), sent: "error" in answer ? answer.sent : true };
}

/** Where the form is sent, on this host; null: to another one, which must not get the password. */
function actionOf({ path }: Page, { action }: Form): string | null {
  const here = new URL(path, "http://here");
  const to = URL.canParse(action, here) ? new URL(action, here) : null;
  return to?.host === "here" ? `${to.pathname}${to.search}` : null;
}

/** What the answer to the password means. */
async function judged(site: Site, answer: Met): Promise<SignedOn> {
  const back = backAtSignOn(answer);
  if (back !== null) return outcomeAt(back, answer);
  if (leadsOn(answer) === null) return outcomeAt("unclear", answer);
  if (ERROR.test(withoutQuery(leadsOn(answer) ?? ""))) return outcomeAt("unclear", answer);
  const { page, end } = await site.follow(answer, ends);
  if (end !== "here") return outcomeAt(end === "elsewhere" ? "elsewhere" : "not-kept", page);
  const again = backAtSignOn(page);
  if (again !== null) return outcomeAt(again, page);
  if ("error" in page) return outcomeAt("no-answer", page);
  // 440 is what OWA says where it knows no session: "Login Timeout".
  if (page.status === 440 || isForm(page)) return outcomeAt("not-kept", page);
  return outcomeAt(page.status >= 300 ? "page-failed" : "signed-on", page);
}

/** A page at which the way after the password ends, whatever it answers. */
const ends = (to: string): boolean => [LOGON, EXPIRED, ERROR].some((page) => page.test(withoutQuery(to)));

const isForm = ({ body }: Page): boolean => formOf(body) !== null;

/** What it means that the sign-on page comes again, or the one for a new password; null: neither. */
function backAtSignOn(answer: Met): SignedOn["outcome"] | null {
  if ("error" in answer) return "no-answer";
  const to = leadsOn(answer);
  if (to === null) return EXPIRED.test(withoutQuery(answer.path)) || /expiredpassword\.aspx/i.test(answer.body) ? "expired" : null;
  if (EXPIRED.test(withoutQuery(to))) return "expired";
  if (!LOGON.test(withoutQuery(to))) return null;
  return reasons[new URL(to, "http://here").searchParams.get("reason") ?? ""] ?? "not-kept";
}

import type { Capture } from "./capture";

export const web: Capture<Readonly<Record<"serverDown" | "webStopped", string>>> = {
  source: "What a client loses when its server goes away: composed, since no product says it.",
  kind: "composed",
  product: "IIS 7.5",
  culture: "en-US",
  texts: {
    serverDown: "the server went down",
    webStopped: "the web service stopped",
  },
};

/** The sign-on of Outlook on the web in one generation of Exchange. */
interface OwaSignOn {
  /** Its form; `{destination}` is the page that was asked for. */
  readonly form: string;
  /** A cookie that its script sets, and without which the form is not taken. */
  readonly neededCookie: string | null;
  /** The cookies that make the session. */
  readonly session: readonly string[];
}

const EXCHANGE_2010: OwaSignOn = {
  form: `<form action="/owa/auth.owa" method="POST" name="logonForm" autocomplete="off">
<input type="hidden" name="destination" value="{destination}">
<input type="hidden" name="flags" value="0">
<input type="hidden" name="forcedownlevel" value="0">
<input id="rdoPblc" type="radio" name="trusted" value="0" class="rdo" onclick="clkSec()" checked>
<input id="rdoPrvt" type="radio" name="trusted" value="4" class="rdo" onclick="clkSec()">
<input id="chkBsc" type="checkbox" class="rdo" onclick="clkBsc();">
<input id="username" name="username" type="text" class="txt">
<input id="password" name="password" type="password" class="txt">
<input type="submit" class="btn" value="Sign in" onclick="clkLgn()">
<input name="isUtf8" type="hidden" value="1">
</form>`,
  neededCookie: "PBack",
  session: ["sessionid", "cadata"],
};

const EXCHANGE_2013: OwaSignOn = {
  form: `<form action="/owa/auth.owa" method="POST" name="logonForm" ENCTYPE="application/x-www-form-urlencoded" autocomplete="off">
<input type="hidden" name="destination" value="{destination}">
<input type="hidden" name="flags" value="4">
<input type="hidden" name="forcedownlevel" value="0">
<div><input id="username" name="username" class="signInInputText" role="textbox"/></div>
<div><input id="password" onfocus="g_fFcs=0" name="password" value="" type="password" class="signInInputText"/></div>
<div><input id="passwordText" onfocus="g_fFcs=0" name="passwordText" value="" style="display: none;" class="signInInputText"/></div>
<input name="isUtf8" type="hidden" value="1"/>
</form>`,
  neededCookie: null,
  session: ["cadata", "cadataTTL", "cadataKey", "cadataIV", "cadataSig"],
};

export const owa: Readonly<Record<"exchange-2010" | "exchange-2013", Capture<OwaSignOn>>> = {
  "exchange-2010": {
    source:
      "Composed after public clients of OWA 2010: their fields (destination, flags, forcedownlevel, trusted, isUtf8), and that GET of logon.aspx and the cookie PBack=0 come first. No whole page of a server was at hand.",
    kind: "composed",
    product: "Exchange Server 2010",
    culture: "en-US",
    texts: EXCHANGE_2010,
  },
  "exchange-2013": {
    source:
      "The form of sign-on pages of Exchange 2016 and 2019 that were saved in public repositories, shortened; names of the cookies by public analyses of the front end's FbaModule. Exchange 2013 and Subscription Edition are taken to have the same one.",
    kind: "composed",
    product: "Exchange Server 2013 to Subscription Edition",
    culture: "en-US",
    texts: EXCHANGE_2013,
  },
};

/** Which way OWA leads after the form was sent, and to whom it is sent before. */
export const owaWays: Capture<
  Readonly<Record<"signOn" | "refused" | "expired" | "page" | "post" | "failed", string>> & { readonly timeout: number }
> = {
  source:
    "The query of the sign-on page in public reports and clients of Exchange 2010 to 2019: reason 0 not signed on, 2 wrong user or password, 3 the session has run out. The page for an expired password comes where it may be changed by OWA (ChangeExpiredPasswordEnabled), else reason 2.",
  kind: "composed",
  product: "Exchange Server 2010 to Subscription Edition",
  culture: "invariant",
  texts: {
    page: "/owa/auth/logon.aspx",
    post: "/owa/auth.owa",
    signOn: "/owa/auth/logon.aspx?url={destination}&reason=0",
    refused: "/owa/auth/logon.aspx?url={destination}&reason=2",
    expired: "/owa/auth/expiredpassword.aspx?url=/owa/auth.owa",
    failed: "/owa/auth/errorFE.aspx?httpCode=500",
    timeout: 440,
  },
};

/** The schemes with which each directory of IIS answers 401. */
export const schemes: Capture<Readonly<Record<string, readonly string[]>>> = {
  source:
    "learn.microsoft.com/exchange/clients/default-virtual-directory-settings; headers of public servers: Basic has the host name as its realm, one header for each scheme.",
  kind: "documented",
  product: "Exchange Server 2010 to Subscription Edition",
  culture: "invariant",
  texts: {
    ews: ["Negotiate", "NTLM"],
    mapi: ["Negotiate", "NTLM"],
    oab: ["Negotiate", "NTLM"],
    autodiscover: ["Negotiate", "NTLM", "Basic"],
    "microsoft-server-activesync": ["Basic"],
  },
};

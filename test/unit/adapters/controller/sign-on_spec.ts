import should from "should";
import type { RequestListener } from "node:http";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { createServer } from "node:net";
import { inspect } from "node:util";
import { controllerOf } from "../../../../lib/adapters/controller";
import type { ArgsOf, ResultOf } from "../../../../lib/server";
import { Account } from "../../../../lib/server";
import type { OwaServer } from "../../../shared/owa";
import { owaListener } from "../../../shared/owa";
import { oldCertificate } from "./old-certificate";

const USER = "CONTOSO\\probe";
const PASSWORD = 'p&ss "wörd" +1%';
const account = new Account(USER, PASSWORD);

describe("Signing on at a member", () => {
  const open: Server[] = [];
  after(() => {
    for (const server of open) server.close();
  });
  const portOf = async (server: Server): Promise<number> => {
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };
  const secure = (listener: RequestListener): Server =>
    createHttps({ ...oldCertificate, ciphers: "DEFAULT:@SECLEVEL=0" }, (request, response) => {
      response.setHeader("connection", "close");
      listener(request, response);
    }).on("tlsClientError", () => undefined);

  const at = async (server: Server, args: Partial<ArgsOf<"probe.signOn">> = {}, who: Account | null = account) => {
    const port = await portOf(server);
    const invoke = controllerOf([{ name: "CAS1", address: "127.0.0.1" }]);
    const asked = { scheme: "https", port, path: "/owa/", by: "forms", certificate: "any", ...args } as const;
    return await invoke("CAS1", "probe.signOn", asked, who === null ? {} : { account: who });
  };
  const outcome = ({ outcome: how, sent, status, at: last }: ResultOf<"probe.signOn">) => ({ outcome: how, sent, status, at: last });

  for (const generation of ["exchange-2010", "exchange-2013"] as const) {
    describe(`with the form of ${generation === "exchange-2010" ? "Exchange 2010" : "Exchange 2013 and later"}`, () => {
      const owa = (more: Partial<OwaServer> = {}) => secure(owaListener({ generation, ...more }));

      it("succeeds with the password as it is, whatever characters it has, and says which page it saw", async () => {
        const tried: { user: string; password: string }[] = [];
        const signedOn = await at(owa({ tried }));
        outcome(signedOn).should.eql({ outcome: "signed-on", sent: true, status: 200, at: "/owa/" });
        tried.should.eql([{ user: USER, password: PASSWORD }]);
      });

      it("finds the form from the root of the site, and of the admin center", async () => {
        for (const path of ["/", "/ecp/"]) (await at(owa(), { path })).outcome.should.equal("signed-on");
      });

      it("is refused with a wrong password, after one try", async () => {
        const tried: { user: string; password: string }[] = [];
        const refused = await at(owa({ tried, judge: () => "refused" }));
        outcome(refused).should.eql({ outcome: "refused", sent: true, status: 302, at: "/owa/auth.owa" });
        tried.should.have.length(1);
      });

      it("is told that the password has expired", async () => {
        (await at(owa({ judge: () => "expired" }))).should.match({ outcome: "expired", sent: true });
      });

      it("says that the page behind it fails", async () => {
        const failed = await at(owa({ page: () => ({ status: 500 }) }));
        outcome(failed).should.eql({ outcome: "page-failed", sent: true, status: 500, at: "/owa/" });
        (await at(owa({ page: () => ({ status: 302, location: "/owa/auth/errorFE.aspx?httpCode=500" }) }))).outcome.should.equal(
          "page-failed",
        );
      });

      it("says that the sign-on is not kept where the sign-on page comes again, or pages lead round in a circle", async () => {
        (await at(owa({ forgets: true }))).should.match({ outcome: "not-kept", sent: true });
        (await at(owa({ page: () => ({ status: 302, location: "/owa/" }) }))).should.match({ outcome: "not-kept", sent: true });
      });

      it("without an account says that it is offered, and sends nothing", async () => {
        const tried: { user: string; password: string }[] = [];
        (await at(owa({ tried }), {}, null)).should.match({ outcome: "offered", sent: false, status: 200, at: "/owa/auth/logon.aspx" });
        tried.should.eql([]);
      });
    });
  }

  it("sends the password to no other host: not on the way to the form, and not by the form", async () => {
    const elsewhere = await at(
      secure((_, response) => response.writeHead(302, { location: "https://sts.contoso.com/adfs/ls/?wa=1" }).end()),
    );
    outcome(elsewhere).should.eql({ outcome: "elsewhere", sent: false, status: 302, at: "sts.contoso.com" });
    const form =
      '<form method="post" action="https://evil.example/owa/auth.owa"><input name="username"><input name="password" type="password"></form>';
    outcome(await at(secure((_, response) => response.end(form)))).should.match({ outcome: "unknown-form", sent: false });
  });

  it("does not follow a sign-on that leads to another host", async () => {
    const other = await at(
      secure(owaListener({ generation: "exchange-2013", page: () => ({ status: 302, location: "https://mail2.contoso.com/owa/" }) })),
    );
    outcome(other).should.match({ outcome: "elsewhere", sent: true, at: "mail2.contoso.com" });
  });

  for (const [what, listener, expected] of [
    [
      "an unknown form",
      (_, response) => response.end('<form><input type="password" name="pin"></form>'),
      { outcome: "unknown-form", status: 200 },
    ],
    ["a page for everybody", (_, response) => response.end("<html>Welcome</html>"), { outcome: "open", status: 200 }],
    ["nothing there", (_, response) => response.writeHead(404).end(), { outcome: "no-page", status: 404 }],
    ["a site that is starting", (_, response) => response.writeHead(503).end(), { outcome: "no-page", status: 503 }],
    [
      "pages that lead round in a circle",
      ({ url }, response) => response.writeHead(302, { location: url === "/a" ? "/b" : "/a" }).end(),
      { outcome: "no-page", status: 302 },
    ],
    [
      "a commented form",
      (_, response) =>
        response.end('<!-- <form method="post" action="/owa/auth.owa"><input name="username"><input name="password"></form> -->'),
      { outcome: "open" },
    ],
  ] as const satisfies readonly (readonly [string, RequestListener, object])[]) {
    it(`says what is there instead of a sign-on page, and sends no password: ${what}`, async () => {
      (await at(secure(listener))).should.match({ ...expected, sent: false });
    });
  }

  it("says that an answer to the password says neither yes nor no", async () => {
    const { form } = {
      form: '<form method="post" action="/owa/auth.owa"><input name="username"><input name="password" type="password"></form>',
    };
    for (const status of [200, 400, 500])
      (
        await at(secure(({ method }, response) => (method === "POST" ? response.writeHead(status).end() : response.end(form))))
      ).should.match({
        outcome: "unclear",
        sent: true,
        status,
      });
  });

  describe("by Basic", () => {
    const exchange = (more: Partial<OwaServer> = {}) => secure(owaListener({ generation: "exchange-2013", ...more }));
    const basic = { by: "basic", path: "/Microsoft-Server-ActiveSync" } as const;

    it("succeeds at ActiveSync, which answers GET with an error, and at Autodiscover", async () => {
      const tried: { user: string; password: string }[] = [];
      for (const path of [basic.path, "/autodiscover/autodiscover.xml"])
        (await at(exchange({ tried }), { ...basic, path })).should.match({ outcome: "signed-on", sent: true, status: 200, at: path });
      tried.should.eql([1, 2].map(() => ({ user: USER, password: PASSWORD })));
    });

    it("is refused with a wrong password, after one try", async () => {
      const tried: { user: string; password: string }[] = [];
      (await at(exchange({ tried, judge: () => "refused" }), basic)).should.match({ outcome: "refused", sent: true, status: 401 });
      tried.should.have.length(1);
    });

    it("says that the page behind it fails", async () => {
      (await at(exchange({ page: () => ({ status: 403 }) }), basic)).should.match({ outcome: "page-failed", sent: true, status: 403 });
    });

    it("sends nothing where other schemes are offered, and names them", async () => {
      const tried: { user: string; password: string }[] = [];
      const answer = await at(exchange({ tried }), { ...basic, path: "/EWS/Exchange.asmx" });
      answer.should.match({ outcome: "not-offered", sent: false, offers: ["Negotiate", "NTLM"] });
      tried.should.eql([]);
    });

    it("sends nothing where nobody has to sign on, or the form of OWA is used", async () => {
      (
        await at(
          secure((_, response) => response.end("x")),
          basic,
        )
      ).should.match({ outcome: "open", sent: false });
      (await at(exchange(), { ...basic, path: "/owa/" })).should.match({ outcome: "no-page", sent: false, status: 302 });
    });

    it("without an account says that it is offered", async () => {
      (await at(exchange(), basic, null)).should.match({ outcome: "offered", sent: false, offers: ["Basic"] });
    });
  });

  describe("over a connection that is not trusted", () => {
    it("sends no password where the certificate is that of nobody known, unless it is told to", async () => {
      const tried: { user: string; password: string }[] = [];
      const server = () => secure(owaListener({ generation: "exchange-2010", tried }));
      const answer = await at(server(), { certificate: "check" });
      answer.should.match({ outcome: "no-answer", sent: false, status: null, error: { code: "certificate-untrusted" } });
      tried.should.eql([]);
      (await at(server(), { certificate: "any" })).outcome.should.equal("signed-on");
    });
  });

  it("says why no answer came, and that no password was sent", async () => {
    const closed = createServer();
    const port = await portOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    (await at(createServer(), { port })).should.match({ outcome: "no-answer", sent: false, error: { code: "refused" } });
    (await at(createHttp((_, response) => response.end()))).should.match({
      outcome: "no-answer",
      sent: false,
      error: { code: "tls-plain-http" },
    });
  });

  it("says that the password was sent where the answer to it is lost", async () => {
    const form = '<form method="post" action="/owa/auth.owa"><input name="username"><input name="password" type="password"></form>';
    const lost = await at(secure(({ method, socket }, response) => (method === "POST" ? void socket.destroy() : void response.end(form))));
    lost.should.match({ outcome: "no-answer", sent: true, status: null });
  });

  it("ends with its caller", async () => {
    const invoke = controllerOf([{ name: "CAS1", address: "127.0.0.1" }]);
    const port = await portOf(secure(() => undefined));
    const giving = new AbortController();
    const args = { scheme: "https", port, path: "/owa/", by: "forms", certificate: "any" } as const;
    const signing = invoke("CAS1", "probe.signOn", args, { account, signal: giving.signal });
    setTimeout(() => giving.abort(new Error("given up")), 50);
    await signing.should.be.rejectedWith("given up");
  });
});

describe("An account", () => {
  it("shows its password nowhere but where it is asked for it", () => {
    const shown = [
      JSON.stringify({ account }),
      inspect({ account }, { showHidden: true, depth: null }),
      JSON.stringify(Object.entries(account)),
    ];
    for (const text of shown) should(text.includes("wörd")).be.false(text);
    account.password().should.equal(PASSWORD);
  });
});

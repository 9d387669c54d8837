import should from "should";
import { createServer as createHttp } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { createServer } from "node:net";
import { probeHttp, probeTcp } from "../../../../lib/adapters/controller/probe";

const listening = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};
const http = (port: number, path = "/") => ({ scheme: "http" as const, port, path });

describe("A probe of a port", () => {
  let server: Server;
  let port: number;
  before(async () => {
    server = createServer((socket) => socket.on("error", () => {}).end("220 not HTTP\r\n"));
    port = await listening(server);
  });
  after(() => server.close());

  it("says that it accepts connections", async () => {
    const { open, error } = await probeTcp("127.0.0.1", port);
    ({ open, error }).should.eql({ open: true, error: null });
  });

  it("says that it refuses them", async () => {
    const other = createServer();
    const free = await listening(other);
    await new Promise((resolve) => other.close(resolve));
    const { open, error } = await probeTcp("127.0.0.1", free);
    ({ open, error }).should.eql({ open: false, error: { code: "refused" } });
  });

  it("says that the name is not known", async () => {
    const { open, error } = await probeTcp("no-such-host.invalid", 443);
    open.should.be.false();
    String(error?.code).should.match(/^un(known|resolved)-name$/);
  });

  it("throws when it is given up, since that is no answer", async () => {
    await probeTcp("127.0.0.1", port, AbortSignal.abort(new Error("given up"))).should.be.rejectedWith("given up");
  });

  it("over HTTP says that what answers is not HTTP, and not TLS", async () => {
    (await probeHttp("127.0.0.1", http(port))).should.have.properties({ status: null, error: { code: "not-http" } });
    const { status, error } = await probeHttp("127.0.0.1", { ...http(port), scheme: "https" });
    (status === null && error !== null).should.be.true();
    String(error?.code).should.match(/^tls-/);
  });
});

describe("A probe over HTTP", () => {
  const asked: { url: string | undefined; host: string | undefined }[] = [];
  const server = createHttp((request, response) => {
    asked.push({ url: request.url, host: request.headers.host });
    if (request.url === "/silent") return;
    const to = new URL(request.url ?? "/", "http://asked").searchParams.get("to");
    response.writeHead(to === null ? 200 : 302, to === null || to === "" ? {} : { location: to }).end("x".repeat(100_000));
  });
  let port: number;
  before(async () => {
    port = await listening(server);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it("gives the status of the answer, also of one that leads elsewhere", async () => {
    (await probeHttp("127.0.0.1", http(port, "/owa/"))).should.have.properties({ status: 200, error: null });
    (await probeHttp("127.0.0.1", http(port, "/moved?to=/elsewhere"))).should.have.properties({ status: 302, error: null });
    asked.map(({ url }) => url).should.eql(["/owa/", "/moved?to=/elsewhere"]);
  });

  it("says where the answer leads: a path on the host that was asked, or else the whole address", async () => {
    const leads = async (to: string, host?: string) => {
      const target = { ...http(port, `/owa/?to=${encodeURIComponent(to)}`), ...(host === undefined ? {} : { host }) };
      return (await probeHttp("127.0.0.1", target)).location;
    };
    should(await leads("/owa/auth/logon.aspx?reason=0")).equal("/owa/auth/logon.aspx?reason=0");
    should(await leads("auth/logon.aspx")).equal("/owa/auth/logon.aspx");
    should(await leads("https://127.0.0.1/owa/")).equal("/owa/");
    should(await leads("https://Mail.contoso.com/owa/", "mail.contoso.com")).equal("/owa/");
    should(await leads("https://mail.contoso.com/owa/")).equal("https://mail.contoso.com/owa/");
    should(await leads("")).equal(null);
    should(await leads("http://")).equal(null);
  });

  it("asks the member's own address for the site that it is told", async () => {
    await probeHttp("127.0.0.1", { ...http(port), host: "mail.contoso.com" });
    String(asked.at(-1)?.host).should.equal("mail.contoso.com");
  });

  it("throws when it is given up while it waits", async () => {
    const giving = new AbortController();
    const probing = probeHttp("127.0.0.1", http(port, "/silent"), giving.signal);
    setTimeout(() => giving.abort(new Error("given up")), 50);
    await probing.should.be.rejectedWith("given up");
  });
});

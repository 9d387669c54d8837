import should from "should";
import { createServer as createHttp } from "node:http";
import { createServer as createHttps } from "node:https";
import type { ServerOptions } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { probeHttp } from "../../../../lib/adapters/controller/probe";
import { whyNoAnswer } from "../../../../lib/gates";
import type { ProbeError } from "../../../../lib/server/operations";
import { sayInEnglish } from "../../../../lib/texts/say";
import { oldCertificate } from "./old-certificate";

describe("A probe over HTTPS", () => {
  const open: Server[] = [];
  after(() => {
    for (const server of open) server.close();
  });

  const probed = async (server: Server, host?: string) => {
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return await probeHttp("127.0.0.1", { scheme: "https", port, path: "/owa/", ...(host === undefined ? {} : { host }) });
  };
  const secure = (options: ServerOptions) =>
    createHttps({ ...oldCertificate, ciphers: "DEFAULT:@SECLEVEL=0", ...options }, (_, answer) =>
      answer.writeHead(302, { location: "/owa/auth/logon.aspx", connection: "close" }).end(),
    ).on("tlsClientError", () => undefined);
  /** A server that answers the first bytes of the handshake in this way. */
  const raw = (answer: (socket: Socket) => void) =>
    createServer((socket) => {
      socket.on("error", () => undefined).once("data", () => answer(socket));
    });
  const alert = (number: number) => raw((socket) => socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, number])));

  for (const [what, options] of [
    [
      "TLS 1.0 with CBC ciphers, RSA of 1024 bits and SHA-1, as Windows Server 2008 R2 does",
      { minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "AES128-SHA:@SECLEVEL=0" },
    ],
    ["TLS 1.1", { minVersion: "TLSv1.1", maxVersion: "TLSv1.1" }],
    ["TLS 1.2", { minVersion: "TLSv1.2", maxVersion: "TLSv1.2" }],
    ["TLS 1.3 only", { minVersion: "TLSv1.3" }],
  ] as const) {
    it(`gets its answer from a server that speaks ${what}`, async () => {
      const { status, location, error } = await probed(secure(options));
      ({ status, location, error }).should.eql({ status: 302, location: "/owa/auth/logon.aspx", error: null });
    });
  }

  it("asks for the site by its name, also where the host header has a port or is an address", async () => {
    const names: (string | false | null | undefined)[] = [];
    for (const host of ["mail.contoso.com:444", "mail.contoso.com", "10.0.0.1"]) {
      const server = secure({});
      server.on("secureConnection", (socket) => names.push(socket.servername));
      should((await probed(server, host)).error).equal(null);
    }
    names.should.eql(["mail.contoso.com", "mail.contoso.com", false]);
  });

  for (const [what, server, words] of [
    ["plain HTTP on the port", () => createHttp((_, answer) => answer.end()), /does not speak TLS, but perhaps plain HTTP/],
    [
      "another protocol on the port",
      () => createServer((socket) => socket.on("error", () => undefined).end("220 ready\r\n")),
      /does not speak TLS/,
    ],
    // The hello of a server that chooses SSL 3.0.
    [
      "a TLS that is too old",
      () =>
        raw((socket) => socket.write(Buffer.from([0x16, 3, 0, 0, 0x2a, 2, 0, 0, 0x26, 3, 0, ...Array<number>(32).fill(7), 0, 0, 0x2f, 0]))),
      /older than version 1\.0/,
    ],
    ["no version in common", () => alert(70), /none of the TLS versions of this probe \(1\.0 to 1\.3\)/],
    ["no cipher in common", () => alert(40), /refused the TLS handshake: no cipher in common/],
    [
      "a server that wants a certificate of its caller",
      () => secure({ requestCert: true, rejectUnauthorized: true }),
      /wants a certificate of its caller/,
    ],
    ["no certificate for the name", () => alert(112), /no certificate for this host name/],
    ["a failure inside its TLS", () => alert(80), /is a certificate bound to the port/],
    ["an alert that is not known here", () => alert(110), /^TLS failed \(OpenSSL reason 1110\)$/],
    [
      "a port that is closed at the hello, as http.sys does without a certificate",
      () => raw((socket) => socket.end()),
      /closed before TLS was agreed on: is a certificate bound/,
    ],
    ["a port that is reset at the hello", () => raw((socket) => socket.resetAndDestroy()), /closed before TLS was agreed on/],
  ] as const) {
    it(`says the cause: ${what}`, async () => {
      const { status, location, error } = await probed(server());
      should([status, location]).eql([null, null]);
      sayInEnglish(whyNoAnswer(error as ProbeError)).should.match(words);
    });
  }
});

import type { Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import should from "should";
import type { WebApp } from "../../../nodes/rolling-update/http-body";
import { takeBodies } from "../../../nodes/rolling-update/http-body";
import { said } from "../../shared/english";

type Handler = Parameters<NonNullable<WebApp["use"]>>[0];
type Request = Parameters<Handler>[0];

/** Express, as far as bodies are read by it: handlers that are asked one after the other. */
class App implements WebApp {
  readonly _router = { stack: [] as { handle: Handler }[] };
  declare readonly parent?: App;

  constructor(parent?: App) {
    if (parent !== undefined) this.parent = parent;
  }

  use(handle: Handler): void {
    this._router.stack.push({ handle });
  }

  handle(request: Request, response: ServerResponse, after: () => void): void {
    const next = ([first, ...rest]: readonly { handle: Handler }[]): void =>
      first === undefined
        ? after()
        : first.handle(request, response, (error) => (error === undefined ? next(rest) : failed(response, error)));
    next(this._router.stack);
  }
}

/** As Express answers what a handler gives it for an error. */
function failed(response: ServerResponse, error: unknown): void {
  response.writeHead(500);
  response.end(JSON.stringify({ failed: String(error) }));
}

/** Node-RED's setting httpNodeMiddleware. */
const asks: Handler = (request, response, next) => {
  if (request.headers["x-known"] === "not now") return next(new Error("nobody can be asked"));
  if (request.headers["x-known"] !== undefined) return next();
  response.writeHead(403);
  response.end("{}");
};

/** At `/nobody/` no flow answers. */
const instead = ({ method, path }: { readonly method: string; readonly path: string }) =>
  Promise.resolve(path.startsWith("/rolling-update/nobody/") ? { statusCode: 503, payload: { method, path } } : null);

/** What Node-RED has in its place: an application whose parent reads the bodies of all requests, and asks who calls. */
const listening = (): Promise<Server> =>
  new Promise((resolve) => {
    const outer = new App();
    outer.use((request, _, next) => {
      if (request._body !== true) Object.assign(request, { body: "read by Node-RED", _body: true });
      next();
    });
    outer.use((request, response, next) => {
      if (request.headers.authorization !== undefined) return next();
      response.writeHead(401);
      response.end("{}");
    });
    const inner = new App(outer);
    takeBodies(inner, { root: "/red/", say: said, middleware: asks, instead });
    const server = createServer((request: Request, response) => {
      const through = () => response.end(JSON.stringify({ through: true, skip: request.skipRawBodyParser === true, body: request.body }));
      outer.handle(request, response, () => inner.handle(request, response, through));
    }).listen(0, "127.0.0.1", () => resolve(server));
  });

describe("the bodies of commands over HTTP", () => {
  let server: Server;
  beforeEach(async () => {
    server = await listening();
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const known = { authorization: "me", "content-type": "application/json" };
  const send = async (path: string, body?: string | Uint8Array, method = "POST", headers: Record<string, string> = known) => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/red${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: body as BodyInit }),
    });
    return { status: response.status, type: response.headers.get("content-type"), body: (await response.json()) as Record<string, any> }; // oxlint-disable-line typescript/no-explicit-any
  };

  const start = (body: string | Uint8Array | undefined, type?: string, more: Record<string, string> = {}) =>
    send("/rolling-update/cas/runs", body, "POST", {
      authorization: "me",
      ...(type === undefined ? {} : { "content-type": type }),
      ...more,
    });
  const json = "application/json";

  for (const path of [
    "/rolling-update/cas/runs",
    "/rolling-update/cas/runs/",
    "/rolling-update/cas/runs?note=abc",
    "/rolling-update/cas/runs?",
    "/rolling-update/cas/runs/run-1/stop",
  ]) {
    it(`are read for ${path}`, async () => {
      (await send(path, '{"dryRun":true}')).body.should.deepEqual({ through: true, skip: true, body: { dryRun: true } });
    });
  }

  it("and looks are answered where no flow does, after both settings of Node-RED have asked who asks", async () => {
    const both = { ...known, "x-known": "yes" };
    for (const [method, path] of [
      ["POST", "/rolling-update/nobody/runs"],
      ["POST", "/rolling-update/nobody/runs/run-1/stop"],
      ["GET", "/rolling-update/nobody/runs/"],
      ["GET", "/rolling-update/nobody/runs/run-1"],
    ] as const) {
      const body = method === "POST" ? "{}" : undefined;
      (await send(path, body, method, both)).should.match({ status: 503, type: /^application\/json/, body: { method, path } });
      (await send(path, body, method)).status.should.equal(403);
      (await send(path, body, method, { ...known, "x-known": "not now" })).should.match({ status: 500, body: { failed: /nobody can be/ } });
      (await send(path, body, method, { "x-known": "yes" })).status.should.equal(401);
    }
    for (const path of ["/rolling-update/cas/runs", "/rolling-update/nobody", "/rolling-update/nobody/runs/run-1/stop"])
      (await send(path, undefined, "GET", both)).body.should.match({ through: true });
  });

  it("must be there for a start, and say that they are JSON: a mistyped variable starts nothing, nor does a page of another origin", async () => {
    for (const body of [undefined, "", "  \n"]) {
      const { status, body: answer } = await start(body, json);
      [status, answer["error"]?.code].should.eql([400, "no-body"]);
      answer["error"].message.should.match(/nothing was started.*\{ \} starts a run.*"dryRun": true/s);
    }
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp"]) {
      const { status, body: answer } = await start('{"dryRun":true}', type);
      [status, answer["error"]?.code].should.eql([415, "not-json"]);
      answer["error"].message.should.match(/Content-Type: application\/json/);
    }
    (await start(Buffer.from("{}"))).status.should.equal(415);
    for (const type of [json, "Application/JSON;charset=UTF-8", "application/vnd.contoso+json"])
      (await start("{}", type)).body.should.match({ through: true, body: {} });
  });

  it("may be missing, empty or of any type for a stop", async () => {
    for (const body of [undefined, "", "  \n"])
      (await send("/rolling-update/cas/runs/run-1/stop", body, "POST", { authorization: "me" })).body["body"].should.deepEqual({});
    const plain = { authorization: "me", "content-type": "text/plain" };
    (await send("/rolling-update/cas/runs/run-1/stop", '{"when":"now"}', "POST", plain)).body["body"].should.deepEqual({ when: "now" });
  });

  describe("as PowerShell sends them", () => {
    const note = { note: "Wartung Köln" };
    const utf16 = (mark: string) => Buffer.from(mark + JSON.stringify(note), "utf16le");

    it("are read with a byte order mark, in UTF-8 and in UTF-16", async () => {
      for (const bytes of [Buffer.from(`\ufeff${JSON.stringify(note)}`), utf16("\ufeff"), utf16("\ufeff").swap16()])
        (await start(bytes, json)).body.should.match({ through: true, body: note });
    });

    it("are read in the charset that they name", async () => {
      for (const charset of ["iso-8859-1", '"ISO-8859-1"', "windows-1252"])
        (await start(Buffer.from(JSON.stringify(note), "latin1"), `${json}; charset=${charset}`)).body.should.match({ body: note });
      (await start(utf16(""), `${json};charset=utf-16`)).body.should.match({ body: note });
    });

    it("keep the euro sign and quotes of windows-1252, which are control characters in ISO-8859-1", async () => {
      const bytes = Buffer.from('{"note":"\x80 \x84Umbau\x93 \x96 5 \x81"}', "latin1");
      for (const charset of ["windows-1252", "iso-8859-1", "'latin1'"])
        (await start(bytes, `${json}; charset=${charset}`)).body.should.match({ body: { note: "\u20ac \u201eUmbau\u201c \u2013 5 \x81" } });
      (await start(bytes, `${json}; charset=iso-8859-15`)).body.should.match({ through: true });
    });

    it("are refused where they are called ASCII and are not, whatever they are", async () => {
      for (const encoding of ["latin1", "utf8"] as const)
        (await start(Buffer.from(JSON.stringify(note), encoding), `${json}; charset=us-ascii`)).should.match({
          status: 400,
          body: { error: { code: "bad-bytes", message: /not valid in US-ASCII/ } },
        });
      (await start('{"dryRun":true}', `${json}; charset=us-ascii`)).body.should.match({ body: { dryRun: true } });
    });

    it("are read behind more than one mark", async () => {
      (await start(`\ufeff\ufeff${JSON.stringify(note)}`, json)).body.should.match({ through: true, body: note });
    });

    it("are refused where their bytes are not valid, and nothing garbled goes on", async () => {
      for (const type of [json, `${json}; charset=utf-8`]) {
        const { status, body } = await start(Buffer.from(JSON.stringify(note), "latin1"), type);
        [status, body["error"]?.code].should.eql([400, "bad-bytes"]);
        body["error"].message.should.match(/not valid in UTF-8.*PowerShell 5\.1.*-ContentType 'application\/json; charset=utf-8'/s);
      }
    });

    it("are refused with a hint in UTF-16 that does not say so, in a charset that nobody knows, and packed", async () => {
      const silent = (await start(Buffer.from('{"note":"Koeln"}', "utf16le"), json)).body["error"];
      silent.should.match({ code: "malformed-json", message: /Send it in UTF-8/ });
      const unknown = await start("{}", `${json}; charset=x-none`);
      unknown.should.match({ status: 415, body: { error: { code: "unknown-charset", message: /x-none.*Send it in UTF-8/s } } });
      (await start("{}", json, { "content-encoding": "gzip" })).should.match({ status: 415, body: { error: { code: "packed-body" } } });
    });
  });

  it("may be any JSON: the command says what it does not take", async () => {
    (await send("/rolling-update/cas/runs", "[1]")).body["body"].should.deepEqual([1]);
    should((await send("/rolling-update/cas/runs", "null")).body["body"]).equal(null);
  });

  it("are refused where an object has a name twice: a dry run must not turn into a real one", async () => {
    for (const twice of [
      '{"dryRun":true,"dryRun":false}',
      '{"dryRun":true,"note":"a \\"{ b","dry\\u0052un" : false}',
      '{"note":"x","extra":[{"a":{"dryRun":1},"dryRun":2,"a":3}]}',
    ]) {
      const { status, body } = await start(twice, json);
      [status, body["error"]?.code].should.eql([400, "name-twice"]);
      body["error"].message.should.match(/the name (dryRun|a) twice/);
    }
    for (const once of ['{"a":{"x":1},"b":{"x":2}}', '[{"x":1},{"x":2}]', '{"a":"\\"a\\":","b":["a","a"]}', '{"__proto__":1}'])
      (await start(once, json)).body["through"].should.be.true();
  });

  it("are answered with words where they are not JSON", async () => {
    const { status, type, body } = await send("/rolling-update/cas/runs", '{"dryRun": tru');
    status.should.equal(400);
    should(type).equal("application/json; charset=utf-8");
    body["error"].should.match({
      code: "malformed-json",
      message: /^The body is not JSON\. It begins with "\{\\"dryRun\\": tru"\. .*bracket/,
    });
  });

  it("are answered with what PowerShell needs where a hash table was not converted", async () => {
    for (const sent of ["requestedBy=anna&note=CHG", "System.Collections.Hashtable", "@{requestedBy=anna}"]) {
      const { body } = await send("/rolling-update/cas/runs", sent);
      body["error"].should.match({ code: "malformed-json", message: /-Body \(\$body \| ConvertTo-Json\)/ });
      body["error"].message.should.not.match(/Unexpected/);
    }
  });

  it("are answered with words where they are too large", async () => {
    const { status, body } = await send("/rolling-update/cas/runs", JSON.stringify({ note: "x".repeat(100_001) }));
    status.should.equal(413);
    body["error"].should.match({ code: "body-too-large", message: /the limit is 100000/ });
    const ofBytes = (bytes: number) => JSON.stringify({ note: "x".repeat(bytes - JSON.stringify({ note: "" }).length) });
    (await send("/rolling-update/cas/runs", ofBytes(100_000))).status.should.equal(200);
    (await send("/rolling-update/cas/runs", ofBytes(100_001))).status.should.equal(413);
  });

  it("are judged only after Node-RED has looked at who asks", async () => {
    (await send("/rolling-update/cas/runs", "not JSON", "POST", {})).status.should.equal(401);
  });

  it("are counted in bytes and put together as UTF-8", async () => {
    (await send("/rolling-update/cas/runs", JSON.stringify({ note: "ü€😀".repeat(9000) }))).body["body"].note.should.equal(
      "ü€😀".repeat(9000),
    );
  });

  for (const [path, method] of [
    ["/other/cas/runs", "POST"],
    ["/rolling-update/cas/runs/run-1", "POST"],
    ["/rolling-update/cas/extra/runs", "POST"],
    ["/rolling-update/cas/runs", "PUT"],
  ] as const) {
    it(`of others are left alone: ${method} ${path}`, async () => {
      (await send(path, "not JSON", method)).body.should.deepEqual({ through: true, skip: false, body: "read by Node-RED" });
    });
  }
});

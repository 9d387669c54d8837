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
      first === undefined ? after() : first.handle(request, response, () => next(rest));
    next(this._router.stack);
  }
}

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
    takeBodies(inner, "/red/", said);
    const server = createServer((request: Request, response) => {
      const through = () => response.end(JSON.stringify({ through: true, skip: request.skipRawBodyParser === true, body: request.body }));
      outer.handle(request, response, () => inner.handle(request, response, through));
    }).listen(0, "127.0.0.1", () => resolve(server));
  });

describe("the bodies of commands over HTTP", () => {
  let server: Server;
  before(async () => {
    server = await listening();
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const send = async (path: string, body?: string, method = "POST", headers: Record<string, string> = { authorization: "me" }) => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/red${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    return { status: response.status, type: response.headers.get("content-type"), body: (await response.json()) as Record<string, any> }; // oxlint-disable-line typescript/no-explicit-any
  };

  for (const path of ["/rolling-update/cas/runs", "/rolling-update/cas/runs/", "/rolling-update/cas/runs/run-1/stop"]) {
    it(`are read for ${path}, whatever the content type says`, async () => {
      (await send(path, '{"dryRun":true}')).body.should.deepEqual({ through: true, skip: true, body: { dryRun: true } });
    });
  }

  it("may be missing or empty", async () => {
    for (const body of [undefined, "", "  \n"]) (await send("/rolling-update/cas/runs", body)).body["body"].should.deepEqual({});
  });

  it("may be any JSON: the command says what it does not take", async () => {
    (await send("/rolling-update/cas/runs", "[1]")).body["body"].should.deepEqual([1]);
    should((await send("/rolling-update/cas/runs", "null")).body["body"]).equal(null);
  });

  it("are answered with words where they are not JSON", async () => {
    const { status, type, body } = await send("/rolling-update/cas/runs", '{"dryRun": tru');
    status.should.equal(400);
    should(type).equal("application/json; charset=utf-8");
    body["error"].should.match({ code: "malformed-json", message: /^The body is not JSON: / });
  });

  it("are answered with words where they are too large", async () => {
    const { status, body } = await send("/rolling-update/cas/runs", JSON.stringify({ note: "x".repeat(100_001) }));
    status.should.equal(413);
    body["error"].should.match({ code: "body-too-large", message: /the limit is 100000/ });
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

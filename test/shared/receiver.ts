import type { IncomingHttpHeaders, Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A notice as it came in. */
interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A web hook on this computer. */
export class Receiver {
  readonly received: Received[] = [];
  /** The status of its answer; 0: it takes the notice and hangs up without an answer. */
  status = 204;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on("request", (request, response) => {
      let text = "";
      request.on("data", (part) => {
        text += String(part);
      });
      request.on("end", () => {
        receiver.received.push({ headers: request.headers, body: JSON.parse(text) });
        if (receiver.status === 0) request.socket.destroy();
        else response.writeHead(receiver.status, receiver.status === 302 ? { location: "/elsewhere" } : {}).end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks/a-secret`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }
}

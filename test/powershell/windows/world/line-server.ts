import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Answers lines of JSON, those of one caller one after the other, on a port of this machine. */
export class LineServer {
  /** Where it answers, once it listens. */
  port = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  /** @param answer gives null where nothing is to be answered */
  constructor(private readonly answer: (question: unknown) => Promise<object | null>) {
    this.server = createServer((socket) => this.serve(socket));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", resolve);
    });
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    let before = Promise.resolve();
    const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY });
    // It passes on the errors of its input: a process that is killed with its machine resets the connection.
    lines.on("error", () => socket.destroy());
    lines.on("line", (line) => {
      before = before
        .then(async () => {
          const reply = await this.answer(JSON.parse(line));
          if (reply !== null && socket.writable) socket.write(`${JSON.stringify(reply)}\n`);
        })
        // The half of a question, of which there will be no more.
        .catch(() => void socket.destroy());
    });
  }
}

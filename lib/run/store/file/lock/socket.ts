import { rm } from "node:fs/promises";
import type { Server } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Holder } from "../../store";

/** What whoever connects is told: who holds the array, and a mark that tells it from others with the same run. */
export interface Answer extends Holder {
  readonly mark?: string;
}

/** Linux has addresses that vanish with their owner, as the pipes of Windows do; elsewhere a dead owner leaves a file. */
export function addressOf(id: string): string {
  if (process.platform === "win32") return `\\\\.\\pipe\\rolling-update-${id}`;
  return process.platform === "linux" ? `\0rolling-update-${id}` : join(tmpdir(), `rolling-update-${id}.sock`);
}

/** Removes a socket file that its dead owner has left. */
export async function clearAway(address: string): Promise<void> {
  if (address.startsWith(tmpdir())) await rm(address, { force: true });
}

export const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });

/** Null when the address is in use. */
export const listen = (address: string, answer: Answer): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.end(JSON.stringify(answer));
    });
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(address, () => {
      server.removeAllListeners("error");
      resolve(server);
    });
  });

/** Who listens there; "silent" if it does not say in time. */
export const ask = (address: string, withinMs: number): Promise<Answer | "silent" | "nobody"> =>
  new Promise((resolve) => {
    let text = "";
    const socket = connect(address);
    const limit = setTimeout(() => {
      socket.destroy();
      resolve("silent");
    }, withinMs).unref();
    socket.on("data", (chunk) => {
      text += chunk.toString("utf8");
    });
    const told = (answer: Answer | "silent" | "nobody"): void => {
      clearTimeout(limit);
      resolve(answer);
    };
    socket.on("end", () => {
      try {
        told(JSON.parse(text) as Answer);
      } catch {
        told("silent");
      }
    });
    socket.on("error", (error: NodeJS.ErrnoException) =>
      told(error.code === "ECONNREFUSED" || error.code === "ENOENT" ? "nobody" : "silent"),
    );
  });

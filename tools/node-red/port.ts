import type { Server } from "node:http";
import { createServer } from "node:http";

/** The editor can be reached only from this computer. */
export const HOST = "127.0.0.1";

/** Another process uses the port, or this one may not use it. */
export class PortTaken extends Error {}

/**
 * @param port 0 for any free one
 * @throws PortTaken
 */
export async function openPort(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((done, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") failed(new PortTaken(`Port ${port} is in use by another program, perhaps another Node-RED.`));
      else if (error.code === "EACCES") failed(new PortTaken(`You are not allowed to use port ${port}.`));
      else failed(error);
    });
    server.listen(port, HOST, done);
  });
  return server;
}

/** @throws PortTaken */
export async function refuseTakenPort(port: number): Promise<void> {
  const server = await openPort(port);
  await new Promise((closed) => server.close(closed));
}

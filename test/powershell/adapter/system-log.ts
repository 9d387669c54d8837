import { accessSync, constants, existsSync } from "node:fs";
import type { Server } from "node:net";
import { createServer } from "node:net";
import { once } from "node:events";
import { requireTool } from "../../shared/tools";

/** Where PowerShell on Linux writes its event log: syslog(3) sends to this socket, and takes a stream where it finds no datagrams. */
const SOCKET = "/dev/log";

function isFree(): boolean {
  try {
    accessSync("/dev", constants.W_OK);
    return process.platform === "linux" && !existsSync(SOCKET);
  } catch {
    return false;
  }
}

/** A mocha hook for tests that listen in place of the system's log. */
export const needsSystemLog = requireTool(
  `A ${SOCKET} that nobody listens on, as root`,
  isFree() ? SOCKET : undefined,
  "run this in a container without syslog",
);

/** Stands for the system's log, for as long as a test looks at what is written there. */
export class SystemLog {
  private text = "";

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<SystemLog> {
    const server = createServer((socket) => {
      socket.setEncoding("utf8").on("data", (text: string) => (log.text += text));
      socket.on("error", () => {});
    });
    const log = new SystemLog(server);
    server.listen(SOCKET);
    await once(server, "listening");
    return log;
  }

  /** What one process has written. */
  of(pid: number): string {
    return this.text
      .split("\0")
      .filter((entry) => entry.includes(`[${pid}]: `))
      .join("\n");
  }

  close(): void {
    this.server.close();
  }
}

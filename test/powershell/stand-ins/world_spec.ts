import should from "should";
import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { WindowsWorld } from "../windows/world/server";

/** So many turns of the event loop that what happened before has been noticed. */
const TURNS = 20;

describe("The world behind the stand-ins", () => {
  for (const [when, begun] of [
    ["after its question", ""],
    ["in the middle of its question", '{"server":'],
  ] as const) {
    it(`goes on when a process that asks it is killed ${when}`, async () => {
      const wrong: unknown[] = [];
      const note = (error: unknown): void => void wrong.push(error);
      const windows = await WindowsWorld.start({ array: "a", members: ["CAS1"], seed: 1, speed: 1, faults: [], pwsh: process.execPath });
      process.on("uncaughtExceptionMonitor", note);
      try {
        const open = async (): Promise<Socket> => {
          const socket = connect(windows.port, "127.0.0.1");
          await once(socket, "connect");
          return socket;
        };
        const ask = async (socket: Socket): Promise<unknown> => {
          socket.write(`${JSON.stringify({ server: "CAS1", ask: "up" })}\n`);
          return JSON.parse(String((await once(socket, "data"))[0])) as unknown;
        };
        const killed = await open();
        await ask(killed);
        if (begun !== "") killed.write(begun);
        killed.resetAndDestroy();
        const other = await open();
        for (let turn = 0; turn < TURNS; turn++) should(await ask(other)).eql({ ok: true, value: null });
        other.destroy();
        wrong.should.eql([]);
      } finally {
        process.off("uncaughtExceptionMonitor", note);
        await windows.stop();
      }
    });
  }
});

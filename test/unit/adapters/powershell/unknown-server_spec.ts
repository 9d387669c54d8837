import "should";
import type { Answered } from "../../../../lib/adapters/powershell/shell";
import { ShellFailure } from "../../../../lib/adapters/powershell/shell";
import type { Shells } from "../../../../lib/adapters/powershell/shells";
import type { Held } from "./held-shells";
import { answered, asked, codeOf, heldShells, itEnded, turns } from "./held-shells";

describe("The shells of one server", () => {
  let opened: Held[];
  let shells: Shells;
  const ask = (name: string, signal?: AbortSignal, limitMs?: number) => asked(shells, name, signal, limitMs);

  beforeEach(() => {
    opened = [];
  });
  afterEach(() => shells.close());

  describe("that do not get to know their server", () => {
    const refused: Answered = { frame: { ok: false, error: {} }, printed: "" };

    it("are told of it again with the next call, and not started anew: a server that restarts is asked again and again", async () => {
      const answers: Answered[] = [refused, refused, answered];
      const later = () => new Promise<Answered>((resolve) => setImmediate(() => resolve(answers.shift() as Answered)));
      shells = heldShells(opened, later);
      for (const name of ["a", "b"]) (await ask(name)).should.equal(refused);
      const call = ask("c");
      while (opened[0]?.asked.at(-1) !== "c") await new Promise(setImmediate);
      opened[0]?.end();
      (await call).should.equal(answered);
      opened.map(({ ended, asked }) => ({ ended, asked })).should.eql([{ ended: false, asked: ["connect", "connect", "connect", "c"] }]);
    });

    it("do not answer a later call with what happened to one that had given up", async () => {
      let settle = (_how: Answered): void => {};
      const slow = new Promise<Answered>((resolve) => {
        settle = resolve;
      });
      const tries = [slow, Promise.resolve(answered)];
      shells = heldShells(opened, () => tries.shift() as Promise<Answered>);
      (await codeOf(ask("a", undefined, 10))).should.equal("timed-out");
      settle(refused);
      const call = ask("b");
      await turns();
      opened[0]?.end();
      (await call).should.equal(answered);
    });

    it("are told of it again also where PowerShell gave no answer in time and is still there", async () => {
      const tries: (Answered | ShellFailure)[] = [new ShellFailure("timed-out", itEnded, { sent: true }), answered];
      shells = heldShells(opened, async () => {
        await new Promise(setImmediate);
        const how = tries.shift();
        if (how instanceof ShellFailure) throw how;
        return how as Answered;
      });
      (await codeOf(ask("a"))).should.equal("timed-out");
      const call = ask("b");
      while (opened[0]?.asked.at(-1) !== "b") await new Promise(setImmediate);
      opened[0]?.end();
      (await call).should.equal(answered);
    });

    it("have not sent the request, so that nobody thinks that something may have been done", async () => {
      shells = heldShells(opened, () => Promise.reject(new ShellFailure("exited", itEnded, { sent: true })));
      (await codeOf(ask("a"))).should.equal("exited");
    });
  });
});

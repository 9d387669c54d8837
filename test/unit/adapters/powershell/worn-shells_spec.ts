import "should";
import type { Answered, Shell } from "../../../../lib/adapters/powershell/shell";
import { ShellFailure } from "../../../../lib/adapters/powershell/shell";
import { Shells } from "../../../../lib/adapters/powershell/shells";
import { Held, answered, asked, itEnded, turns } from "./held-shells";

describe("The shells of one server", () => {
  let opened: Held[];
  let shells: Shells;
  const ask = (name: string, signal?: AbortSignal, limitMs?: number) => asked(shells, name, signal, limitMs);

  beforeEach(() => {
    opened = [];
  });
  afterEach(() => shells.close());

  describe("that wear out", () => {
    /** A shell is worn and has answered; the next one waits to get to know the server. */
    const worn = async () => {
      let meet = (_how: Answered | ShellFailure): void => {};
      shells = new Shells({}, () => {
        const shell = new Held();
        if (opened.length > 0) {
          const met = new Promise<Answered>((resolve, reject) => {
            meet = (how) => (how instanceof ShellFailure ? reject(how) : resolve(how));
          });
          shell.connects = () => met;
        }
        opened.push(shell);
        return shell as unknown as Shell;
      });
      const call = ask("a");
      await turns();
      const old = opened[0] as Held;
      old.worn = true;
      old.end();
      await call;
      await turns();
      return { old, meet: (how: Answered | ShellFailure = answered) => meet(how) };
    };
    const through = async (name: string, shell: Held | undefined) => {
      const call = ask(name);
      await turns();
      shell?.end();
      await call;
    };

    it("work on until the next one knows its server, so that nobody stands for a start", async () => {
      const { old, meet } = await worn();
      await through("b", old);
      opened.map(({ asked }) => asked).should.eql([["connect", "a", "b"], ["connect"]]);
      meet();
      await turns();
      await through("c", opened[1]);
      opened
        .map(({ asked, ended }) => ({ asked, ended }))
        .should.eql([
          { asked: ["connect", "a", "b"], ended: true },
          { asked: ["connect", "c"], ended: false },
        ]);
    });

    it("end after the call in which they are, when the next one comes meanwhile", async () => {
      const { old, meet } = await worn();
      const call = ask("b");
      await turns();
      meet();
      await turns();
      old.ended.should.be.false();
      old.end();
      await call;
      await turns();
      old.ended.should.be.true();
    });

    it("work on where the next one does not come about, and are not asked for another with every call", async () => {
      const { old, meet } = await worn();
      meet(new ShellFailure("exited", itEnded, { sent: true }));
      await turns();
      await through("b", old);
      await through("c", old);
      opened.map(({ ended }) => ended).should.eql([false, true]);
    });

    it("leave nothing behind when all are dropped or closed before the next one is there", async () => {
      for (const how of ["drop", "close"] as const) {
        opened = [];
        const { meet } = await worn();
        await shells[how]();
        meet();
        await turns();
        opened.map(({ ended }) => ended).should.eql([true, true]);
      }
    });
  });
});

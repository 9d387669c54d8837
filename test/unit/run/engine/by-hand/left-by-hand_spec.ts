import should from "should";
import { Runs } from "../../../../../lib/run/engine/runs";
import type { Connection } from "../../../../../lib/server";
import type { Clock } from "../../../../../lib/time";
import { Disk } from "../../../../../simulation/store";
import { english, said } from "../../../../shared/english";
import { asked, byHandOn, play } from "../../play";
import { SmallArray } from "../../small-array";
import { doing, procedure } from "../../small-steps";

/** Servers that a process works on by hand and dies; another process comes. */
class Servers {
  readonly disk = new Disk();
  readonly array = new SmallArray();
  readonly connection: Connection = { ...this.array.setup.connection, kind: "winrm" };
  readonly setup = { ...this.array.setup, connection: this.connection };
  /** CAS2 alone, as a server that is in no array, by its full name. */
  readonly alone = {
    ...this.setup,
    name: "cas2.contoso.com",
    members: [{ name: "cas2.contoso.com", address: "cas2.contoso.com" }],
    minInService: 0,
    serving: () => Promise.resolve([]),
    connection: {
      ...this.connection,
      invoke: ((_server, op, args, call) => this.array.invoke("CAS2", op, args, call)) as Connection["invoke"],
    },
  };

  /** Stops CAS2 by hand, and dies before the step has ended. @returns the run */
  async cutOff(): Promise<string> {
    const store = this.disk.open();
    const stops = doing("nlb-drainstop", async (c) => {
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
      store.crash({ keeping: Number.POSITIVE_INFINITY });
      await new Promise(() => undefined);
    });
    // The virtual clock would go on for ever for what a dead process waits for.
    const { clock } = this.array;
    const dying: Clock = {
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      sleep: async (ms, signal) => {
        await clock.sleep(ms, signal);
        if (store.life.state === "dead") await new Promise(() => undefined);
      },
    };
    const array = { ...this.alone, connection: { ...this.alone.connection, clock: dying } };
    const ask = { ...byHandOn(this.array, "cas2.contoso.com"), array, step: stops };
    void new Runs(store, english).byHand(ask);
    while (!this.array.sent.includes("CAS2 nlb.stop")) await this.array.clock.sleep(10);
    await this.array.clock.sleep(1000);
    return [...this.disk.journals.keys()][0] ?? "";
  }

  next(): Runs {
    const runs = new Runs(this.disk.open(), english);
    Object.assign(this.array, { runs });
    return runs;
  }

  warningsOf(run: string): readonly string[] {
    return this.disk.entriesOf(run).flatMap((entry) => (entry.type === "warning" ? [said(entry.text)] : []));
  }
}

const looks = doing("looks", async (c) => void (await c.server.read("nlb.host", {})));

describe("work by hand on a server of no loop that was cut off", () => {
  it("is ended by the next step by hand on that server, which says what was left and where the report is", async () => {
    const servers = new Servers();
    const run = await servers.cutOff();
    const answer = await servers.next().byHand({ ...byHandOn(servers.array, "cas2.contoso.com"), array: servers.alone, step: looks });
    servers.disk.entriesOf(run).at(-1)?.type.should.equal("run finished");
    servers
      .warningsOf(answer.run.id)
      .should.match([new RegExp(`by hand \\(run ${run}\\) was cut off .*Something is left to do on .*disk:${run}`)]);
    servers.disk.reports.get(run)?.html.should.match(/Start-NlbClusterNode/);
    servers.array.at("CAS2").nlb.should.equal("stopped");
  });

  it("is ended by the next run of an array in which that server has another name, and once only", async () => {
    const servers = new Servers();
    const run = await servers.cutOff();
    servers.next();
    const first = await play(servers.array, [procedure.stop, procedure.start], { array: servers.setup, members: ["CAS1"] });
    servers.disk.entriesOf(run).at(-1)?.type.should.equal("run finished");
    servers
      .warningsOf(first.run.id)
      .filter((warning) => warning.includes(run))
      .length.should.equal(1);
    const second = await play(servers.array, [procedure.stop, procedure.start], { array: servers.setup, members: ["CAS1"] });
    servers
      .warningsOf(second.run.id)
      .filter((warning) => warning.includes(run))
      .should.eql([]);
  });

  it("is left alone while another process is at work on that server", async () => {
    const servers = new Servers();
    const run = await servers.cutOff();
    const lock = await servers.disk.open().locks.take("cas2.contoso.com", run);
    servers.next();
    await play(servers.array, [procedure.stop, procedure.start], { array: servers.setup, members: ["CAS1"] });
    servers.disk.entriesOf(run).at(-1)?.type.should.not.equal("run finished");
    await lock.release();
  });

  it("is not looked for on servers of another lab, which may have the same names", async () => {
    const servers = new Servers();
    const run = await servers.cutOff();
    servers.next();
    await play(servers.array, [procedure.stop, procedure.start], { members: ["CAS1"] });
    servers.disk.entriesOf(run).at(-1)?.type.should.not.equal("run finished");
  });
});

describe("a key", () => {
  it("stands for the same request, in whatever order its body was written", async () => {
    const array = new SmallArray();
    const listener = { member: () => undefined, changed: () => undefined, ended: () => undefined };
    const start = (body: object) => array.runs.start({ ...asked, array: array.setup, key: "k", body }, listener);
    const first = await start({ note: "n", members: ["CAS1"], more: { a: 1, b: 2 } });
    should((await start({ more: { b: 2, a: 1 }, members: ["CAS1"], note: "n" })).runId).equal(first.runId);
    await start({ more: { b: 2, a: 2 }, members: ["CAS1"], note: "n" }).should.be.rejectedWith({ code: "key-reused" });
  });
});

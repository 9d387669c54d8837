import should from "should";
import type { Invoke } from "../../../lib/server";
import { changeOf, operationOf } from "../../../lib/server";
import type { ChangeOp } from "../../../lib/server";
import { MemoryStore } from "../../../lib/run";
import type { Lab } from "../../../lib/adapters/lab";
import { seconds } from "../../../lib/time";
import { playFlow } from "./play";

/** When each member has last told how it stands in NLB, and how many had done so within five seconds before a change was sent. */
class Sent {
  readonly changes: { readonly change: string; readonly fresh: number }[] = [];
  private readonly told = new Map<string, number>();

  /** Listens to what is asked of the lab. */
  listen(lab: Lab): void {
    const { invoke } = lab;
    const heard: Invoke = async (server, op, args, call) => {
      const operation = operationOf(op);
      if (operation.kind === "change" && operation.on === "member") this.note(server, op as ChangeOp, lab.clock.elapsed());
      const answer = await invoke(server, op, args, call);
      if (op === "nlb.host") this.told.set(server, lab.clock.elapsed());
      return answer;
    };
    Object.assign(lab, { invoke: heard });
  }

  private note(server: string, op: ChangeOp, now: number): void {
    if (changeOf(op).bringsIn === true) return;
    const fresh = [...this.told].filter(([name, at]) => name !== server && now - at <= seconds(5)).length;
    this.changes.push({ change: `${server} ${op}`, fresh });
  }
}

/** Whatever is written takes so long to be on the disk. */
function slowStore(lab: () => Lab, ms: number): MemoryStore {
  const store = new MemoryStore();
  const append = store.journals.append.bind(store.journals);
  store.journals.append = async (run, entry) => {
    if (entry.type !== "run started") await lab().clock.sleep(ms);
    await append(run, entry);
  };
  return store;
}

describe("The bundled flow on a disk that needs seven seconds for each entry", () => {
  it("sends no change to a member but right after a look at which enough others have answered", async function () {
    this.timeout(60_000);
    const sent = new Sent();
    let lab: Lab | null = null;
    const opened = (it: Lab): void => {
      lab = it;
      sent.listen(it);
    };
    const { run } = await playFlow({ store: slowStore(() => lab as unknown as Lab, seconds(7)), opened, only: ["CAS1", "CAS2"] });
    should(run.state.outcome).equal("finished");
    sent.changes.map(({ change }) => change).should.containEql("CAS2 nlb.drain");
    sent.changes.length.should.be.above(15);
    sent.changes.filter(({ fresh }) => fresh < 2).should.eql([]);
  });
});

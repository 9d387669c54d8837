import should from "should";
import type { Words } from "../../../../lib/texts";
import { afterStart } from "../../../../nodes/rolling-update/run";
import { said } from "../../../shared/english";

type Asked = Parameters<typeof afterStart>;
interface Open {
  readonly id: string;
  readonly state: { readonly plan: { readonly flow: string; readonly array: string } };
}
const open = (id: string, flow: string, array: string): Open => ({ id, state: { plan: { flow, array } } });

/** What a loop `here` of the array `cas` says when the flows have started, and its array cannot be used. */
async function cannotGoOn(waiting: readonly Open[], onDisk: readonly Open[] | Error, array: string | undefined = "cas") {
  const [waits, warned, shown]: [string[], string[], string[]] = [[], [], []];
  const leftOpen = (notIts: (plan: Open["state"]["plan"]) => boolean) =>
    onDisk instanceof Error ? Promise.reject(onDisk) : Promise.resolve(onDisk.filter(({ state }) => !notIts(state.plan)));
  const registry = { say: said, loops: new Map(), runs: { waiting, leftOpen, waits: (id: string) => void waits.push(id) } };
  const loop = {
    place: "here",
    array,
    setup: () => {
      throw new Error("There is no connection.");
    },
    warn: (what: Words) => void warned.push(said(what)),
    waits: (what: Words) => void shown.push(said(what)),
  };
  await afterStart(registry as unknown as Asked[0], loop as unknown as Asked[1]);
  return { waits, warned, shown };
}

describe("A loop whose array cannot be used when the flows have started", () => {
  it("says of its own run that it waits, whether this process has let go of it or an earlier one died", async () => {
    const { waits, warned, shown } = await cannotGoOn([open("r1", "here", "cas")], [open("r2", "here", "cas")]);
    waits.should.eql(["r1", "r2"]);
    warned.should.match([/r1.*There is no connection\./s, /r2.*There is no connection\./s]);
    shown.should.eql(["There is no connection.", "There is no connection."]);
  });

  it("says it of a run of its array that nobody else has, and of no other", async () => {
    const onDisk = [open("r1", "gone", "cas"), open("r2", "gone", "mail")];
    (await cannotGoOn([], onDisk)).waits.should.eql(["r1"]);
    (await cannotGoOn([], [...onDisk, open("r3", "here", "renamed")])).waits.should.eql(["r1", "r3"]);
  });

  it("leaves runs of other loops alone, which wait for them", async () => {
    const { waits, warned } = await cannotGoOn([open("r1", "there", "mail"), open("r2", "there", "cas")], []);
    [waits, warned].should.eql([[], []]);
  });

  it("says that it is not known whether a run waits where the records cannot be read, and still tells of those that it knows", async () => {
    const { waits, warned } = await cannotGoOn([open("r1", "here", "cas")], new Error("EIO"));
    waits.should.eql(["r1"]);
    should(warned).match([/EIO/, /r1/]);
  });
});

describe("A loop whose array can be used when the flows have started", () => {
  /** Whose runs it leaves to others, where the loops `here` and `there` are deployed. */
  const leavesTo = async (flows: readonly string[]) => {
    let left: readonly string[] = [];
    const runs = {
      closeInterrupted: (_: unknown, others: (flow: string) => boolean) => {
        left = flows.filter(others);
        return Promise.resolve([]);
      },
    };
    const registry = { say: said, loops: new Map(["here", "there"].map((place) => [place, {}])), runs };
    const loop = { place: "here", resumes: false, setup: () => ({ name: "cas" }) };
    await afterStart(registry as unknown as Asked[0], loop as unknown as Asked[1]);
    return left;
  };

  it("ends the records of no run that another loop of the array goes on with", async () => {
    (await leavesTo(["here", "there", "gone"])).should.eql(["there"]);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { Lab } from "../../../lib/adapters/lab";
import type { ServingSettings } from "../../../lib/gates/serving";
import { servingBy, takenOutBy } from "../../../lib/gates";
import type { RunView } from "../../../lib/run/engine/listener";
import { Runs } from "../../../lib/run/engine/runs";
import { defaultSettings } from "../../../lib/run/settings";
import { MemoryStore } from "../../../lib/run/store/memory-store";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import { english } from "../../shared/english";
import { doing } from "../run/small-steps";

/** The array of the shipped example, with its own way of telling who serves, or with another one. */
const example = (JSON.parse(readFileSync(join(__dirname, "../../../examples/web-farm.json"), "utf8")) as { type: string }[]).find(
  ({ type }) => type === "server-array",
) as unknown as ServingSettings & { readonly members: readonly { readonly name: string }[]; readonly minInService: number };

const drain = doing("drain", (context) => context.server.change("nlb.drain", {}, { undo: ["nlb.start", {}] }));

/** A night on which a colleague has stopped WEB2 and WEB3 in NLB; their web service goes on answering. */
async function night(settings: ServingSettings) {
  const names = example.members.map(({ name }) => name);
  const found = { WEB2: { nlb: "stopped" }, WEB3: { nlb: "stopped" } } as const;
  const lab = new Lab({
    array: "web-farm",
    members: names,
    seed: 1,
    speed: 1,
    faults: [],
    role: "web-farm",
    found,
    clock: new VirtualClock(),
  });
  const array = {
    name: "web-farm",
    members: names.map((name) => ({ name, address: name })),
    minInService: example.minInService,
    connection: lab,
    serving: servingBy(settings),
    takenOut: takenOutBy(settings),
  };
  const runs = new Runs(new MemoryStore(), english);
  const ask = { array, update: null, dryRun: false, members: null, requestedBy: null, note: null, key: null, body: null, flow: "l" };
  const run = await new Promise<RunView>((resolve, reject) => {
    const member = ({ run: { token } }: { readonly run: { readonly token: string } }) =>
      void runs
        .runningOn("web-farm")
        ?.step({ token, node: "drain", step: drain, options: () => ({}), message: {} })
        .catch(() => undefined);
    runs.start({ ...ask, settings: defaultSettings }, { changed: () => undefined, ended: resolve, member }).catch(reject);
  });
  return { run, truth: lab.truth() };
}

describe("the example of a web farm", () => {
  for (const [how, settings] of [
    ["as it is shipped", example],
    ["told by HTTP alone", { ...example, serving: "http" }],
  ] as const)
    it(`${how}, never loses its last member in NLB, though the others answer`, async () => {
      const { run, truth } = await night(settings);
      should(run.state.reason?.code).equal("guard-broken");
      truth.operations.filter(({ kind }) => kind === "change").should.eql([]);
      truth.serving.at(-1)!.members.should.eql(["WEB1"]);
    });
});

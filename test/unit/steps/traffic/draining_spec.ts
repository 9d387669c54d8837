import should from "should";
import { OperationFailed } from "../../../../lib/server/errors";
import { Draining } from "../../../../lib/steps/traffic/draining";
import { minutes, seconds } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";
import { nlbHost } from "../../../shared/readings";
import { seeing } from "../seeing";

const unread = new OperationFailed({ server: "CAS1", operation: "nlb.connections", what: "denied", errorId: "denied" });

/** A drain whose clients are as a test says, by the time since it began, and can be counted for so long; after so long the host has stopped. */
async function drained(
  clientsAt: (ms: number) => number,
  { countedMs, stopsMs }: { readonly countedMs: number; readonly stopsMs: number },
) {
  const seen = seeing({
    "nlb.host": () => nlbHost({ state: passed() >= stopsMs ? "stopped" : "draining" }),
    "nlb.connections": () => {
      if (passed() > countedMs) throw unread;
      const clients = Math.round(clientsAt(passed()));
      return { clients, total: clients, ports: [] };
    },
  });
  const began = seen.clock.now();
  const passed = () => seen.clock.now() - began;
  const draining = new Draining(seen.context);
  await draining.begins();
  should(await draining.isOver(30)).be.true();
  return { says: said(draining.howItEnded()), warnings: seen.warnings };
}

/** Each minute half of them leave. */
const halved = (first: number) => (ms: number) => first * 0.5 ** (ms / minutes(1));

describe("How a drain has ended, where its clients could not be counted to the end", () => {
  it("is that all have left, where they can have, at twice the rate that was seen", async () => {
    const { says, warnings } = await drained(halved(200), { countedMs: minutes(1), stopsMs: minutes(4) });
    says.should.equal("no clients left after 4 min");
    warnings.should.eql([]);
  });

  it("is that somebody has stopped it, where more were connected than can have left since", async () => {
    const { says, warnings } = await drained(halved(200), { countedMs: minutes(1), stopsMs: minutes(2) });
    says.should.match(/clients/);
    warnings.should.match([/10\d clients/]);
  });

  it("is that somebody has stopped it, where none or more of them left until then", async () => {
    for (const clients of [() => 50, (ms: number) => 50 + ms / seconds(1)]) {
      const { warnings } = await drained(clients, { countedMs: minutes(1), stopsMs: minutes(20) });
      warnings.should.have.length(1);
    }
  });

  it("is never told of the last few, of whom nobody can tell", async () => {
    const { warnings } = await drained(() => 5, { countedMs: minutes(1), stopsMs: minutes(2) });
    warnings.should.eql([]);
    (await drained(() => 6, { countedMs: minutes(1), stopsMs: minutes(2) })).warnings.should.have.length(1);
  });
});

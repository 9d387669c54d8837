import should from "should";
import { openForChecks } from "../../../lib/adapters/for-checks";
import { openRealServers } from "../../../lib/adapters/real-servers";
import { realClock, scaledClock } from "../../../lib/time";

describe("A connection to real servers", () => {
  const ways = { "of a run": openRealServers, "of check-windows": openForChecks };

  for (const [whose, open] of Object.entries(ways))
    it(`${whose} measures how long they take on the real clock, however fast the clock of a rehearsal is`, async () => {
      const clock = scaledClock(150, 0);
      const connection = open({ settings: { kind: "local", executable: "pwsh" }, members: [], scomServer: null, clock });
      should(connection.clock).equal(clock);
      should(connection.answersOn).equal(realClock);
      await connection.close();
    });
});

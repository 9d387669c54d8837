import "should";
import { differencesFrom } from "../../../../lib/run/record";
import type { Picture } from "../../../../lib/server";
import { said } from "../../../shared/english";
import { nlbHost } from "../../../shared/readings";

const picture = (readings: Picture["readings"]): Picture => ({ facts: {}, readings, unknown: [] });
const between = (found: Picture["readings"], left: Picture["readings"]) => differencesFrom(picture(found), picture(left)).map(said);

describe("what about a member is not as it was found", () => {
  it("is nothing only if all of it was known, and was looked at again", () => {
    between({ "nlb.host": nlbHost() }, { "nlb.host": nlbHost() }).should.eql([]);
    between({ "nlb.host": null }, { "nlb.host": nlbHost() }).should.eql([
      "it is not known how it was found (could not be read: NLB on this member)",
    ]);
    between({ "nlb.host": nlbHost() }, { "nlb.host": null }).should.eql(["could not be read: NLB on this member"]);
    between({ "nlb.host": null }, { "nlb.host": null }).should.have.length(1);
  });

  it("is nothing where there was nothing of the kind", () => {
    between({}, {}).should.eql([]);
    between({ "nlb.host": nlbHost() }, {}).should.eql(["could not be read: NLB on this member"]);
  });
});

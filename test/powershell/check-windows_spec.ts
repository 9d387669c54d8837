import should from "should";
import { Played } from "./check-windows/played";

/** What the check must leave as it was; after a restart services still come up, and those of a signed-in user have other names or are gone. */
const stateOf = (played: Played) => {
  const { host, machine } = played.windows.world.resident("CAS1") ?? {};
  return {
    nlb: host?.mode,
    services: machine?.services
      .list()
      .filter(({ perUser }) => perUser !== "instance")
      .map(({ name, startType }) => [name, startType]),
  };
};

describe("npm run check-windows on stand-ins for Windows", function () {
  this.timeout(300_000);
  const played = new Played();
  const changes = () => played.windows.truth().operations.filter(({ kind }) => kind === "change").length;

  it("gets answers to all reads through the real adapter, as the catalogue has agreed them, and changes nothing", async () => {
    const before = changes();
    const { code, said } = await played.check(["--only", "reads"]);
    code.should.equal(0, said);
    for (const op of ["system.info", "nlb.host", "services.list", "events.since", "files.stat", "update.installed", "job.poll"])
      said.should.match(new RegExp(`${op.replace(".", "\\.")} +works`), said);
    said.should.match(/Nothing was changed/);
    changes().should.equal(before);
  });

  it("answers all twenty checks, changes only what it says, and takes it back", async () => {
    const before = stateOf(played);
    const test = ["--test-member", "CAS1", "--yes", "--restart", "--jobs", "2", "--push-mib", "2"];
    const { rows, said, document } = await played.check(["--scom", "SCOM1", ...test]);
    const asked = rows.filter(({ answer }) => answer !== "not-asked").map(({ number }) => number.replace(" T", ""));
    // The last one is about a JEA endpoint, which is only by WinRM.
    for (let number = 1; number <= 19; number++) should(asked).containEql(String(number));
    const answerOf = (number: string) => rows.find((row) => row.number === number)?.answer;
    for (const number of ["1", "2 T", "3", "4", "5", "6 T", "9", "11 T", "12", "13", "17 T", "18", "18 T"])
      should(answerOf(number)).equal("fine", `${number}: ${said}`);
    document.left.should.eql([]);
    document.changed.length.should.equal(7);
    const { nlb, services } = stateOf(played);
    should(nlb).equal(before.nlb);
    should(services).eql(before.services);
    played.there("C:\\ProgramData\\RollingUpdate").should.be.false();
    played.windows
      .truth()
      .operations.filter(({ op }) => op === "system.restart")
      .length.should.be.above(0);
  });
});

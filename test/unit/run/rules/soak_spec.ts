import type { Health } from "../../../../lib/run/rules";
import { worseThan } from "../../../../lib/run/rules";
import { said } from "../../../shared/english";

const of = (member: string, errors: number, services: Health["services"] = []): Health => ({
  member,
  errors: Array.from({ length: errors }, () => ({ provider: "MSExchange", id: 1000 })),
  services,
});
type Service = Health["services"][number];
const service = (name: string, status: Service["status"], more: Partial<Service> = {}): Service => ({
  name,
  status,
  startType: "automatic",
  delayed: false,
  trigger: false,
  perUser: "no",
  ...more,
});
const worse = (...args: Parameters<typeof worseThan>): string[] => worseThan(...args).map((text) => said(text));

describe("Updated members beside those that are not yet", () => {
  it("do worse where they log more than twice as many errors of a kind, and three at least", () => {
    worse([of("CAS1", 3)], [of("CAS3", 1)]).should.eql(["CAS1 has logged 3 errors of MSExchange/1000, the others at most 1"]);
    worse([of("CAS1", 2)], [of("CAS3", 0)]).should.eql([]);
    worse([of("CAS1", 4)], [of("CAS3", 2)]).should.eql([]);
    worse([of("CAS1", 5)], [of("CAS3", 2)]).length.should.equal(1);
  });

  it("do not where the others have the same trouble: it has another cause", () => {
    worse([of("CAS1", 30)], [of("CAS3", 0), of("CAS4", 20)]).should.eql([]);
  });

  it("are looked at kind by kind: errors of another source are no excuse", () => {
    const others = { ...of("CAS3", 0), errors: Array.from({ length: 50 }, () => ({ provider: "Disk", id: 7 })) };
    worse([of("CAS1", 3)], [others]).length.should.equal(1);
  });

  it("do worse where a service does not run that starts by itself, and runs on the others", () => {
    const [runs, not] = [[service("W3SVC", "running")], [service("w3svc", "stopped")]];
    worse([of("CAS1", 0, not)], [of("CAS3", 0, runs)]).should.eql(["w3svc should run on CAS1 and does not, but runs on the others"]);
    worse([of("CAS1", 0, [service("W3SVC", "stopped", { startType: "manual" })])], [of("CAS3", 0, runs)]).should.eql([]);
    worse([of("CAS1", 0, not)], [of("CAS3", 0, runs), of("CAS4", 0, not)]).should.eql([]);
    worse([of("CAS1", 0, not)], [of("CAS3", 0)]).should.eql([]);
    worse([of("CAS1", 0, runs)], [of("CAS3", 0, runs)]).should.eql([]);
  });

  it("are not excused by another service that does not run on the others", () => {
    const others = [service("W3SVC", "running"), service("MSExchangePop3", "stopped")];
    worse([of("CAS1", 0, [service("W3SVC", "stopped")])], [of("CAS3", 0, others)]).length.should.equal(1);
  });

  it("do not where a service starts late, when it is needed, or with a user: whoever has booted need not have it", () => {
    const runs = [service("X", "running")];
    for (const more of [{ delayed: true }, { trigger: true }, { perUser: "instance" as const }])
      worse([of("CAS1", 0, [service("X", "stopped", more)])], [of("CAS3", 0, runs)]).should.eql([]);
    const unread = { delayed: null, trigger: null, perUser: null };
    worse([of("CAS1", 0, [service("X", "stopped", unread)])], [of("CAS3", 0, runs)]).length.should.equal(1);
  });

  it("are each told", () => {
    worse([of("CAS1", 3), of("CAS2", 0), of("CAS3", 9)], [of("CAS4", 0)]).length.should.equal(2);
  });
});

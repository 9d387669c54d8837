import should from "should";
import { hostLabel, namesakes } from "../../../lib/server/host-name";

const same = (a: string, b: string): boolean => hostLabel(a) === hostLabel(b);

describe("Names of hosts", () => {
  it("are the same in any case, and with or without their domain", () => {
    same("CAS1", "cas1.example.org").should.be.true();
    same(" Cas1.a.example", "cas1.b.example").should.be.true();
  });

  it("are different when their first part is", () => {
    same("CAS1", "CAS10").should.be.false();
    same("CAS1.example.org", "CAS2.example.org").should.be.false();
  });

  it("are compared whole when they are addresses", () => {
    same("10.0.0.1", "10.0.0.2").should.be.false();
    same("10.0.0.1", "10.0.0.1").should.be.true();
    same("fe80::1", "fe80::2").should.be.false();
    same("10.0.0.1", "10.example.org").should.be.false();
  });

  it("that are not the same but one host are found; the same name twice is another matter", () => {
    should(namesakes(["CAS1", " cas1.a.example", "CAS2"])).eql(["CAS1", "cas1.a.example"]);
    should(namesakes(["CAS2", "CAS1.a.example", "cas1.b.example"])).eql(["CAS1.a.example", "cas1.b.example"]);
    for (const fine of [
      [],
      ["CAS1.a.example", "CAS2.a.example"],
      ["10.0.0.1", "10.0.0.2"],
      ["fe80::1", "fe80::2"],
      ["CAS1", "cas1 "],
      ["", ""],
    ])
      should(namesakes(fine)).be.null();
  });
});

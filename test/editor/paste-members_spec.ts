import "should";
import { isList, membersIn } from "../../nodes/server-array/paste-members.editor";

const named = (...names: string[]) => names.map((name) => ({ name, address: "" }));

describe("A pasted list of members", () => {
  it("may have one a line, or commas, semicolons or tabs between them", () => {
    membersIn("cas1\r\ncas2\n\n  cas3  \n").should.eql(named("cas1", "cas2", "cas3"));
    membersIn("cas1 cas2  cas3").should.eql(named("cas1", "cas2", "cas3"));
    membersIn("cas1, cas2").should.eql(named("cas1", "cas2"));
    membersIn('"cas1","cas2"').should.eql(named("cas1", "cas2"));
    membersIn("cas1, cas2; cas3\tcas4").should.eql(named("cas1", "cas2", "cas3", "cas4"));
  });

  it("may be two columns out of a spreadsheet, with a heading", () => {
    membersIn("Server\tAddress\ncas1\t10.0.0.1\ncas2\tcas2.mgmt.contoso.com\n").should.eql([
      { name: "cas1", address: "10.0.0.1" },
      { name: "cas2", address: "cas2.mgmt.contoso.com" },
    ]);
  });

  it("has a name and its address in each of several lines, after a comma, a semicolon or a tab", () => {
    const both = [
      { name: "CAS1", address: "cas1.example.org" },
      { name: "CAS2", address: "10.0.0.2" },
    ];
    for (const between of [", ", ";", "\t", " "]) membersIn(`CAS1${between}cas1.example.org\nCAS2${between}10.0.0.2\n`).should.eql(both);
    membersIn('"CAS1","cas1.example.org"\r\n"CAS2","10.0.0.2"').should.eql(both);
    membersIn("Name,Address\nCAS1,cas1-mgmt").should.eql([{ name: "CAS1", address: "cas1-mgmt" }]);
  });

  it("may have lines without an address, and remarks after it", () => {
    membersIn("CAS1, cas1.example.org, rack 4\nCAS2\nCAS3,,rack 5\nCAS4,").should.eql([
      { name: "CAS1", address: "cas1.example.org" },
      ...named("CAS2", "CAS3", "CAS4"),
    ]);
  });

  it("loses no name where a line of several has three or more of them", () => {
    membersIn("cas1, cas2; cas3\ncas4").should.eql(named("cas1", "cas2", "cas3", "cas4"));
  });

  it("has a single line of a name and its address for one member", () => {
    const one = [{ name: "CAS1", address: "cas1.example.org" }];
    for (const line of ["CAS1, cas1.example.org", "CAS1;cas1.example.org\n", "CAS1\tcas1.example.org"]) membersIn(line).should.eql(one);
    membersIn("cas1.example.org, 10.0.0.1").should.eql([{ name: "cas1.example.org", address: "10.0.0.1" }]);
    membersIn("cas1, fe80::1").should.eql([{ name: "cas1", address: "fe80::1" }]);
  });

  it("has a single line of two full names for two members", () => {
    membersIn("cas1.example.org, cas2.example.org").should.eql(named("cas1.example.org", "cas2.example.org"));
  });

  it("gives an address to the name before it", () => {
    membersIn("cas1,10.0.0.1,cas2,fe80::1,cas3").should.eql([
      { name: "cas1", address: "10.0.0.1" },
      { name: "cas2", address: "fe80::1" },
      { name: "cas3", address: "" },
    ]);
  });

  it("may have addresses for names", () => {
    membersIn("10.0.0.1\n10.0.0.2").should.eql(named("10.0.0.1", "10.0.0.2"));
  });

  it("is told from a part of one name", () => {
    isList("cas1\n").should.be.false();
    isList("cas1.contoso.com").should.be.false();
    isList("cas1\ncas2").should.be.true();
    isList(" cas1 ").should.be.false();
    isList("cas1 cas2").should.be.true();
    isList("cas1,cas2").should.be.true();
  });
});

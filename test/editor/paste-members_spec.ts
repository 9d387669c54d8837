import "should";
import { isList, membersIn } from "../../nodes/shared/editor/paste-members";

const named = (...names: string[]) => names.map((name) => ({ name, address: "" }));

describe("A pasted list of members", () => {
  it("may have one a line, or commas, semicolons or tabs between them", () => {
    membersIn("cas1\r\ncas2\n\n  cas3  \n").should.eql(named("cas1", "cas2", "cas3"));
    membersIn("cas1, cas2; cas3\tcas4").should.eql(named("cas1", "cas2", "cas3", "cas4"));
  });

  it("may be two columns out of a spreadsheet, with a heading", () => {
    membersIn("Server\tAddress\ncas1\t10.0.0.1\ncas2\tcas2.mgmt.contoso.com\n").should.eql([
      { name: "cas1", address: "10.0.0.1" },
      { name: "cas2", address: "cas2.mgmt.contoso.com" },
    ]);
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
    isList("cas1,cas2").should.be.true();
  });
});

import should from "should";
import { list, numbers } from "../../../nodes/shared/fields";

const lines = list({ by: "line" });
const words = list({ by: "comma" });

describe("A list in a form or in a flow file", () => {
  it("is a text with an entry in each line, which may have spaces and commas in it", () => {
    should(lines.read("World Wide Web\r\n  Backup, daily  \n\n\t\nMSSQL$PROD\n")).eql({
      value: ["World Wide Web", "Backup, daily", "MSSQL$PROD"],
    });
  });

  it("is a text with commas, semicolons or spaces between its entries", () => {
    should(words.read(" KB1,KB2; KB3  KB4\n,")).eql({ value: ["KB1", "KB2", "KB3", "KB4"] });
  });

  it("is a list of entries, of which empty ones do not count, nor spaces around one", () => {
    for (const field of [lines, words]) should(field.read([" a b ", "", "  ", "c"])).eql({ value: ["a b", "c"] });
  });

  it("is empty where nothing is saved, and nothing else counts as one", () => {
    for (const nothing of [undefined, null, "", []]) should(lines.read(nothing)).eql({ value: [] });
    for (const other of [7, {}, ["a", {}]]) should(lines.read(other)).match({ problem: { reason: "shared.reason.list" } });
  });

  it("of numbers has whole ones within its limits, and names the entry that is none", () => {
    const field = numbers({ by: "comma", from: 1, to: 20 });
    should(field.read("1, 20")).eql({ value: [1, 20] });
    for (const entry of ["0", "21", "-1", "1.5", "x1", "1x"])
      should(field.read(`5, ${entry}`)).match({ problem: { values: { entry, from: 1, to: 20 } } });
  });
});

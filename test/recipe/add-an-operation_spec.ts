import should from "should";
import { powershell } from "../shared/powershell";
import type { Ended } from "./copy";
import { Copy, goesWell } from "./copy";

/** The suites that look at operations. */
const SUITES = ["unit/house", "unit/docs", "unit/server", "unit/adapters/lab", "unit/adapters/powershell", "contract/lab"];

describe("The recipe for an operation (docs/contributing/add-an-operation.md)", function () {
  this.timeout(300_000);
  let copy: Copy;
  before(() => {
    copy = new Copy("add-an-operation.md");
  });
  after(() => copy.remove());

  it("is enough: what it says compiles, is in good form, keeps the arrows, and passes the suites", () => {
    copy.looksGood();
    goesWell(copy.docs());
    goesWell(copy.specs(...SUITES.map((name) => (name === "contract/lab" ? "test/contract/lab_spec.ts" : `test/${name}/**/*_spec.ts`))));
  });

  it("is answered the same by PowerShell as by the lab", function () {
    if (powershell() === null) return this.skip();
    const asked = copy.specs("test/contract/powershell_spec.ts", "--grep", "PowerShell \\(local.*dns.servers");
    goesWell(asked);
    asked.says.should.match(/[1-9]\d* passing/);
  });

  const types = () => copy.types();
  /** What is left out, who says so, and how. */
  const forgotten: readonly (readonly [path: string, check: () => Ended, says: RegExp])[] = [
    ["lib/server/operations/dns.ts", types, /catalogue\.ts.*operations\/dns/],
    ["lib/server/catalogue.ts", types, /"dns\.servers"|'dns\.servers'/],
    ["lib/adapters/lab/behaviours.ts", types, /behaviours\.ts.*dns\.servers/],
    ["lib/adapters/powershell/functions.ts", types, /functions\.ts.*dns\.servers/],
    [
      "powershell/RollingUpdate/Dns.ps1",
      () => copy.specs("test/unit/adapters/powershell/module_spec.ts"),
      /Get-RUDnsServer is in no file of powershell\/RollingUpdate/,
    ],
    [
      "test/powershell/windows/world/subjects/system.ts",
      () => copy.specs("test/contract/powershell_spec.ts", "--grep", "PowerShell \\(local.*dns.servers"),
      /dns\.servers/,
    ],
  ];

  it("has every place in the list of what may be forgotten", () => {
    forgotten.map(([path]) => path).should.eql(copy.places);
  });

  for (const [path, check, says] of forgotten) {
    it(`is told of what was forgotten: ${path}`, function () {
      if (path.startsWith("test/powershell") && powershell() === null) return this.skip();
      const told = copy.without(path, check);
      should(told.ends).not.equal(0);
      told.says.should.match(says);
    });
  }
});

/** The suites that look at tells. */
const OF_TELLS = [
  "unit/house",
  "unit/docs",
  "unit/server",
  "unit/adapters/controller",
  "unit/adapters/lab",
  "unit/run/changes",
  "contract/lab",
];

describe("The recipe for a tell (docs/contributing/add-an-operation.md)", function () {
  this.timeout(300_000);
  let copy: Copy;
  before(() => {
    copy = new Copy("add-an-operation.md", "tell");
  });
  after(() => copy.remove());

  const specs = (...names: readonly string[]): Ended =>
    copy.specs(...names.map((name) => (name === "contract/lab" ? "test/contract/lab_spec.ts" : `test/${name}/**/*_spec.ts`)));

  it("is enough: what it says compiles, is in good form, keeps the arrows, and passes the suites, which know the new tell", () => {
    copy.looksGood();
    goesWell(copy.docs());
    goesWell(specs(...OF_TELLS));
    copy.specs("test/contract/lab_spec.ts", "--reporter", "spec", "--grep", "ticket.open").says.should.match(/ticket\.open: is taken/);
  });

  it("has what arrives proven: another body than its entry says is found out", () => {
    const controller = "lib/adapters/controller/controller.ts";
    const told = copy.edited(controller, /body = \{ about: name, title \}/, "body = { title }", () => specs("unit/adapters/controller"));
    should(told.ends).not.equal(0);
    told.says.should.match(/ticket\.open/);
  });

  const types = () => copy.types();
  /** What is left out, who says so, and how. */
  const forgotten: readonly (readonly [path: string, check: () => Ended, says: RegExp])[] = [
    ["lib/server/operations/ticket.ts", types, /catalogue\.ts.*operations\/ticket/],
    ["lib/server/catalogue.ts", types, /"ticket\.open"|'ticket\.open'/],
    ["lib/adapters/controller/controller.ts", types, /controller\.ts.*ticket\.open/],
    ["lib/texts/en-US/server.ts", types, /controller\.ts.*"ticket\.\w+/],
    ["lib/adapters/lab/behaviours.ts", types, /behaviours\.ts.*ticket\.open/],
  ];

  it("has every place in the list of what may be forgotten", () => {
    forgotten.map(([path]) => path).should.eql(copy.places);
  });

  for (const [path, check, says] of forgotten) {
    it(`is told of what was forgotten: ${path}`, () => {
      const told = copy.without(path, check);
      should(told.ends).not.equal(0);
      told.says.should.match(says);
    });
  }
});

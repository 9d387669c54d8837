import should from "should";
import { aPackage } from "../flow-nodes";
import { deployed, nodeRed, takeDown } from "../in-node-red";

describe("an update-package", () => {
  nodeRed();

  const file = "C:\\Updates\\Exchange2010-KB2936871-x64-EN.msp";
  const empty = { copyFrom: "", sha256: null, expectedBuild: null, fitsBuilds: "", arguments: [], account: null, kbs: [] };

  it("is known by its name, with empty fields as nothing and lists from lines", async () => {
    const lines = "/quiet\n/log:C:\\My Logs, old\\x.log\n\n";
    const { registry } = await deployed({ package: { kind: "security-update", sha256: "", expectedBuild: "", arguments: lines } });
    should(registry.packageNamed("Rollup 6")).deepEqual({
      ...empty,
      name: "Rollup 6",
      kind: "security-update",
      file,
      fitsBuilds: "14.3.",
      arguments: ["/quiet", "/log:C:\\My Logs, old\\x.log"],
    });
    should(registry.packageNamed("rollup 6")).be.undefined();
  });

  it("of setup names the account under which that runs; one that was saved by version 1 runs as SYSTEM, as it did", async () => {
    const setup = { kind: "setup", file: "C:\\SP3\\setup.com", version: 1 };
    const accountOf = async (more: object) =>
      (await deployed({ package: { ...setup, ...more } })).registry.packageNamed("Rollup 6")?.account;
    should(await accountOf({})).be.null();
    await takeDown();
    should(await accountOf({ version: 2, account: " CONTOSO\\gmsa-exchange$ " })).equal("CONTOSO\\gmsa-exchange$");
  });

  it("has its hash in lower case, as it is compared", async () => {
    const sha256 = "AB".repeat(32);
    should((await deployed({ package: { sha256 } })).registry.packageNamed("Rollup 6")?.sha256).equal(sha256.toLowerCase());
  });

  it("has nothing of what its form does not show for its kind", async () => {
    const { registry } = await deployed({ package: { kind: "windows-updates", arguments: "/quiet", kbs: " KB2936871 \nKB2936872" } });
    should(registry.packageNamed("Rollup 6")).deepEqual({
      ...empty,
      name: "Rollup 6",
      kind: "windows-updates",
      file: "",
      kbs: ["KB2936871", "KB2936872"],
    });
  });

  for (const [what, fields, text] of [
    ["a kind that there is not", { kind: "magic" }, /kind: /],
    ["no name", { name: "" }, /name: /],
    ["half a hash", { sha256: "53a623" }, /sha256: /],
    [
      "an installer for people, which would wait for a click",
      { kind: "security-update", file: "C:\\Updates\\Exchange2019-KB5001779-x64-en.exe", arguments: "" },
      /arguments: .*waits for a click\. Take the \.msp/,
    ],
    ["a build that is none", { expectedBuild: "SP3" }, /expectedBuild: Four numbers separated by dots: 14\.3\.513\.0/],
  ] as const) {
    it(`with ${what} says so when it is deployed, and cannot be used`, async () => {
      const flow = await deployed({ package: fields });
      (await flow.failed("package").first()).should.match(/is not set up correctly and cannot be used: /).and.match(text);
      if (!("name" in fields)) flow.failed("package").all[0]!.should.startWith("The update-package Rollup 6 is not");
      flow.registry.packages.size.should.equal(0);
      (await flow.command("start", { update: "Rollup 6" })).should.match({
        statusCode: 400,
        payload: { error: { code: "unknown-package", message: /None exists yet/ } },
      });
    });
  }

  it("is refused by a name that two have which differ, and found by one that two have which do not", async () => {
    const twin = aPackage({ id: "second-package" });
    (await (await deployed({ nodes: [twin] })).command("start", { update: "Rollup 6" })).should.match({ statusCode: 202 });
    await takeDown();
    const other = await deployed({ nodes: [{ ...twin, fitsBuilds: "14." }] });
    (await other.command("start", { update: "Rollup 6" })).should.match({
      statusCode: 409,
      payload: { error: { code: "package-ambiguous", message: /2 update-packages named Rollup 6/ } },
    });
  });

  it("is gone with its node", async () => {
    const { registry } = await deployed({ nodes: [aPackage({ id: "second-package", name: "Rollup 32" })] });
    [...registry.packages.values()]
      .map(({ name }) => name)
      .sort()
      .should.deepEqual(["Rollup 32", "Rollup 6"]);
    await takeDown();
    registry.packages.size.should.equal(0);
  });
});

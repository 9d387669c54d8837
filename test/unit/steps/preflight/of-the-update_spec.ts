import "should";
import { answering, packageOf, world } from "../harness";

const security = (expectedBuild: string) => packageOf("rollup6", { kind: "security-update", expectedBuild, fitsBuilds: "" });
const setup = (expectedBuild: string) =>
  packageOf("servicePack3", {
    expectedBuild,
    fitsBuilds: "",
    arguments: ["/mode:Upgrade", "/IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF"],
  });

/** How preflight ends on a member with this build: `fit`, `already-updated`, or why not. */
async function preflightOf(build: string, update: ReturnType<typeof packageOf>): Promise<string> {
  const instead = answering("update.installed", () => ({ product: "Microsoft Exchange Server", build, updates: [] }));
  const work = await world().work({ instead });
  try {
    return String((await work.do("preflight-check", { package: update, differentVersions: "warn" })).port);
  } catch (error) {
    return (error as Error).message;
  }
}

describe("preflight-check, of an update and what is installed", () => {
  const unknown = /it is not known whether the member has what .* brings/;
  const misfit = /brings build [\d.]+, so it is made for [\d.]+ and not for build/;
  const fit = /^fit$/;
  const there = /^already-updated$/;
  const cases: readonly (readonly [what: string, build: string, update: ReturnType<typeof packageOf>, says: RegExp])[] = [
    ["2013, a security update of its CU", "15.0.1497.2", security("15.0.1497.48"), fit],
    ["2016, a security update of its CU that it has", "15.1.2507.61", security("15.1.2507.39"), there],
    ["2016, a security update of the next CU", "15.1.2375.7", security("15.1.2507.39"), misfit],
    ["2019, a security update of the CU before", "15.2.1748.10", security("15.2.1544.25"), unknown],
    ["SE, a security update of 2019", "15.2.2562.17", security("15.2.1748.39"), unknown],
    ["2019, a security update of SE", "15.2.1748.39", security("15.2.2562.29"), misfit],
    [
      "2010, a rollup of an earlier service pack",
      "14.3.123.4",
      packageOf("rollup6", { expectedBuild: "14.2.390.3", fitsBuilds: "" }),
      unknown,
    ],
    ["2019, setup of a later CU", "15.2.1544.4", setup("15.2.1748.10"), fit],
    ["2019, setup of an earlier CU", "15.2.1748.10", setup("15.2.1544.4"), there],
    ["2019, setup of SE", "15.2.1748.10", setup("15.2.2562.17"), fit],
    ["SE, setup of 2019", "15.2.2562.17", setup("15.2.1748.10"), unknown],
    ["2016, setup of 2019", "15.1.2507.6", setup("15.2.1748.10"), misfit],
  ];
  for (const [what, build, update, says] of cases)
    it(`tells what fits, what is there and what cannot be compared (${what})`, async () => {
      (await preflightOf(build, update)).should.match(says);
    });
});

describe("preflight-check, of a build that cannot be read", () => {
  const unread = answering("update.installed", async (real) => ({ ...((await real()) as object), build: null }));

  it("refuses the member where the update goes by builds: nobody could tell whether it is there", async () => {
    const work = await world().work({ instead: unread });
    (await work.refusalOf("preflight-check", { package: packageOf("rollup6") })).message.should.match(
      /version: its installed build cannot be read/,
    );
  });

  it("does not ask for it where nothing is to be installed, or the update goes by no build", async () => {
    await (await world().work({ instead: unread })).do("preflight-check", {});
    const kbs = packageOf("rollup6", { kind: "windows-updates", file: "", expectedBuild: null, fitsBuilds: "", kbs: ["KB4012212"] });
    await (await world().work({ instead: unread })).do("preflight-check", { package: kbs });
  });
});

describe("preflight-check, of a restart that is pending", () => {
  const pending = (cause: string, weight: string) =>
    answering("system.pendingReboot", () => ({ reasons: [{ cause, weight, text: "it waits" }] }));
  const servicePack = packageOf("servicePack3");
  const atServicePack2 = { build: "14.2.247.5" };
  const refused = async (cause: string, weight: string, update = servicePack) => {
    const work = await world({ found: atServicePack2 }).work({ instead: pending(cause, weight) });
    return (await work.refusalOf("preflight-check", { package: update, differentVersions: "warn" })).message;
  };

  for (const [cause, weight] of [
    ["file-renames", "weak"],
    ["update-exe", "medium"],
    ["component-servicing", "strong"],
  ] as const)
    it(`refuses a setup of Exchange, which refuses it itself (${cause})`, async () => {
      (await refused(cause, weight)).should.match(
        new RegExp(`1 finding: pending restart: .*${cause}.*the setup of Exchange refuses to begin`),
      );
    });

  it("only warns of files to be renamed before a rollup, and where the flow restarts first", async () => {
    for (const [build, options] of [
      ["14.3.123.4", { package: packageOf("rollup6") }],
      ["14.2.247.5", { package: servicePack, pendingRestart: "warn" }],
    ] as const) {
      const work = await world({ found: { build } }).work({ instead: pending("file-renames", "weak") });
      await work.do("preflight-check", { differentVersions: "warn", ...options });
      work.warnings.join().should.match(/a restart is pending \(file-renames\)/);
    }
  });
});

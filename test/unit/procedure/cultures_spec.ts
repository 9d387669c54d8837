import should from "should";
import type { CultureName, ProductName } from "../../../lib/adapters/lab";
import { cultureNames, mediaOf, packages, productNames } from "../../../lib/adapters/lab";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import { saidReason } from "../../shared/english";
import { brokenBy, playFlow, rollup6 } from "./play";

/** Setup of the next version; Exchange 2010 gets its service pack on members that do not have it yet. */
function mediaFor(product: ProductName): UpdatePackage {
  const { title: name, kind, file, sha256, build: expectedBuild, fitsBuilds } = packages[mediaOf[product]];
  const terms = product === "exchange-2013" ? "" : "_DiagnosticDataON";
  const args = product === "exchange-2010" ? [] : ["/Mode:Upgrade", `/IAcceptExchangeServerLicenseTerms${terms}`];
  return { name, kind, file, copyFrom: "", sha256, expectedBuild, fitsBuilds, arguments: args, account: null, kbs: [] };
}

const MEMBERS = ["CAS1", "CAS2", "CAS3", "CAS4"];
const night = async (product: ProductName, culture: CultureName, update: UpdatePackage, fails = false) => {
  const old = update.kind === "setup" && product === "exchange-2010" ? { build: "14.2.247.5" } : {};
  const found = Object.fromEntries(MEMBERS.map((name) => [name, old]));
  const played = await playFlow({
    package: update,
    members: MEMBERS,
    faults: fails ? [{ name: "installer-fails", member: "CAS2" }] : [],
    lab: { product, culture, found },
  });
  return { run: played.run, truth: played.lab.truth(), broken: () => brokenBy(played) };
};

const runsThrough = async (product: ProductName, culture: CultureName, update: UpdatePackage) => {
  const { run, truth, broken } = await night(product, culture, update);
  should(run.state.reason?.code ?? null).equal(null, saidReason(run.state.reason));
  Object.values(truth.members)
    .map(({ version, nlb }) => `${version} ${nlb}`)
    .should.eql(MEMBERS.map(() => `${update.expectedBuild} converged`));
  (await broken()).should.eql([]);
};

describe("the bundled flow on servers of other cultures and products", () => {
  for (const culture of cultureNames) {
    it(`installs a rollup: exchange-2010, ${culture}`, () => runsThrough("exchange-2010", culture, rollup6));

    for (const product of productNames) {
      it(`upgrades by setup: ${product}, ${culture}`, () => runsThrough(product, culture, mediaFor(product)));
    }
  }

  for (const product of productNames) {
    it(`names why setup failed: ${product}, de-DE`, async () => {
      const { run } = await night(product, "de-DE", mediaFor(product), true);
      should(run.state.reason?.code).equal("installer-failed");
      saidReason(run.state.reason).should.match(/Fatal error during installation/);
    });
  }
});

import { beforeSetup, mediaFor, outOfService, patchFor, tells } from "../products-and-cultures";
import type { Play } from "../products-and-cultures";

/** What an installer has disabled, by version, and leaves so when it fails half-way: how many services, and the first three. */
const since2010 = "20 services disabled, among them MSExchangeAB, MSExchangeADTopology, MSExchangeAntispamUpdate";
const since2013 = "22 services disabled, among them MSExchangeADTopology, MSExchangeAntispamUpdate, MSExchangeEdgeSync";

const RU6 = "Update Rollup 6 for Exchange Server 2010 Service Pack 3 (KB2936871) 14.3.195.1";
const SU13 = "Security Update for Exchange Server 2013 Cumulative Update 22 (KB5000871) 15.0.1473.6";
const SU16 = "Security Update for Exchange Server 2016 Cumulative Update 22 (KB5019758) 15.1.2375.37";
const SU19 = "Security Update for Exchange Server 2019 Cumulative Update 14 (KB5063222) 15.2.1544.33";
const SUSE = "Security Update for Exchange Server 2019 Cumulative Update 15 (KB5063221) 15.2.1748.36";

type Product = Parameters<typeof mediaFor>[0];
const patched = (product: Product, faults: Play["faults"] = []): Play => {
  const patch = patchFor(product);
  return { faults, after: outOfService(patch), step: ["install-update", { package: patch }] };
};
const upgraded = (product: Product, faults: Play["faults"] = []): Play => {
  const media = mediaFor(product);
  return { ...beforeSetup(product), faults, after: outOfService(media), step: ["install-update", { package: media }] };
};

/** A patch that has failed, and what its log says of it: in the language of Windows, so that nothing is decided by it. */
const failed = (file: string, says: string, services: string) =>
  `installer-failed: the installer ended with exit code 1603 (fatal error during the installation). Its log (C:\\Updates\\${file}.log) ends: “…${says} … / MSI (s) (4C:D8) [##:##:##:###]: MainEngineThread is returning 1603”. It left ${services}. Read the end of C:\\Updates\\${file}.log on CAS1. Look for services that were left disabled; <Exchange>\\Bin\\ServiceControl.ps1 AfterPatch enables them again.`;
const english = (title: string) =>
  `Update '${title}' could not be installed. Error code 1603. Additional information is available in the log file`;
const german = (title: string) =>
  `Update '${title}' konnte nicht installiert werden. Fehlercode 1603. Weitere Informationen finden Sie in der Protokolldatei`;
const french = (title: string) =>
  `Impossible d’installer la mise à jour '${title}'. Code d’erreur 1603. Des informations supplémentaires sont disponibles dans le fichier journal`;

/** A setup that has failed: its cause, and the last lines of its log with the stamps of the culture. */
const setup2010 = (at: string) =>
  `installer-failed: setup ended with exit code 1 (it has failed); the setup log says that it did not complete: Fatal error during installation. Error code is 1603. Its log (C:\\ExchangeSetupLogs\\ExchangeSetup.log) ends: “…[${at}] [1] [ERROR] Fatal error during installation. Error code is 1603. / [${at}] [0] Setup is halting task execution because of one or more errors in a critical task. / [${at}] [0] The Exchange Server setup operation did not complete. … / [${at}] [0] End of Setup / [${at}] [0] …”. It left ${since2010}. Read the end of C:\\ExchangeSetupLogs\\ExchangeSetup.log on CAS1.`;
const setup2013 = (at: string, media: string) =>
  `installer-failed: setup ended with exit code 1 (it has failed); the setup log says that it did not complete: Installing product C:\\Updates\\${media}\\exchangeserver.msi failed. Fatal error during installation. Error code is 1603. Its log (C:\\ExchangeSetupLogs\\ExchangeSetup.log) ends: “…[${at}] [0] The Exchange Server setup operation didn't complete.  … / [${at}] [0] CurrentResult main.run:235: 1 / [${at}] [0] CurrentResult setupbase.maincore:396: 1 / [${at}] [0] End of Setup / [${at}] [0] …”. It left ${since2013}. Read the end of C:\\ExchangeSetupLogs\\ExchangeSetup.log on CAS1.`;
// The month comes first in every culture; the separators are the culture's (samples 3 and the log of 2019 CU12 with dots).
const [slashes, dots, finnish] = ["01/10/2026 ##:##:##.0###", "01.10.2026 ##:##:##.0###", "01.10.2026 ##.##.##.0###"] as const;

// biome-ignore format: a table is read by its rows
describe("install-update, by product and culture", () => {
  tells("installs a patch", patched, [
    ["2010", "every one", `changed: ${RU6} installed, build 14.3.195.1, asks for a restart`],
    ["2013", "every one", `changed: ${SU13} installed, build 15.0.1473.6, asks for a restart`],
    ["2016", "every one", `changed: ${SU16} installed, build 15.1.2375.37, asks for a restart`],
    ["2019", "every one", `changed: ${SU19} installed, build 15.2.1544.33, asks for a restart`],
    ["SE", "every one", `changed: ${SUSE} installed, build 15.2.1748.36, asks for a restart`],
  ]);

  tells("says why a patch failed", (product) => patched(product, ["installer-fails"]), [
    ["2010", "en-US ja-JP fi-FI", failed("Exchange2010-KB2936871-x64-EN.msp", english(RU6), since2010)],
    ["2010", "de-DE", failed("Exchange2010-KB2936871-x64-EN.msp", german(RU6), since2010)],
    ["2010", "fr-FR", failed("Exchange2010-KB2936871-x64-EN.msp", french(RU6), since2010)],
    ["2013", "en-US ja-JP fi-FI", failed("Exchange2013-KB5000871-x64-en.msp", english(SU13), since2013)],
    ["2013", "de-DE", failed("Exchange2013-KB5000871-x64-en.msp", german(SU13), since2013)],
    ["2013", "fr-FR", failed("Exchange2013-KB5000871-x64-en.msp", french(SU13), since2013)],
    ["2016", "en-US ja-JP fi-FI", failed("Exchange2016-KB5019758-x64-en.msp", english(SU16), since2013)],
    ["2016", "de-DE", failed("Exchange2016-KB5019758-x64-en.msp", german(SU16), since2013)],
    ["2016", "fr-FR", failed("Exchange2016-KB5019758-x64-en.msp", french(SU16), since2013)],
    ["2019", "en-US ja-JP fi-FI", failed("Exchange2019-KB5063222-x64-en.msp", english(SU19), since2013)],
    ["2019", "de-DE", failed("Exchange2019-KB5063222-x64-en.msp", german(SU19), since2013)],
    ["2019", "fr-FR", failed("Exchange2019-KB5063222-x64-en.msp", french(SU19), since2013)],
    ["SE", "en-US ja-JP fi-FI", failed("Exchange2019-KB5063221-x64-en.msp", english(SUSE), since2013)],
    ["SE", "de-DE", failed("Exchange2019-KB5063221-x64-en.msp", german(SUSE), since2013)],
    ["SE", "fr-FR", failed("Exchange2019-KB5063221-x64-en.msp", french(SUSE), since2013)],
  ]);

  tells("upgrades by setup, which always needs a restart", upgraded, [
    ["2010", "every one", "changed: Microsoft Exchange Server 2010 Service Pack 3 installed, build 14.3.123.4, asks for a restart"],
    ["2013", "every one", "changed: Cumulative Update 23 for Exchange Server 2013 installed, build 15.0.1497.2, asks for a restart"],
    ["2016", "every one", "changed: Cumulative Update 23 for Exchange Server 2016 installed, build 15.1.2507.6, asks for a restart"],
    ["2019", "every one", "changed: Cumulative Update 15 for Exchange Server 2019 installed, build 15.2.1748.10, asks for a restart"],
    ["SE", "every one", "changed: Microsoft Exchange Server Subscription Edition installed, build 15.2.2562.17, asks for a restart"],
  ]);

  tells("says why setup failed", (product) => upgraded(product, ["installer-fails"]), [
    ["2010", "en-US fr-FR ja-JP", setup2010(slashes)],
    ["2010", "de-DE", setup2010(dots)],
    ["2010", "fi-FI", setup2010(finnish)],
    ["2013", "en-US fr-FR ja-JP", setup2013(slashes, "Exchange2013-CU23")],
    ["2013", "de-DE", setup2013(dots, "Exchange2013-CU23")],
    ["2013", "fi-FI", setup2013(finnish, "Exchange2013-CU23")],
    ["2016", "en-US fr-FR ja-JP", setup2013(slashes, "Exchange2016-CU23")],
    ["2016", "de-DE", setup2013(dots, "Exchange2016-CU23")],
    ["2016", "fi-FI", setup2013(finnish, "Exchange2016-CU23")],
    ["2019", "en-US fr-FR ja-JP", setup2013(slashes, "Exchange2019-CU15")],
    ["2019", "de-DE", setup2013(dots, "Exchange2019-CU15")],
    ["2019", "fi-FI", setup2013(finnish, "Exchange2019-CU15")],
    ["SE", "en-US fr-FR ja-JP", setup2013(slashes, "ExchangeSE")],
    ["SE", "de-DE", setup2013(dots, "ExchangeSE")],
    ["SE", "fi-FI", setup2013(finnish, "ExchangeSE")],
  ]);

  // An older version has not got it, and it is not made for that; of a newer one nobody knows whether it has what it brings.
  const newer = (build: string) => `updates-unknown: it is not known whether the member has what ${RU6} brings: it has build ${build}, which is newer than 14.3.195.1, but of another version, service pack or cumulative update. Nothing was installed. Choose the package that fits, or bring the member to that version first.`;
  tells("does not install the rollup of another version", () => ({ after: outOfService(null), step: ["install-update", { package: patchFor("exchange-2010") }] }), [
    ["2010", "every one", `changed: ${RU6} installed, build 14.3.195.1, asks for a restart`],
    ["2013", "every one", newer("15.0.1473.3")],
    ["2016", "every one", newer("15.1.2375.7")],
    ["2019", "every one", newer("15.2.1544.4")],
    ["SE", "every one", newer("15.2.1748.10")],
  ]);

  const CU15 = "Cumulative Update 15 for Exchange Server 2019";
  const older = (build: string) => `package-unfit: ${CU15} is made for builds 15.2.*, but the member has ${build}. Choose the package that fits, or bring the member to that version first.`;
  tells("does not run the setup of another version", () => ({ after: outOfService(null), step: ["install-update", { package: mediaFor("exchange-2019") }] }), [
    ["2010", "every one", older("14.3.123.4")],
    ["2013", "every one", older("15.0.1473.3")],
    ["2016", "every one", older("15.1.2375.7")],
    ["2019", "every one", `changed: ${CU15} installed, build 15.2.1748.10, asks for a restart`],
    ["SE", "every one", `unchanged: ${CU15} is installed already, build 15.2.1748.10`],
  ]);

  tells("gives up where another installation goes on", (product) => ({ ...patched(product, ["installer-busy"]), step: ["install-update", { package: patchFor(product), busyRetries: 1 }] }), [
    ["every one", "every one", "installer-busy: another installation was running at each of 2 attempts (exit code 1618). Find out what is installing there (Windows Update, software distribution), let it finish, then retry the step."],
  ]);
});

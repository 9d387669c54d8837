import should from "should";
import type { CultureName, ProductName } from "../../../../../lib/adapters/lab";
import { cultureNames, mediaOf, packages, productNames } from "../../../../../lib/adapters/lab";
import { aLab, ended, installing, LOG } from "../a-lab";

const SETUP_LOG = "C:\\ExchangeSetupLogs\\ExchangeSetup.log";

/** A lab, and the log of setup on it. */
const world = (product: ProductName, culture: CultureName | "by-seed" = "en-US", seed = 7) => {
  const lab = aLab({ product, culture, seed });
  return { ...lab, setupLog: async (offset = 0) => (await lab.cas1.read("files.tail", { path: SETUP_LOG, offset })).text };
};

const upgrade = async (product: ProductName, faulty: boolean) => {
  const lab = aLab({
    product,
    faulty: faulty ? { CAS1: "installer-fails" } : {},
    found: { CAS1: product === "exchange-2010" ? { build: "14.2.247.5" } : {} },
  });
  const { offset } = await lab.cas1.read("files.tail", { path: SETUP_LOG, offset: 0 });
  const { file, build } = packages[mediaOf[product]];
  const work = { kind: "setup" as const, file, arguments: ["/mode:Upgrade"] };
  await lab.cas1.change("job.start", { id: "install", work, limitMinutes: 180, brings: { build } });
  const { exitCode } = await ended(lab.lab, lab.cas1);
  const log = (await lab.cas1.read("files.tail", { path: SETUP_LOG, offset })).text;
  return { exitCode, log, installed: await lab.cas1.read("update.installed", {}) };
};

describe("Servers of other cultures in the lab", () => {
  const stamps: Record<CultureName, RegExp> = {
    "en-US": /^\[06\/\d\d\/\d{4} \d\d:\d\d:\d\d\.0\d{3}\] \[0\] \*/,
    "de-DE": /^\[06\.\d\d\.\d{4} \d\d:\d\d:\d\d\.0\d{3}\] \[0\] \*/,
    "fr-FR": /^\[06\/\d\d\/\d{4} \d\d:\d\d:\d\d\.0\d{3}\] \[0\] \*/,
    "ja-JP": /^\[06\/\d\d\/\d{4} \d\d:\d\d:\d\d\.0\d{3}\] \[0\] \*/,
    "fi-FI": /^\[06\.\d\d\.\d{4} \d\d\.\d\d\.\d\d\.0\d{3}\] \[0\] \*/,
  };
  for (const culture of cultureNames) {
    it(`stamp the log of setup with their separators, month first: ${culture}`, async () => {
      // Setup had run 200 days before January 10, 2026.
      (await world("exchange-2010", culture).setupLog()).should.match(stamps[culture]);
    });
  }

  it("write the date in the frame of Windows Installer's log as a short date", async () => {
    const frames: Record<CultureName, string> = {
      "en-US": "1/10/2026",
      "de-DE": "10.01.2026",
      "fr-FR": "10/01/2026",
      "ja-JP": "2026/01/10",
      "fi-FI": "10.01.2026",
    };
    for (const culture of cultureNames) {
      const { lab, cas1 } = world("exchange-2010", culture);
      await cas1.change("job.start", installing(packages.rollup6));
      await ended(lab, cas1);
      const { text } = await cas1.read("files.tail", { path: LOG, offset: 0 });
      text.should.startWith(`=== Verbose logging started: ${frames[culture]}  `);
    }
  });

  it("write Windows Installer's log in the language of Windows, as UTF-16, and are read by whole characters", async () => {
    const says: Readonly<Record<string, RegExp>> = {
      "en-US": /: Product: Microsoft Exchange Server - Update '.*' installed successfully\./,
      "de-DE": /: Produkt: Microsoft Exchange Server – Update '.*' erfolgreich installiert\./,
      "fr-FR": /: Produit : Microsoft Exchange Server - mise à jour '.*' correctement installée\./,
      "ja-JP": /installed successfully\./,
      "fi-FI": /installed successfully\./,
    };
    for (const culture of cultureNames) {
      const { lab, cas1 } = world("exchange-2010", culture);
      await cas1.change("job.start", installing(packages.rollup6));
      await ended(lab, cas1);
      const { size } = await cas1.read("files.stat", { path: LOG });
      let text = "";
      for (let at = 0; at < (size ?? 0); ) {
        const part = await cas1.read("files.tail", { path: LOG, offset: at, atMostBytes: 997 });
        text += part.text;
        at = part.offset;
      }
      // With the mark at its beginning.
      should(size).equal(2 * text.length + 2);
      // As the application log says it; the verbose log has the version instead.
      const { events } = await cas1.read("events.since", { cursor: { Application: 0, System: 0 }, levels: ["information"] });
      events
        .map(({ message }) => `: ${message}`)
        .join("\n")
        .should.match(says[culture] ?? /^$/);
    }
  });

  it("show services in the language of Windows, under the same names", async () => {
    const shown = async (culture: CultureName) => {
      const { services } = await world("exchange-2019", culture).cas1.read("services.list", {});
      return services.find(({ name }) => name === "W3SVC")?.displayName;
    };
    (await Promise.all(cultureNames.map(shown))).should.eql([
      "World Wide Web Publishing Service",
      "WWW-Publishingdienst",
      "Service de publication World Wide Web",
      "World Wide Web 発行サービス",
      "World Wide Web Publishing Service",
    ]);
  });

  it("are chosen by the seed where that is asked for, the same one for the same seed", async () => {
    const head = async (seed: number) => (await world("exchange-2010", "by-seed", seed).setupLog()).slice(0, 24).replaceAll(/\d/g, "0");
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const heads = await Promise.all(seeds.map(head));
    new Set(heads).size.should.equal(3);
    (await Promise.all(seeds.map(head))).should.eql(heads);
  });
});

describe("Exchange of other versions in the lab", () => {
  for (const product of productNames) {
    it(`is found and upgraded in its own words: ${product}`, async () => {
      const { exitCode, log, installed } = await upgrade(product, false);
      should(exitCode).equal(0);
      const { build } = packages[mediaOf[product]];
      installed.build?.should.equal(build);
      const version = { "exchange-se": "Subscription Edition" }[product as string] ?? product.slice("exchange-".length);
      installed.product?.should.equal(`Microsoft Exchange Server ${version}`);
      log.should.containEql(`Starting Microsoft Exchange Server ${version} Setup`);
      log.should.containEql(`Setup version: ${build}.`);
      const success = product === "exchange-2010" ? "The Microsoft Exchange Server" : "The Exchange Server";
      log.should.containEql(`] ${success} setup operation completed successfully.\r\n`);
    });

    it(`says in its own words that setup failed: ${product}`, async () => {
      const { exitCode, log } = await upgrade(product, true);
      should(exitCode).equal(1);
      const words = product === "exchange-2010" ? "setup operation did not complete." : "setup operation didn't complete.";
      log.should.containEql(words);
      log.should.not.containEql("completed successfully");
    });
  }

  it("has no Forefront and the services of its version from 2013 on", async () => {
    const { cas1 } = world("exchange-2019");
    (await cas1.read("forefront.status", {})).state.should.equal("not-installed");
    const names = (await cas1.read("services.list", {})).services.map(({ name }) => name);
    names.should.containEql("MSExchangeHM").and.containEql("MSExchangeFrontEndTransport");
    names.should.not.containEql("MSExchangeFBA");
    (await cas1.read("system.info", {})).os.should.containEql("Windows Server 2019");
  });
});

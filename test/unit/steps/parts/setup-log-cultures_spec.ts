import should from "should";
import { setupVerdict, whyNotDone } from "../../../../lib/steps/parts/setup-log";
import type { SetupVerdict } from "../../../../lib/steps/parts/setup-log";
import { said } from "../../../shared/english";

/** How a culture writes 2 June 2031, 20:05:06.007 with setup's format, or with one of its own. */
const cultures: Readonly<Record<string, string>> = {
  "en-US": "06/02/2031 20:05:06.0007",
  "de-DE": "06.02.2031 20:05:06.0007",
  "fr-FR": "06/02/2031 20:05:06.0007",
  "ja-JP": "06/02/2031 20:05:06.0007",
  "fi-FI": "06.02.2031 20.05.06.0007",
  "nl-NL": "06-02-2031 20:05:06.0007",
  "th-TH": "06/02/2574 20:05:06.0007",
  "en-US, twelve hours": "06/02/2031 08:05:06.0007 PM",
  "de-DE, day first": "02.06.2031 20:05:06.0007",
  "fi-FI, day first": "2.6.2031 20.05.06.0007",
  "sv-SE, year first": "2031-06-02 20:05:06.0007",
  "hu-HU, year first": "2031. 06. 02. 20:05:06.0007",
  "ja-JP, twelve hours": "2031/06/02 午後 8:05:06.0007",
  "ko-KR, twelve hours": "2031-06-02 오후 8:05:06.0007",
  "ar-SA, its digits and marks": "\u200f٠٦/٠٢/٢٠٣١ ٠٨:٠٥:٠٦.٠٠٠٧ م",
  "hi-IN, its digits": "०६-०२-२०३१ २०:०५:०६.०००७",
  "el-GR, twelve hours": "06/02/2031 08:05:06.0007 μμ",
  "a word for the half of the day that is not known": "06/02/2031 08:05:06.0007 xyz",
};
const at = "2031-06-02T20:05:06.007Z";
const inTime = { notBefore: "2031-06-02T20:04:30.000Z", notAfter: "2031-06-02T21:04:30.000Z" };

const good = "The Exchange Server setup operation completed successfully.";
const bad = "The Exchange Server setup operation didn't complete.  More details can be found in ExchangeSetup.log.";
/** The banner of each product, and how it says that it is done, and that it is not. */
const products: Readonly<Record<string, readonly [banner: string, success: string, failure: string]>> = {
  "2010": [
    "Starting Microsoft Exchange Server 2010 Setup",
    "The Microsoft Exchange Server setup operation completed successfully.",
    "The Exchange Server Setup operation did not complete. Look into the log.",
  ],
  "2013": ["Starting Microsoft Exchange Server 2013 Setup", good, bad],
  "2016": ["Starting Microsoft Exchange Server 2016 Setup", good, bad],
  "2019": ["Starting Microsoft Exchange Server 2019 Setup", good, bad],
  SE: ["Starting Microsoft Exchange Server Subscription Edition Setup", good, bad],
};

const logOf = (stamp: string, lines: readonly string[], end = "\r\n") => lines.map((line) => `[${stamp}] [0] ${line}${end}`).join("");
const notDone = (verdict: SetupVerdict): string => {
  if (verdict.verdict === "success") throw new Error("It is done.");
  return said(whyNotDone(verdict));
};

describe("The setup log of every product on a server of any culture", () => {
  for (const [product, [banner, success, failure]] of Object.entries(products))
    for (const [culture, stamp] of Object.entries(cultures))
      it(`${product}, ${culture}: tells success from failure, and when the run began`, () => {
        const { notBefore, notAfter } = inTime;
        const done = setupVerdict(logOf(stamp, [banner, success, "End of Setup"]), notBefore, { notAfter });
        done.should.eql({ verdict: "success", causes: [], beganAt: at });
        const failed = setupVerdict(logOf(stamp, [banner, "[ERROR] The disk is full.", failure, "End of Setup"]), notBefore, { notAfter });
        failed.should.eql({ verdict: "failure", causes: ["The disk is full."], beganAt: at });
        setupVerdict(logOf(stamp, [banner, success]), "2031-06-02T20:06:30.000Z", {
          notAfter: "2031-06-02T21:06:30.000Z",
        }).should.containEql({
          verdict: "nothing",
        });
      });

  const [banner, success, failure] = products["2019"] ?? ["", "", ""];

  it("says that it is not known which run it is where the stamp is of a calendar with other months", () => {
    const log = logOf("19/04/1453 20:05:06.0007", [banner, success, "End of Setup"]);
    const verdict = setupVerdict(log, inTime.notBefore);
    verdict.should.eql({ verdict: "undated", causes: [], beganAt: null });
    notDone(verdict).should.match(/not known whether that was this one/);
    // What stood in it before is not in it.
    setupVerdict(log, inTime.notBefore, { writtenSince: true }).verdict.should.equal("success");
  });

  it("reads lines of any ending, byte order marks, and what is left of UTF-16 that was read as bytes", () => {
    const log = (end: string) => logOf(cultures["de-DE"] ?? "", [banner, success, "End of Setup"], end);
    const utf16 = Buffer.from(log("\r\n"), "utf16le").toString("latin1");
    for (const text of [log("\n"), log("\r"), `\ufeff${log("\r\n")}`, utf16]) setupVerdict(text).verdict.should.equal("success");
  });

  it("takes what was cut for unfinished, and a result other than 0 for a failure", () => {
    const stamp = cultures["fi-FI"] ?? "";
    setupVerdict(logOf(stamp, [banner, "[ERROR] The disk is full."]).slice(0, -9)).should.containEql({
      verdict: "unfinished",
      causes: ["The disk i"],
    });
    setupVerdict(logOf(stamp, [banner, "CurrentResult setupbase.maincore:396: 1", "End of Setup"])).verdict.should.equal("failure");
    const wizard = setupVerdict(logOf(stamp, [banner, "CurrentResult setupbase.maincore:396: 0", "End of Setup"]));
    wizard.verdict.should.equal("unknown");
    notDone(wizard).should.equal("the setup log does not say how it ended");
  });

  it("counts the last run alone, and only if it is the one in question", () => {
    const runs = logOf("06.02.2031 10:00:00.0000", [banner, success]) + logOf("06.02.2031 20:05:06.0007", [banner, failure]);
    setupVerdict(runs, inTime.notBefore).verdict.should.equal("failure");
    setupVerdict(logOf("06.02.2031 10:00:00.0000", [banner, success]), inTime.notBefore, {
      notAfter: inTime.notAfter,
    }).verdict.should.equal("nothing");
    // A run of somebody else, begun when the job had ended.
    setupVerdict(logOf("06.03.2031 10:00:00.0000", [banner, success]), inTime.notBefore, {
      notAfter: inTime.notAfter,
    }).verdict.should.equal("nothing");
  });
});

describe("The causes in a setup log", () => {
  const stamp = "06/02/2031 20:05:06.0007";
  const failedWith = (...lines: readonly string[]) =>
    setupVerdict(logOf(stamp, ["Starting Microsoft Exchange Server 2016 Setup", ...lines, bad, "End of Setup"]));
  const requirement = (n: number) => `Requirement ${n} is not met.`;

  it("are all named, up to twenty; of more, how many are left out", () => {
    for (const count of [1, 5, 13, 20]) {
      const words = notDone(failedWith(...Array.from({ length: count }, (_, n) => `[REQUIRED] ${requirement(n)}`)));
      for (let n = 0; n < count; n++) `${words}.`.should.containEql(requirement(n));
      words.includes(`, ${count} causes: `).should.equal(count > 1);
    }
    const words = notDone(failedWith(...Array.from({ length: 23 }, (_, n) => `[REQUIRED] ${requirement(n)}`)));
    words.should
      .match(/, 23 causes, the last 20 of them: /)
      .and.not.containEql(requirement(2))
      .and.containEql(requirement(3));
  });

  it("are told with the lines that continue them", () => {
    const { causes } = failedWith('[ERROR] Exception calling "Reverse": "Value cannot be null.\r\nParameter name: array"');
    should(causes).eql(['Exception calling "Reverse": "Value cannot be null. Parameter name: array"']);
  });

  it("are what the script ran into, where nothing else says it", () => {
    const { causes } = failedWith(
      '[ERROR] The following error was generated when "$error.Clear(); \r\n  Start-Something\r\n" was run: "System.Exception: It is broken.\r\n   at Something".',
    );
    should(causes).eql(["System.Exception: It is broken. at Something"]);
  });
});

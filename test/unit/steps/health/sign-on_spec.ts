import should from "should";
import { minutes } from "../../../../lib/time/duration";
import { OutcomeUnknown, Unreachable } from "../../../../lib/server/errors";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { signOnOutcomes } from "../../../../lib/server/operations";
import { said } from "../../../shared/english";
import { answering, packageOf, world } from "../harness";
import type { SmallWorld } from "../harness";
import { updated as onUpdatedMember } from "./updated";

const update = packageOf("rollup6");
const secrets = { signOnUser: "CONTOSO\\probe", signOnPassword: "planted-Passw0rd" };
const forms = { signOn: "forms" };
const updated = (at: SmallWorld, options: Parameters<SmallWorld["work"]>[0] = {}) => onUpdatedMember(at, { secrets, ...options });

const met: ResultOf<"probe.signOn"> = { outcome: "signed-on", sent: true, status: 200, at: "/owa/", offers: [], ms: 5, error: null };
/** Each sign-on is answered by the next of these, the last one for good. */
const inTurn = (...outcomes: readonly Partial<ResultOf<"probe.signOn">>[]) => {
  const asked: unknown[] = [];
  const layer = answering("probe.signOn", (_, args) => {
    asked.push(args);
    return { ...met, ...outcomes[Math.min(asked.length, outcomes.length) - 1] };
  });
  return { asked, layer };
};

describe("verify-health with a user who signs on", () => {
  it("says that the user has signed on, once, and has the password in no argument", async () => {
    const { asked, layer } = inTurn({});
    const work = await updated(world(), { instead: layer });
    const { text } = await work.do("verify-health", { ...forms, package: update });
    text.should.match(/^healthy.*; a user has signed on \(https port 443, \/owa\/\)/);
    asked.should.eql([{ scheme: "https", port: 443, path: "/owa/", by: "forms", certificate: "check" }]);
    work.warnings.should.eql([]);
  });

  it("asks nobody to sign on unless it is set to", async () => {
    const { asked, layer } = inTurn({ outcome: "refused" });
    const work = await updated(world(), { instead: layer });
    (await work.do("verify-health", { package: update })).text.should.not.match(/sign/);
    asked.should.eql([]);
  });

  it("is not tried while something that it needs is down: each try costs one of the few before the account is locked", async () => {
    const { asked, layer } = inTurn({});
    const work = await updated(world(), { instead: layer });
    await work.refusalOf("verify-health", { ...forms, package: update, tcpPorts: [4444], settleMinutes: 3 });
    asked.should.eql([]);
    // What is wrong so far is told meanwhile.
    const told = work.progress.filter(({ figures }) => figures !== undefined && "findings" in figures);
    told.length.should.be.above(2);
    told.map(({ text }) => said(text)).should.matchEach(/^port 4444 does not accept connections/);
  });

  it("is asked as set", async () => {
    const { asked, layer } = inTurn({});
    const work = await updated(world(), { instead: layer });
    const set = {
      signOn: "basic",
      signOnScheme: "http",
      signOnPort: 8080,
      signOnPath: "/EWS/Exchange.asmx",
      signOnHost: "mail.contoso.com",
    };
    await work.do("verify-health", { ...set, package: update });
    asked.should.eql([
      { scheme: "http", port: 8080, path: "/EWS/Exchange.asmx", host: "mail.contoso.com", by: "basic", certificate: "check" },
    ]);
    work.warnings.should.eql([
      "The password of the account that signs on was sent without encryption (http port 8080, /EWS/Exchange.asmx).",
    ]);
    const other = inTurn({});
    const again = await updated(world(), { instead: other.layer });
    await again.do("verify-health", { signOn: "basic", package: update });
    other.asked.should.match([{ path: "/Microsoft-Server-ActiveSync" }]);
  });

  for (const [outcome, words] of [
    ["refused", /the user or the password was refused, or the account is locked or disabled/],
    ["expired", /the password of the user has expired/],
    ["blocked", /a rule of Exchange/],
    ["unclear", /neither yes nor no/],
    ["not-kept", /the sign-on page came again/],
    ["no-answer", /no answer came after the password was sent \(the port accepts connections, but no answer came\)/],
  ] as const) {
    it(`fails at once after one password that was not accepted, and does not send it again: ${outcome}`, async () => {
      const at = world();
      const { asked, layer } = inTurn({
        outcome,
        status: outcome === "no-answer" ? null : 302,
        error: outcome === "no-answer" ? { code: "silent" } : null,
      });
      const work = await updated(at, { instead: layer });
      const began = at.lab.clock.now();
      const refusal = await work.refusalOf("verify-health", { ...forms, package: update });
      refusal.code.should.equal("sign-on-failed");
      refusal.message.should.match(words).and.match(/The password is not sent again: wrong passwords lock the account\./);
      asked.should.have.length(1);
      (at.lab.clock.now() - began).should.be.below(minutes(10));
    });
  }

  it("does not send the password again where nobody says how far it came", async () => {
    for (const lost of [Unreachable, OutcomeUnknown]) {
      let asked = 0;
      const layer = answering("probe.signOn", () => {
        asked++;
        throw new lost({ server: "CAS1", operation: "probe.signOn", what: "no answer within 3 min" });
      });
      const work = await updated(world(), { instead: layer });
      (await work.refusalOf("verify-health", { ...forms, package: update })).code.should.equal("sign-on-failed");
      asked.should.equal(1);
    }
  });

  it("waits for a page that is not there yet, and for one that fails behind the sign-on, as after a boot", async () => {
    const { asked, layer } = inTurn({ outcome: "no-page", sent: false, status: 503 }, { outcome: "page-failed", status: 500 }, {});
    const work = await updated(world(), { instead: layer });
    (await work.do("verify-health", { ...forms, package: update })).text.should.match(/a user has signed on/);
    asked.should.have.length(3);
  });

  for (const [what, outcome, words] of [
    [
      "a page that goes on failing",
      { outcome: "page-failed", status: 500 },
      /accepted, but the page behind the sign-on fails \(status 500 at \/owa\/\)/,
    ],
    ["no sign-on there", { outcome: "no-page", sent: false, status: 404 }, /no sign-on is there \(status 404/],
    ["a page for everybody", { outcome: "open", sent: false }, /nobody has to sign on there/],
    ["an unknown form", { outcome: "unknown-form", sent: false }, /not that of Outlook on the web, so nothing was sent/],
    [
      "another host",
      { outcome: "elsewhere", sent: false, status: 302, at: "sts.contoso.com" },
      /leads to another host \(sts\.contoso\.com\)/,
    ],
    [
      "other schemes",
      { outcome: "not-offered", sent: false, status: 401, offers: ["Negotiate", "NTLM"] },
      /not offer Basic, but Negotiate, NTLM; this probe speaks neither NTLM nor Kerberos/,
    ],
    [
      "no answer",
      { outcome: "no-answer", sent: false, status: null, error: { code: "certificate-untrusted" } },
      /no password was sent \(the certificate of the member is not trusted/,
    ],
  ] as const satisfies readonly (readonly [string, Partial<ResultOf<"probe.signOn">>, RegExp])[]) {
    it(`fails at the limit, with what is there: ${what}`, async () => {
      const { layer } = inTurn(outcome);
      const work = await updated(world(), { instead: layer });
      const refusal = await work.refusalOf("verify-health", { ...forms, package: update, settleMinutes: 5 });
      refusal.code.should.equal("verify-failed");
      refusal.message.should.match(words);
    });
  }

  it("costs no try while something else is not well", async () => {
    const at = world();
    const { asked, layer } = inTurn({});
    const work = await updated(at, { instead: layer });
    await at.server().change("services.stop", { name: "MSExchangeFBA" });
    const refusal = await work.refusalOf("verify-health", { ...forms, package: update, settleMinutes: 5 });
    refusal.message.should.match(/MSExchangeFBA/);
    asked.should.eql([]);
  });

  it("in a dry run signs on as well, warns of what would be in the way, and after a refusal touches no further member", async () => {
    const said = async (outcome: Partial<ResultOf<"probe.signOn">>) => {
      const { layer } = inTurn(outcome);
      const work = await world().work({ secrets, dry: true, instead: layer });
      await work.do("preflight-check", { package: update, differentVersions: "warn" });
      await work.do("verify-health", { ...forms, package: update });
      return work.warnings;
    };
    (await said({})).should.eql([]);
    (await said({ outcome: "unknown-form", sent: false })).should.match([
      /sign-on \(https port 443, \/owa\/\): its sign-on page is not that/,
    ]);
    await said({ outcome: "refused" }).should.be.rejectedWith(/was refused/);
  });

  it("has words for every outcome", async () => {
    for (const outcome of signOnOutcomes) {
      if (outcome === "signed-on") continue;
      const { layer } = inTurn({ outcome });
      const work = await updated(world(), { instead: layer });
      (await work.refusalOf("verify-health", { ...forms, package: update, settleMinutes: 2 })).message.should
        .match(/sign-on \(https/)
        .and.not.match(/sign-on\./);
    }
  });

  describe("in the lab", () => {
    const inLab = async (password: string, options: object = forms, faults: Parameters<typeof world>[0] = {}) => {
      const at = world(faults);
      const work = await updated(at, { secrets: { ...secrets, signOnPassword: password } });
      const verifying = { settleMinutes: 5, package: update, ...options };
      const ended = await work.do("verify-health", verifying).then(
        ({ text }) => text,
        (error: unknown) => (error as Error).message,
      );
      return { ended, at, work };
    };

    it("everybody signs on but with the password wrong, or expired", async () => {
      (await inLab("planted-Passw0rd")).ended.should.match(/a user has signed on/);
      (await inLab("wrong")).ended.should.match(/was refused/);
      (await inLab("expired")).ended.should.match(/has expired/);
      (await inLab("planted-Passw0rd", { signOn: "basic" })).ended.should.match(
        /a user has signed on \(https port 443, \/Microsoft-Server/,
      );
      (await inLab("planted-Passw0rd", { signOn: "basic", signOnPath: "/EWS/Exchange.asmx" })).ended.should.match(/does not offer Basic/);
      (await inLab("planted-Passw0rd", { ...forms, signOnPath: "/nothing" })).ended.should.match(
        /no sign-on is there \(status 404 at \/nothing\)/,
      );
    });

    it("sign-on-fails: after the update the page behind the sign-on answers 500, which a probe of the page does not see", async () => {
      const broken = { faults: ["sign-on-fails"] } as const;
      (await inLab("x", { ...forms, httpProbes: [{ path: "/owa/" }] }, broken)).ended.should.match(
        /1 finding: .*the page behind the sign-on fails \(status 500/,
      );
      (await inLab("x", { httpProbes: [{ path: "/owa/" }] }, broken)).ended.should.match(/^healthy/);
    });

    it("its truth has no password, and not the user either", async () => {
      const { at } = await inLab("planted-Passw0rd");
      const truth = JSON.stringify(at.lab.truth());
      truth.should.match(/probe\.signOn/).and.not.match(/planted-Passw0rd/);
      should(truth.includes("CONTOSO\\\\probe")).be.false();
    });
  });
});

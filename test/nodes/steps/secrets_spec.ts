import helper from "node-red-node-test-helper";
import should from "should";
import type { Secrets } from "../../../lib/run/step";
import { quoted } from "../../../lib/texts";
import { aStep } from "../flow-nodes";
import { deployed, nodeRed } from "../in-node-red";
import { asItIs, scripted } from "./scripted";

const USER = "CONTOSO\\planted-user";
const PASSWORD = "planted-Passw0rd";
const credentials = { step: { signOnUser: USER, signOnPassword: PASSWORD } };
const signsOn = (more: object = {}) => aStep("verify-health", { signOn: "forms", ...more });

/** What Node-RED has logged since the flow was loaded. */
const logged = (): string => JSON.stringify(helper.log().args);

describe("what a step node keeps in Node-RED's credential store", () => {
  nodeRed();
  afterEach(asItIs);

  it("reaches the step, and is in none of its options", async () => {
    let got: { secrets: Secrets; options: object } | undefined;
    scripted("verify-health", async ({ secrets }, options) => {
      got = { secrets: secrets as Secrets, options };
      return { changed: false, text: quoted("done") };
    });
    const flow = await deployed({ nodes: [signsOn()], credentials });
    flow.send("step", await flow.start());
    await flow.got("after").first();
    should([got?.secrets.of("signOnUser"), got?.secrets.of("signOnPassword")]).eql([USER, PASSWORD]);
    JSON.stringify(got).should.not.match(/planted/);
  });

  for (const [what, kept, words] of [
    ["a user without a password", { signOnUser: USER }, /signOnPassword: Sign-on needs the password of the user\.$/],
    ["a password without a user", { signOnPassword: PASSWORD }, /signOnUser: Sign-on needs a user\.$/],
    ["neither, as in a flow that was imported", {}, /signOnUser: Sign-on needs a user; signOnPassword: /],
  ] as const) {
    it(`is asked for at the deploy, and again before the step asks a server: ${what}`, async () => {
      const flow = await deployed({ nodes: [signsOn()], credentials: { step: kept } });
      logged()
        .should.match(/The settings of the step are not valid: signOn/)
        .and.not.match(/planted/);
      flow.send("step", await flow.start());
      const { error } = await flow.got("caught").first();
      error.message.should.match(words).and.not.match(/planted/);
      (await flow.got("stopped").first()).payload!.should.match({ reasonCode: "bad-options" });
    });
  }

  it("is not asked for where it is there, nor does a start want it", async () => {
    const flow = await deployed({
      loop: { wires: [["step"], ["finished"], ["stopped"], ["reply"], ["warning"]] },
      nodes: [signsOn({ wires: [["loop"]] })],
      credentials,
    });
    logged().should.not.match(/not valid/);
    const answer = await flow.command("start", { dryRun: true });
    JSON.stringify(answer.payload).should.not.match(/signOn/);
  });

  it("is not asked for where nobody signs on", async () => {
    await deployed({ nodes: [signsOn({ signOn: "none" })] });
    logged().should.not.match(/not valid/);
  });

  for (const password of [PASSWORD, "wrong"]) {
    it(`is in no message, status, log, journal, report or truth, whether the user signs on or is refused: ${password}`, async () => {
      const kept = { step: { signOnUser: USER, signOnPassword: password === "wrong" ? password : PASSWORD } };
      const flow = await deployed({
        nodes: [{ ...aStep("preflight-check", { differentVersions: "warn" }), id: "first", wires: [["step"]] }, signsOn()],
        credentials: kept,
      });
      const message = await flow.start({ dryRun: true });
      flow.send("first", message);
      if (password === "wrong")
        (await flow.got("caught").first()).error.message.should.match(/was refused.*The password is not sent again/);
      else JSON.stringify((await flow.got("after").first()).payload).should.match(/a user has signed on \(https port 443, \/owa\/\)/);
      const { id } = message["run"] as { id: string };
      const seen = [
        await flow.documentOf(id),
        flow.lab?.truth(),
        ...["first", "step", "after", "caught", "stopped", "member"].flatMap((node) => [
          flow.got(node).all,
          flow.shown(node).all,
          flow.failed(node).all,
        ]),
      ];
      const text = `${JSON.stringify(seen)}${logged()}`;
      text.should.match(/probe\.signOn/);
      text.should.not.match(/planted/);
      if (password === "wrong") text.should.not.match(/"wrong"/);
    });
  }
});

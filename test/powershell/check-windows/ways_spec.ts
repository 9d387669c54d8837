import { EventEmitter } from "node:events";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { Keyboard } from "../../../tools/check-windows/password";
import type { SshSettings } from "../../../lib/adapters/powershell";
import { needsSshServer, thePowerShell } from "../../shared/powershell";
import { Rehearsal } from "../windows/rehearsal";
import { Played } from "./played";

const PASSWORD = "pl4nted’ $ecret \"'`Ö";

/** Somebody who types, and a console that would show it. */
function typing(text: string): Keyboard & { readonly raw: readonly boolean[] } {
  const raw: boolean[] = [];
  const console = Object.assign(new EventEmitter(), {
    isTTY: true,
    raw,
    setRawMode: (is: boolean) => raw.push(is),
    setEncoding: () => {},
    pause: () => {},
    resume: () => setImmediate(() => console.emit("data", text)),
  });
  return console as never;
}

describe("npm run check-windows, by every way to a server", function () {
  this.timeout(300_000);
  const played = new Played();
  const ways = (): readonly Record<string, unknown>[] =>
    readFileSync(join(played.folder, "ways.txt"), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  beforeEach(() => rmSync(join(played.folder, "ways.txt"), { force: true }));
  const winrm = true;

  it("by WinRM with Kerberos, as whoever runs it", async () => {
    const { code, said } = await played.check(["--only", "reads,3,5"], { winrm });
    should(said).match(/by WinRM with Kerberos, the default endpoint/);
    ways()[0]?.should.match({ computer: "CAS1", authentication: "Kerberos", ssl: false, endpoint: "" });
    should(code).equal(0, said);
  });

  it("over HTTPS with Negotiate and a password that is typed, and is seen nowhere", async () => {
    const input = typing(`${PASSWORD}x\u007f\r`);
    const args = ["--only", "3,9", "--authentication", "Negotiate", "--https", "--port", "5987", "--user", "CONTOSO\\svc"];
    const { said, document, page } = await played.check(args, { winrm, input, environment: { RIGHT_PASSWORD: PASSWORD } });
    input.raw.should.eql([true, false]);
    ways()[0]?.should.match({ authentication: "Negotiate", ssl: true, port: 5987, user: "CONTOSO\\svc", length: PASSWORD.length });
    said.should.match(/Password of CONTOSO\\svc \(it is not shown\)/).and.match(/9 +fine/);
    for (const text of [said, JSON.stringify(document), page, JSON.stringify(process.env)]) text.should.not.containEql("pl4nted");
  });

  it("with a password from a file; a wrong one is denied once, and nothing more is asked", async () => {
    const file = join(played.folder, "password.txt");
    writeFileSync(file, "\uFEFFwrong\r\nsecond line\r\n");
    const args = ["--only", "reads,3,4,9", "--user", "svc", "--password-file", file];
    const { rows, code, said } = await played.check(args, { winrm, environment: { RIGHT_PASSWORD: PASSWORD } });
    ways().length.should.equal(1);
    ways()[0]?.should.match({ user: "svc", length: "wrong".length });
    code.should.equal(1);
    rows.filter(({ answer }) => answer !== "unknown").should.eql([], said);
  });

  it("with a certificate, and without any password", async () => {
    const thumbprint = "AB".repeat(20);
    await played.check(["--only", "3", "--authentication", "certificate", "--certificate", thumbprint], { winrm });
    ways()[0]?.should.match({ ssl: true, certificate: thumbprint });
    should(ways()[0]).not.have.property("user");
  });

  it("by SSH: real sessions, into which the questions are sent as well", async function () {
    needsSshServer.call(this);
    const world = { array: "a", members: ["CAS1"], seed: 1, speed: 60, faults: [], pwsh: thePowerShell() };
    const rehearsal = await Rehearsal.start({ ...world, kind: "ssh" });
    try {
      const { user, port, keyFile, knownHostsFile } = rehearsal.settings.ssh as SshSettings;
      const address = rehearsal.members[0]?.address ?? "";
      const files = ["--key-file", keyFile ?? "", "--known-hosts", knownHostsFile ?? ""];
      const ssh = ["--server", address, "--ssh", "--user", user, "--port", String(port), ...files];
      const { rows, said } = await played.check(["--only", "reads,3,9,15", ...ssh], { executable: thePowerShell(), isPlain: true });
      const answers = rows.map(({ number, answer }) => [number, answer]);
      answers.should.eql(
        [
          ["reads", "fine"],
          ["3", "fine"],
          ["9", "fine"],
          ["15", "not-here"],
        ],
        said,
      );
    } finally {
      await rehearsal.stop();
    }
  });

  it("15: sessions that a killed client leaves go away, or are counted", async () => {
    const row = async (unkind: string) =>
      (await played.check(["--only", "15"], { winrm, unkind, faster: 200 })).rows.find(({ number }) => number === "15");
    (await row(""))?.should.match({ answer: "fine" });
    (await row("sessions-stay"))?.should.match({ answer: "look", what: /more than before/ });
  });

  it("17: two sessions keep each other out of the fence", async () => {
    const { rows, said } = await played.check(["--only", "17", "--test-member", "CAS1", "--yes"], { winrm });
    should(rows.find(({ number }) => number === "17 T")?.answer).equal("fine", said);
  });

  it("20: a JEA endpoint answers the reads, and refuses everything else; what is the check's own is not offered there", async () => {
    const { rows, said } = await played.check(["--only", "3,20", "--endpoint", "RollingUpdate"], { winrm });
    ways()[0]?.should.match({ endpoint: "RollingUpdate" });
    const twenty = rows.find(({ number }) => number === "20");
    should(twenty?.answer).equal("fine", said);
    twenty?.facts.should.containDeep([["a function of the check's own", "refused: not-offered"]]);
    rows.find(({ number }) => number === "3")?.should.match({ answer: "unknown", what: /^not offered: / });
  });

  it("20: an endpoint of somebody else answers what it must refuse", async () => {
    const environment = { SERVER_MODULE: join(__dirname, "..", "..", "..", "powershell", "RollingUpdateCheck", "RollingUpdateCheck.psd1") };
    const { rows } = await played.check(["--only", "20", "--endpoint", "Other"], { winrm, environment });
    rows
      .find(({ number }) => number === "20")
      ?.should.match({ answer: "look", what: /answers what it must refuse: a function of the check's own/ });
  });

  it("16: what a wrong password costs is not known where the Security log cannot be read", async () => {
    const file = join(played.folder, "password.txt");
    writeFileSync(file, PASSWORD);
    const test = ["--test-member", "CAS1", "--yes", "--wrong-password", "--user", "svc", "--password-file", file];
    const { rows } = await played.check(["--only", "16", ...test], { winrm, environment: { RIGHT_PASSWORD: PASSWORD } });
    rows.find(({ number }) => number === "16 T")?.should.match({ answer: "unknown" });
  });

  it("is interrupted in the middle of a change: it is taken back, and it says so", async () => {
    const stop = new AbortController();
    const heard = (text: string): void => {
      if (/With|On the test member/.test(text)) void waitForDrain(played).then(() => stop.abort());
    };
    const { code, said, document } = await played.check(["--only", "6", "--test-member", "CAS1", "--yes"], { signal: stop.signal, heard });
    code.should.equal(130, said);
    document.should.match({ interrupted: true, left: [] });
    said.should.match(/Interrupted\. What was changed is taken back/);
    await until(() => played.windows.world.resident("CAS1")?.host.mode === "started");
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Until the member drains, in the world. */
const waitForDrain = ({ windows }: Played): Promise<void> => until(() => windows.world.resident("CAS1")?.host.mode === "draining");

import "should";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { packages } from "../../../../lib/adapters/lab/machine/packages";
import { needsPowerShell } from "../../../shared/powershell";
import type { Account } from "../../windows/world/computers/accounts";
import { refusal, Stage } from "../member";

const PASSWORD = "pl4nted’ $ecret \"'`Ö";
const NAMED: Account = { name: "CONTOSO\\svc-setup", password: PASSWORD };
/** The first Windows that has managed accounts for groups. */
const os = "Microsoft Windows Server 2012 Standard 6.2.9200";
const MANAGED: Account = { name: "CONTOSO\\gmsa-exchange$", password: null };
const JOBS = "C:\\ProgramData\\RollingUpdate\\jobs";
const quoted = (text: string): string => `'${text.replaceAll(/['’]/g, "$&$&")}'`;

describe("A job under an account", function () {
  this.timeout(150_000);
  let stage: Stage;
  before(needsPowerShell);
  afterEach(() => stage?.close());

  const open = async (accounts: readonly Account[] = [NAMED, MANAGED], more: { os?: string; directory?: boolean } = {}) => {
    stage = await Stage.open({ accounts, directory: more.directory ?? false });
    const { machine } = stage.resident;
    if (more.os !== undefined) Object.assign(machine, { role: { ...machine.role, os: more.os } });
  };
  /** Starts set-up as the caller does: the password in an object, never a text. */
  const start = (account: string, password: string | null, id = "a") => {
    const secret = password === null ? "" : ` -Credential (New-Object PSCredential ${quoted(account)}, $secret)`;
    const made = Array.from(password ?? "").map((char) => `$secret.AppendChar([char]${char.charCodeAt(0)})`);
    return stage.shell.script(
      [
        "$secret = New-Object System.Security.SecureString",
        ...made,
        `Start-RUJob -Id ${id} -Kind setup -LimitMinutes 180 -File ${quoted(packages.servicePack3.file)} -Argument '/mode:Upgrade' -Account ${quoted(account)}${secret}`,
      ].join("; "),
    );
  };
  const poll = async (id = "a") =>
    (await stage.shell.invoke("job.poll", { id })) as { state: string; exitCode: number | null; text: string };
  const started = () => stage.windows.truth().operations.filter(({ op }) => op === "job.start");
  const tasks = async () =>
    (
      await stage.shell.script(
        "$s = New-Object -ComObject Schedule.Service; $s.Connect(); $s.GetFolder('\\RollingUpdate').GetTasks(1) | ForEach-Object { New-Object PSObject -Property @{ name = $_.Name } }",
      )
    ).map(({ name }) => String(name));
  const over = async () => {
    for (let round = 0; round < 1200; round++) {
      const now = await poll();
      if (now.state !== "running") return now;
      if (now.text !== "starting") stage.wait(60);
      await pause(30);
    }
    throw new Error("the job did not end");
  };
  const saidNo = async (attempt: Promise<unknown>) => {
    const { id, message, hint } = await refusal(attempt);
    message.should.not.containEql(PASSWORD);
    String(hint).should.not.equal("null");
    return id;
  };

  for (const [what, account] of [
    ["with a password", NAMED],
    ["that is managed", MANAGED],
  ] as const)
    it(`runs as an account ${what}, and leaves its result; its task, with which Windows keeps a password, is gone then`, async () => {
      await open(undefined, { os });
      await start(account.name, account.password);
      existsSync(join(jobFolder(), "began.xml")).should.be.true("it was seen to begin");
      const end = await over();
      end.state.should.equal("finished");
      started()
        .map(({ args }) => (args as { account?: string }).account)
        .should.eql([account.name]);
      for (let round = 0; round < 200 && (await tasks()).length > 0; round++) await pause(50);
      (await tasks()).should.be.empty();
    });

  const jobFolder = () => {
    const jobs = stage.windows.folders.real("CAS1", JOBS);
    return join(jobs, readdirSync(jobs)[0] ?? "");
  };

  it("has its password in no file on the member", async () => {
    await open();
    await start(NAMED.name, PASSWORD);
    await over();
    const files = readdirSync(jobFolder()).filter((name) => name.endsWith(".xml") || name.endsWith(".ps1"));
    files.should.containEql("order.xml");
    for (const file of files)
      for (const encoding of ["utf8", "utf16le"] as const) readFileSync(join(jobFolder(), file), encoding).should.not.containEql("pl4nted");
  });

  it("shows no password to the logs of PowerShell: its parameter is an object whose name is all that they have", async () => {
    await open();
    const shown = await stage.shell.script(
      "(Get-Command Start-RUJob).Parameters.Values | Where-Object { $_.Name -match 'Cred|Pass|Secret' } | ForEach-Object { New-Object PSObject -Property @{ name = $_.Name; type = $_.ParameterType.Name } }",
    );
    shown.should.eql([{ name: "Credential", type: "PSCredential" }]);
  });

  const refused: readonly (readonly [id: string, why: string, accounts: readonly Account[], whom: Account, password: string | null])[] = [
    ["account-unknown", "the name is not known", [], NAMED, PASSWORD],
    ["account-no-password", "it has no password", [NAMED], NAMED, null],
    ["account-password", "the password is wrong", [NAMED], NAMED, "another"],
    ["account-batch-right", "it may not log on as a batch job", [{ ...NAMED, batchRight: false }], NAMED, PASSWORD],
    ["account-may-not-log-on", "it is disabled", [{ ...NAMED, barred: 1331 }], NAMED, PASSWORD],
    ["account-not-administrator", "it is no administrator", [{ ...NAMED, administrator: false }], NAMED, PASSWORD],
  ];
  for (const [id, why, accounts, whom, password] of refused)
    it(`is refused as ${id} where ${why}: nothing has begun, no task is left, and it can be started again`, async () => {
      await open(accounts);
      (await saidNo(start(whom.name, password))).should.equal(id);
      (await poll()).state.should.equal("none");
      started().should.be.empty();
      if (accounts.length > 0 && id !== "account-no-password") (await tasks()).should.be.empty();
      (await saidNo(start(whom.name, password))).should.equal(id);
    });

  it("is refused as account-not-usable where this server may not fetch the password of a managed account, or is too old for one", async () => {
    await open([{ ...MANAGED, hosts: ["CAS2"] }], { os });
    (await saidNo(start(MANAGED.name, null))).should.equal("account-not-usable");
    (await poll()).state.should.equal("none");
    await stage.close();
    await open([MANAGED]);
    (await saidNo(start(MANAGED.name, null))).should.equal("account-not-usable");
  });

  it("takes tasks away that a server kept when it went down in the middle of a job", async () => {
    await open();
    await start(NAMED.name, PASSWORD, "first");
    stage.happen(() => stage.world.restart(stage.resident));
    stage.wait(900);
    await pause(3500);
    const [kept = "none"] = await tasks();
    kept.should.not.equal("none");
    await start(NAMED.name, PASSWORD, "second");
    (await tasks()).should.not.containEql(kept);
  });

  it("that began to wait in a queue is polled, and says why where it never began", async () => {
    await open();
    await start(NAMED.name, PASSWORD);
    await stage.shell.script("Stop-RUJob -Id a");
    for (const name of ["began.xml", "result.xml"]) rmSync(join(jobFolder(), name), { force: true });
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RUTaskResult { param($Name) -2147023511 } }");
    stage.wait(120);
    const { state, text } = await poll();
    state.should.equal("finished");
    text.should.equal(`it never began: the account ${NAMED.name} may not log on as a batch job on this server`);
  });

  it("that Get-RUJobAccount is asked about: what can be told, and unknown where it cannot", async () => {
    const ask = async (account: Account) => (await stage.shell.script(`Get-RUJobAccount -Account ${quoted(account.name)}`))[0];
    await open(undefined, { os });
    ((await ask(NAMED)) as object).should.eql({ known: "yes", usableHere: "unknown" });
    ((await ask(MANAGED)) as object).should.eql({ known: "yes", usableHere: "unknown" });
    ((await ask({ ...NAMED, name: "CONTOSO\\nobody" })) as object).should.have.property("known", "no");
    await stage.close();
    await open([{ ...MANAGED, hosts: ["CAS2"] }], { os, directory: true });
    ((await ask(MANAGED)) as object).should.have.property("usableHere", "no");
    await stage.close();
    await open([MANAGED], { os, directory: true });
    ((await ask(MANAGED)) as object).should.have.property("usableHere", "yes");
  });
});

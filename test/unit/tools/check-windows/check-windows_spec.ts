import "should";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { Lab } from "../../../../lib/adapters/lab";
import type { CheckedServers } from "../../../../lib/adapters";
import { AccessDenied, OperationFailed, Unreachable } from "../../../../lib/server/errors";
import { operationNames, operationOf } from "../../../../lib/server/catalogue";
import type { OperationName } from "../../../../lib/server/catalogue";
import type { Invoke } from "../../../../lib/server/server";
import { VirtualClock } from "../../../../lib/time/virtual-clock";
import { runCheck } from "../../../../tools/check-windows/run-check";

interface Checked {
  readonly code: number;
  readonly said: string;
  readonly asked: readonly string[];
  readonly opened: readonly unknown[];
}

/** Runs the check with a lab in place of Windows. */
const check = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  but: Partial<Record<string, () => unknown>> = {},
  only = "reads",
): Promise<Checked> => {
  const asked: string[] = [];
  const opened: unknown[] = [];
  const lab = new Lab({ array: "A", members: ["CAS1", "CAS2"], seed: 1, speed: 300, faults: [], clock: new VirtualClock() });
  const invoke = (async (server: string, op: string, asks: never, call: never) => {
    asked.push(op);
    const instead = but[op];
    return instead === undefined ? await lab.invoke(server, op as never, asks, call) : instead();
  }) as Invoke;
  const open = (way: unknown): CheckedServers => {
    opened.push(way);
    const question = () => Promise.reject(new Error("Only reads are asked here."));
    return { kind: "local", invoke, clock: lab.clock, question, abandon: () => Promise.resolve(), close: () => Promise.resolve() };
  };
  let said = "";
  const stream = { write: (text: string) => (said += text) } as never;
  const code = await runCheck(["--only", only, ...args], env, { out: stream, err: stream, open });
  return { code, said, asked, opened };
};

const windows = { ROLLING_UPDATE_CHECK_ANYWHERE: "1", COMPUTERNAME: "CAS1" };
const quickly = ["--executable", process.execPath];

describe("npm run check-windows", () => {
  it("asks this computer all that a flow reads, and changes nothing", async () => {
    const { code, said, asked, opened } = await check(quickly, windows);
    code.should.equal(0, said);
    opened.should.match([{ settings: { kind: "local" }, members: [{ name: "CAS1" }], scomServer: null }]);
    for (const op of asked) operationOf(op as never).kind.should.equal("read", op);
    asked.should.containDeep(["system.info", "nlb.host", "events.since", "files.stat", "files.tail", "job.poll", "probe.tcp"]);
    asked.should.not.containEql("scom.maintenance");
    said.should
      .match(/CAS1: .*PowerShell .* there/)
      .and.match(/nlb\.host +works +\d+ ms/)
      .and.match(/Nothing was changed/);
  });

  it("asks servers by WinRM, SCOM and a script of one's own where they are named", async () => {
    const args = [...quickly, "--server", "CAS1", "--server", "CAS2", "--https", "--endpoint", "RollingUpdate", "--scom", "scom1"];
    const { asked, opened, said } = await check([...args, "--script", "C:\\look.ps1"], windows);
    const winrm = { authentication: "Kerberos", useSsl: true, endpoint: "RollingUpdate", credential: null };
    opened.should.match([{ settings: { kind: "winrm", winrm }, members: [{ name: "CAS1" }, { name: "CAS2" }], scomServer: "scom1" }]);
    asked.should.containDeep(["scom.maintenance", "script.look"]);
    said.should.match(/\nCAS1: [\s\S]*\nCAS2: /);
  });

  it("names the place in an answer that is not as agreed, and fails", async () => {
    const { code, said } = await check(quickly, windows, { "system.pendingReboot": () => ({ reasons: [{ cause: "weather" }] }) });
    code.should.equal(1);
    said.should.match(/system\.pendingReboot +failed .*reasons\.0\.cause/);
  });

  it("tells of a missing module, which is no failure", async () => {
    const failed = new OperationFailed({
      server: "CAS1",
      operation: "nlb.host",
      errorId: "missing-module",
      what: "no NLB",
      hint: "Install it",
    });
    const { code, said } = await check(quickly, windows, { "nlb.host": () => Promise.reject(failed) });
    code.should.equal(0);
    said.should.match(/nlb\.host +missing module +\d+ ms +no NLB\. Install it/);
  });

  const failing = (errorId: string, ...operations: readonly OperationName[]) =>
    Object.fromEntries(
      operations.map((operation) => [
        operation,
        () => Promise.reject(new OperationFailed({ server: "CAS1", operation, errorId, what: "it is not there" })),
      ]),
    );

  it("fails where a module is missing on the management server that was named", async () => {
    const args = [...quickly, "--server", "CAS1", "--scom", "scom1"];
    const { code, said } = await check(args, windows, failing("missing-module", "scom.maintenance"));
    code.should.equal(1);
    said.should.match(/missing on the management server/);
  });

  it("refuses to ask for a check that there is not, before anything is asked", async () => {
    const { code, asked, said } = await check([], windows, {}, "1,99");
    [code, asked].should.eql([2, []]);
    said.should.match(/there is no check "99"/);
  });

  it("fails where this computer has no PowerShell at all", async () => {
    const { code } = await check(["--executable", "no-such-powershell"], windows, {}, "1");
    code.should.equal(1);
  });

  it("fails where a function of ours is not offered", async () => {
    const { code, said } = await check(quickly, windows, failing("not-offered", "nlb.host"));
    code.should.equal(1);
    said.should.match(/nlb\.host +not offered +\d+ ms +it is not there/);
  });

  it("fails where nothing at all was answered, whatever the reason", async () => {
    (await check(quickly, windows, failing("missing-module", ...operationNames))).code.should.equal(1);
    (await check(quickly, windows, failing("missing-module", "system.info"))).code.should.equal(1);
  });

  for (const Refusal of [Unreachable, AccessDenied])
    it(`asks a server one thing only that cannot be reached or entered: ${Refusal.name}`, async () => {
      const refused = new Refusal({ server: "CAS1", operation: "system.info", what: "no" });
      const { code, asked } = await check(quickly, windows, { "system.info": () => Promise.reject(refused) });
      code.should.equal(1);
      asked.filter((op) => op !== "system.info").should.eql([]);
    });

  it("says as whom it runs, and writes what it prints to a file where there is no console", async () => {
    const folder = mkdtempSync(join(tmpdir(), "check-log-"));
    try {
      const log = join(folder, "check.log");
      const { said } = await check([...quickly, "--log", log], { ...windows, USERDOMAIN: "CONTOSO" });
      said.should.match(new RegExp(`as CONTOSO\\\\${userInfo().username.replaceAll("$", "\\$")}; this computer`));
      readFileSync(log, "utf8").should.equal(said);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const onTestMember = [...quickly, "--server", "CAS1", "--server", "CAS2", "--test-member", "CAS1"];

  it("changes nothing without --yes, and says what it would do", async () => {
    const { code, said, asked } = await check(onTestMember, windows, {}, "6");
    code.should.equal(0, said);
    said.should
      .match(/With --yes this would be done on the test member, CAS1:\n  6 T +drains this server/)
      .and.match(/Nothing was changed/);
    asked.should.not.containEql("nlb.drain");
  });

  it("drains the test member alone, and starts it again", async () => {
    const { said, asked } = await check([...onTestMember, "--yes"], windows, {}, "6");
    asked.filter((op) => op === "nlb.drain" || op === "nlb.start").should.eql(["nlb.drain", "nlb.start"], said);
    said.should
      .match(/6 T +fine/)
      .and.match(/6 T +not asked/)
      .and.match(/was taken back, where it can be/);
  });

  it("says which state a member is in that could not be put back, and what to do", async () => {
    const refused = new OperationFailed({ server: "CAS1", operation: "nlb.start", errorId: "nlb-refused", what: "NLB does not start" });
    const { code, said } = await check([...onTestMember, "--yes"], windows, { "nlb.start": () => Promise.reject(refused) }, "6");
    code.should.equal(1);
    said.should
      .match(/6 T +look .*not taken back: NLB, which is to be started \(NLB does not start\)/)
      .and.match(/CAS1 is not as it was found: NLB, which is to be started \(NLB does not start\)\. Look at it\./);
  });

  if (process.platform !== "win32")
    it("says that it needs Windows", async () => {
      const { code, said, opened } = await check([], {});
      code.should.equal(1);
      said.should.match(/needs Windows/);
      opened.should.eql([]);
    });

  for (const args of [["--endpoint", "X"], ["--https"], ["--change"], ["--server"]])
    it(`refuses a command line: ${args.join(" ")}`, async () => {
      (await check(args, windows)).code.should.equal(2);
    });
});

import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import * as functions from "../../../../lib/adapters/powershell/functions";
import { faultNames } from "../../../../lib/adapters/lab";
import * as catalogue from "../../../../lib/server/catalogue";
import { steps } from "../../../../lib/steps";
import { operationsOfFlow, operationsOfStep } from "../../../../tools/jea/operations";
import { readOptions } from "../../../../tools/jea/options";
import { constraintsOf } from "../../../../tools/jea/parameters";
import { filesFor, runJea } from "../../../../tools/jea/run-jea";
import { bundled, playedOnce, playFlow } from "../../procedure/play";

type Flow = Parameters<typeof operationsOfFlow>[0];
const theFlow = [...bundled().values()] as unknown as Flow;
const options = { flow: null, account: "CONTOSO\\svc-nodered", scom: false };

describe("The operations for which an endpoint is made", () => {
  const allowed = new Set<string>(operationsOfFlow(theFlow));

  it("are all that the bundled flow ever uses, whatever goes wrong", async function () {
    this.timeout(120_000);
    const settings = [{}, { dryRun: true }, ...faultNames.map((name) => ({ faults: [{ name, member: "CAS2" }] }))];
    for (const setting of settings) {
      const { lab } = await playedOnce(setting);
      const used = new Set(lab.truth().operations.map(({ op }) => op as string));
      used.size.should.be.above(5);
      [...used].filter((op) => !allowed.has(op)).should.eql([], JSON.stringify(setting));
    }
  });

  it("are told of every step", () => {
    for (const type of steps.keys()) operationsOfStep(type).length.should.be.above(0, type);
    for (const type of ["server-array", "rolling-update", "../server/catalogue", "inject"]) operationsOfStep(type).should.eql([], type);
  });

  it("have with each change its undo and the reads in which it is seen", () => {
    const array = { id: "a", type: "server-array", serving: "http" };
    const operations = operationsOfFlow([array, { id: "s", type: "service-control" }] as unknown as Flow);
    operations.should.containDeep(["services.start", "services.stop", "services.list", "system.info"]);
    operations.should.not.containEql("nlb.drain");
    operations.should.not.containEql("job.start");
    operationsOfFlow([array, { id: "n", type: "nlb-drainstop" }] as unknown as Flow).should.containDeep(["nlb.start", "nlb.stop"]);
  });

  it("have the array's way of telling who serves, and nothing for a disabled node", () => {
    operationsOfFlow([{ id: "a", type: "server-array", serving: "script" }] as unknown as Flow).should.containEql("script.look");
    operationsOfFlow([{ id: "j", type: "install-update", d: true }] as unknown as Flow).should.not.containEql("job.start");
  });
});

describe("What an endpoint lets a parameter be", () => {
  const constraints = (op: keyof typeof functions.functions) => {
    const { parameters } = functions.functions[op];
    return constraintsOf(catalogue.operationOf(op).args, parameters as (args: unknown) => functions.Parameters);
  };
  /** As PowerShell would look at it. */
  const fits = (op: keyof typeof functions.functions, name: string, value: string): boolean => {
    const constraint = constraints(op).get(name);
    if (constraint === null || constraint === undefined) throw new Error(`${op} -${name} has no constraint.`);
    if ("set" in constraint) return constraint.set.includes(value);
    return new RegExp(constraint.pattern.replace("\\z", "(?![\\s\\S])"), "i").test(value);
  };

  it("is one of the words where there are only these", () => {
    should(constraints("nlb.setDefaultState").get("State")).eql({ set: ["started", "stopped", "suspended"] });
    should(constraints("events.since").get("Level")).eql({ set: ["critical", "error", "warning", "information"] });
    should(constraints("job.start").get("Kind")).eql({ set: ["msp", "setup", "exe", "windows-updates", "command"] });
  });

  for (const [op, name, good, bad] of [
    [
      "system.restart",
      "BootedAt",
      ["2026-01-10T22:00:00.000Z", "2026-01-10T22:00:00Z"],
      ["now", "2026-01-10", "2026-01-10T22:00:00.000Z\n"],
    ],
    ["files.copy", "Sha256", ["ab".repeat(32), "AB".repeat(32)], ["ab", `${"ab".repeat(32)}\n`]],
    ["files.copy", "From", ["\\\\files\\updates\\ru32.msp", "C:\\Updates\\ru 32 (x64).msp"], ["C:\\*.msp", "a\nb", 'C:\\"x', ""]],
    ["files.tail", "Offset", ["0", "9007199254740991"], ["-1", "1e3", ""]],
    ["events.since", "AtMost", ["5001"], ["all"]],
    ["services.start", "Name", ["MSExchangeServiceHost", "MSSQL$SQLEXPRESS"], ["", "a\nb"]],
    ["scom.begin", "Comment", ["", "Rolling update – ✓"], ["x".repeat(251), "a\nb"]],
    ["job.start", "Argument", ["", "/m:upgrade", 'Reason="a b"'], ["a\0b"]],
    ["job.poll", "Id", ["2026-01-10T22-00-00-CAS-1/CAS1/install/1/1"], ["", "x".repeat(201)]],
  ] as const)
    it(`is for ${op} -${name} what can occur, and not more`, () => {
      for (const value of good) fits(op, name, value).should.equal(true, value);
      for (const value of bad) fits(op, name, value).should.equal(false, value);
    });

  for (const op of Object.keys(functions.functions) as (keyof typeof functions.functions)[])
    it(`is for ${op} what its example in the catalogue needs`, () => {
      const { args, example } = catalogue.operationOf(op);
      const { parameters } = functions.functions[op] as { parameters: (given: unknown) => functions.Parameters };
      for (const [name, value] of Object.entries(parameters(args.parse(example))))
        for (const one of Array.isArray(value) ? value : [value]) fits(op, name, String(one)).should.equal(true, `-${name} ${String(one)}`);
    });

  it("is told for every parameter that a function may get", () => {
    for (const op of Object.keys(functions.functions) as (keyof typeof functions.functions)[])
      for (const [name, constraint] of constraints(op)) should(constraint === null).be.false(`${op} -${name}`);
  });
});

describe("npm run jea", () => {
  const shown = (text: string): string[] => [...text.matchAll(/^\s*(?:Name\s+= )?'([A-Z][a-z]+-RU\w+)'$/gm)].map((match) => match[1] ?? "");

  it("offers all functions of the package where no flow is given", () => {
    const files = filesFor(null, { ...options, scom: true });
    const all = [...files].filter(([name]) => name.endsWith(".psrc")).flatMap(([, text]) => shown(text));
    all.toSorted().should.eql(functions.publicFunctions.toSorted());
  });

  it("offers a flow what it uses, and the members' names to the SCOM server", () => {
    const files = filesFor(theFlow, { ...options, flow: "/somewhere/flow.json" });
    const member = files.get("RollingUpdateMember.psrc") ?? "";
    shown(member).should.containDeep(["Get-RUSystem", "Start-RUNlbDrain", "Start-RUJob", "Copy-RUFile", "Add-RUFilePart"]);
    shown(member).should.not.containEql("Invoke-RUScript");
    member.should.match(/flow\.json/).and.not.match(/somewhere/);
    (files.get("RollingUpdateMonitoring.psrc") ?? "").should.match(/'Computer'; ValidateSet = 'CAS1', 'CAS2', 'CAS3', 'CAS4'/);
  });

  describe("for a flow with packages", () => {
    const nodes = (...more: readonly object[]) =>
      [
        ...theFlow,
        { id: "s", type: "update-package", kind: "setup", file: "D:\\SP 3 (x64)\\setup.com" },
        { id: "b", type: "backup-server", file: "C:\\Tools\\backup.cmd", proofFile: "E:\\proof.log" },
        ...more,
      ] as unknown as Flow;
    const ruleOf = (flow: Flow, name: string, parameter: string) => {
      const block = (filesFor(flow, options).get("RollingUpdateMember.psrc") ?? "")
        .split(/^ {8}@\{/m)
        .find((part) => part.includes(`'${name}'`));
      return new RegExp(`'${parameter}'; Validate(.*) \\}`).exec(block ?? "")?.[1] ?? "";
    };
    const allows = (name: string, parameter: string, value: string): boolean => {
      const pattern = /^Pattern = '(.*)'$/.exec(ruleOf(nodes(), name, parameter))?.[1];
      return new RegExp(String(pattern).replaceAll("\\z", "(?![\\s\\S])"), "i").test(value);
    };

    it("offers the kinds of jobs that the flow has, and those of what is disabled not", () => {
      ruleOf(nodes({ id: "d", type: "update-package", kind: "windows-updates", d: true }), "Start-RUJob", "Kind").should.equal(
        "Set = 'msp', 'setup', 'command'",
      );
      const security = (file: string) =>
        ruleOf(nodes({ id: "u", type: "update-package", kind: "security-update", file }), "Start-RUJob", "Kind");
      security("C:\\Updates\\su.exe").should.equal("Set = 'msp', 'setup', 'exe', 'command'");
      security("C:\\Updates\\su.msp").should.equal("Set = 'msp', 'setup', 'command'");
    });

    for (const [name, parameter, good, bad] of [
      [
        "Start-RUJob",
        "File",
        ["C:\\Updates\\next month.msp", "c:\\updates\\x.msp", "D:\\SP 3 (x64)\\setup.com", "C:\\Tools\\backup.cmd"],
        [
          "C:\\Windows\\System32\\cmd.exe",
          "C:\\Tools\\other.cmd",
          "C:\\Updates\\..\\Windows\\x.exe",
          "C:\\Updates\\.. \\x.exe",
          "C:\\Updates",
        ],
      ],
      ["Start-RUJob", "Log", ["C:\\Updates\\x.msp.log"], ["C:\\Windows\\x.log", "C:\\Updates/../x.log", "C:\\Updates\\a:b"]],
      ["Copy-RUFile", "To", ["C:\\Updates\\new.msp"], ["C:\\Windows\\System32\\x.dll", "C:\\UpdatesX\\x.msp"]],
      ["Add-RUFilePart", "Path", ["C:\\Updates\\new.msp.part"], ["C:\\Updates\\new.msp", "C:\\x.part"]],
      [
        "Get-RUFile",
        "Path",
        ["C:\\Updates\\x.msp", "E:\\proof.log", "C:\\ExchangeSetupLogs\\ExchangeSetup.log"],
        ["C:\\Windows\\repair\\SAM", "E:\\other.log", "C:\\Updates\\x.msp\n"],
      ],
      [
        "Get-RUFileText",
        "Path",
        ["C:\\ExchangeSetupLogs\\ExchangeSetup.log", "C:\\Updates\\x.msp.log"],
        ["C:\\Windows\\Panther\\unattend.xml", "E:\\proof.log"],
      ],
    ] as const)
      it(`lets ${name} -${parameter} lead into its folders, and out of them nowhere`, () => {
        for (const value of good) allows(name, parameter, value).should.equal(true, value);
        for (const value of bad) allows(name, parameter, value).should.equal(false, value);
      });

    it("lets setup run as the accounts that the packages name, and as no others", () => {
      const named = (account: string) => ({ id: account, type: "update-package", kind: "setup", file: "C:\\x\\setup.exe", account });
      for (const name of ["Start-RUJob", "Get-RUJobAccount"]) {
        ruleOf(nodes(named("CONTOSO\\gmsa-exchange$")), name, "Account").should.equal("Set = 'CONTOSO\\gmsa-exchange$'");
        allows(name, "Account", "CONTOSO\\gmsa-exchange$").should.be.false();
      }
    });

    it("lets everything be where the packages are in another file", () => {
      const without = theFlow.filter(({ type }) => type !== "update-package") as Flow;
      ruleOf(without, "Start-RUJob", "Kind").should.containEql("'exe'");
    });

    it("allows all that the bundled flow sends", async function () {
      this.timeout(60_000);
      const { lab } = await playFlow({});
      const sent = lab.truth().operations.filter(({ op }) => op === "job.start" || op === "files.copy");
      sent.should.not.be.empty();
      for (const { op, args } of sent) {
        const name = op === "job.start" ? "Start-RUJob" : "Copy-RUFile";
        const given = functions.functions[op as "job.start"].parameters(args as never);
        for (const parameter of ["File", "Log", "To", "From"]) {
          const value = given[parameter];
          if (typeof value === "string") allows(name, parameter, value).should.equal(true, `${parameter} ${value}`);
        }
      }
    });
  });

  it("lets every change have its fencing number, and gives no parameter two rules", () => {
    for (const [name, text] of filesFor(null, { ...options, scom: true })) {
      if (!name.endsWith(".psrc")) continue;
      text.should.not.match(/ValidateSet[^}]*ValidatePattern|ValidatePattern[^}]*ValidateSet/);
      for (const pattern of text.matchAll(/ValidatePattern = '([^']*)'/g)) should(pattern[1]).match(/^\^.*\\z$/);
      for (const part of text
        .split(/^ {8}@\{/m)
        .slice(1)
        .filter((block) => /(Start|Stop|Set|Add|Copy|Restart|Suspend)-RU/.test(block)))
        part.should.match(/'Fence'/);
    }
  });

  it("lets a session ask for the name of the computer alone, and show the fencing number of a run that begins", () => {
    const member = filesFor(theFlow, options).get("RollingUpdateMember.psrc") ?? "";
    const block = member.split(/^ {8}@\{/m).find((part) => part.includes("'Get-RUSystem'")) ?? "";
    block.should.match(/'NameOnly'/).and.match(/'Fence'/);
  });

  it("writes the SCOM server's files only where there is one", () => {
    const without = theFlow.map((node) => (node.type === "server-array" ? { ...node, scomServer: "" } : node)) as Flow;
    [...filesFor(without, options).keys()].should.eql([
      "RollingUpdateMember.psrc",
      "RollingUpdateMember.pssc",
      "Register-RollingUpdateMember.ps1",
    ]);
    filesFor(without, { ...options, scom: true }).size.should.equal(6);
  });

  it("makes the same files again from the same flow", () => {
    filesFor(theFlow, options).should.eql(filesFor(theFlow, options));
  });

  it("takes everybody's rights from the folder with the transcripts, in which fencing numbers lie as well", () => {
    const script = String(filesFor(null, options).get("Register-RollingUpdateMember.ps1"));
    const rights = script.slice(script.indexOf("New-Item -ItemType Directory -Path 'C:\\ProgramData"));
    rights.should.match(
      /'\/setowner', '\*S-1-5-32-544', '\/T'[^]*'\/reset'[^]*'\/inheritance:r'[^]*icacls\.exe" 'C:\\ProgramData\\RollingUpdate' @right/,
    );
  });

  it("writes files that Windows PowerShell reads right, and says so", () => {
    const out = mkdtempSync(join(tmpdir(), "jea-"));
    let said = "";
    const stream = { write: (text: string) => (said += text) } as never;
    try {
      runJea(["--out", join(out, "new"), "--scom"], {}, { out: stream, err: stream }).should.equal(0);
      said.should.match(/RollingUpdateMember\.psrc[\s\S]*No --account was given/);
      for (const file of readdirSync(join(out, "new"))) {
        const text = readFileSync(join(out, "new", file), "utf8");
        text.charCodeAt(0).should.equal(0xfeff, file);
        text.should.not.match(/[^\r]\n/, file);
      }
      readFileSync(join(out, "new", "Register-RollingUpdateMember.ps1"), "utf8").should.match(/DOMAIN\\account.*throw/);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });

  for (const [words, ...args] of [
    [/Say where the files go/],
    [/DOMAIN\\NAME/, "--out", "x", "--account", "svc"],
    [/DOMAIN\\NAME/, "--out", "x", "--account", "CONTOSO\\svc' = 1; x = '"],
    [/no option --force/, "--out", "x", "--force"],
  ] as [RegExp, ...string[]][])
    it(`refuses a command line: ${args.join(" ") || "(none)"}`, () => {
      (() => readOptions(args)).should.throw({ name: "WrongUsage", message: words });
    });
});

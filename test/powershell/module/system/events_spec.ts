import should from "should";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { refusal, Stage } from "../member";

type Events = ResultOf<"events.since">;
type Cursor = ResultOf<"events.cursor">;
const EVERY = ["critical", "error", "warning", "information"] as const;

describe("event logs of a member, by the module", function () {
  this.timeout(60_000);
  let stage: Stage;
  const logs = () => stage.resident.machine.events;
  const cursor = async () => (await stage.shell.invoke("events.cursor")) as Cursor;
  const since = async (from: Cursor["cursor"], levels: readonly string[] = EVERY, atMost = 500) =>
    (await stage.shell.invoke("events.since", { cursor: from, levels, atMost })) as Events;
  /** Puts this in the place of Get-WinEvent. */
  const mock = (body: string) =>
    stage.shell.script(
      `$null = Get-Service; function global:Get-WinEvent { [CmdletBinding()] param($LogName, $FilterXPath, [switch]$Oldest, $MaxEvents) ${body} }`,
    );
  const event = (record: number, minute: number, more = "") =>
    `(New-Object PSObject -Property @{ RecordId = ${record}; Id = 7; Level = 2; ProviderName = 'P'; Message = 'm'; TimeCreated = [DateTime]::SpecifyKind([DateTime]'2026-01-10T22:${minute}:00', 'Utc'); ${more} })`;
  const none =
    "$PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord (New-Object Exception 'nichts'), 'NoMatchingEventsFound', 'ObjectNotFound', $null))";

  before(needsPowerShell);
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage.close());

  it("tells where the logs stand, and the member's own clock", async () => {
    const at = await cursor();
    should(at.cursor).eql(logs().cursor());
    should(Date.parse(at.clock)).equal(stage.resident.machine.clock());
  });

  it("gives what came after a cursor, as the lab does", async () => {
    const { cursor: from } = await cursor();
    should(await since(from)).eql({ events: [], more: false });
    for (const [index, level] of EVERY.entries()) {
      stage.wait(1);
      const log = index % 2 === 0 ? "Application" : "System";
      logs().write({ log, provider: "MsiInstaller", id: 1000 + index, level, message: `Größer ${level} «${index}»` });
    }
    should(await since(from)).eql(logs().since(from, EVERY, 500));
    should((await since(from)).events).have.length(4);
    should(await since(from, ["error", "critical"])).eql(logs().since(from, ["error", "critical"], 500));
  });

  it("says that there are more, and can be asked on from the last ones", async () => {
    const { cursor: from } = await cursor();
    for (let n = 0; n < 9; n++) {
      stage.wait(1);
      logs().write({ log: n % 3 === 0 ? "Application" : "System", provider: "P", id: n, level: "error", message: `${n}` });
    }
    const seen: number[] = [];
    const at = { ...from };
    for (let more = true; more; ) {
      const some = await since(at, EVERY, 4);
      for (const { log, record, id } of some.events) {
        seen.push(id);
        at[log] = record;
      }
      more = some.more;
    }
    should(seen).eql([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("keeps the order of the numbers where the clock was set back between", async () => {
    await mock(
      `if (-not $FilterXPath) { return ${event(9, 30)} }; if ($LogName -eq 'Application') { ${event(5, 30)}; ${event(6, 10)} } else { ${event(8, 20)} }`,
    );
    const { events } = await since({ Application: 4, System: 7 });
    should(events.map(({ log, record }) => [log, record])).eql([
      ["System", 8],
      ["Application", 5],
      ["Application", 6],
    ]);
  });

  it("takes all of a log that was emptied since", async () => {
    await mock(
      `if (-not $FilterXPath) { return ${event(3, 30)} }; if ($LogName -eq 'Application' -and $FilterXPath -match 'EventRecordID > 0\\)') { ${event(2, 30)} } else { ${none} }`,
    );
    const { events } = await since({ Application: 400, System: 3 });
    should(events.map(({ log, record }) => [log, record])).eql([["Application", 2]]);
  });

  it("stands at 0 in an empty log", async () => {
    await mock(none);
    should((await cursor()).cursor).eql({ Application: 0, System: 0 });
    should(await since({ Application: 0, System: 0 })).eql({ events: [], more: false });
  });

  it("tells another error from finding nothing", async () => {
    await mock("throw 'Zugriff verweigert'");
    should((await refusal(cursor())).message).equal("Zugriff verweigert");
    should((await refusal(since({ Application: 0, System: 0 }))).message).equal("Zugriff verweigert");
  });

  it("gives an event that Windows cannot put into words with what is known of it, and the rest as they are", async () => {
    const { cursor: from } = await cursor();
    const write = (id: number, message: string) => {
      stage.wait(1);
      return logs().write({ log: "System", provider: "Service Control Manager", id, level: "error", message });
    };
    write(7000, "before");
    write(7023, "The Windows Update service terminated with the following error: %%16405");
    write(7031, "after");
    const { events } = await since(from);
    should(events.map(({ id }) => id)).eql([7000, 7023, 7031]);
    should(events.map(({ message }) => message)).eql([
      "before",
      "event 7023 of Service Control Manager, which Windows could not put into words (Die Beschreibungszeichenfolge für den Parameterverweis (%1) wurde nicht gefunden.); its values: %%16405",
      "after",
    ]);
  });

  it("knows where a log stands whose newest event cannot be put into words", async () => {
    logs().write({ log: "System", provider: "Service Control Manager", id: 7023, level: "error", message: "%%16405" });
    should((await cursor()).cursor).eql(logs().cursor());
  });

  it("tells an error after which no event comes, though some came before it", async () => {
    await mock(`if (-not $FilterXPath) { return ${event(9, 30)} }; ${event(5, 30)}; Write-Error 'Das Handle ist ungültig' -ErrorId odd`);
    should((await refusal(since({ Application: 4, System: 9 }))).message).equal("Das Handle ist ungültig");
  });

  it("cuts long messages, and bears those that are missing", async () => {
    await mock(`if (-not $FilterXPath) { return ${event(9, 30)} }; if ($LogName -eq 'System') { return }
      $long = ${event(5, 30)}; $long.Message = 'x' * 5000; $long; $empty = ${event(6, 31)}; $empty.Message = $null; $empty.Level = 0; $empty`);
    const { events } = await since({ Application: 4, System: 9 });
    should(events.map(({ message, level }) => [message.length, level])).eql([
      [2000, "error"],
      [0, "information"],
    ]);
  });

  it("filters by numbers only", async () => {
    const { id } = await refusal(
      stage.shell.call("Get-RUEvent", { AfterApplication: "1) or (1=1", AfterSystem: 0, Level: ["error"], AtMost: 5 }),
    );
    should(id).match(/^ParameterArgumentTransformationError/);
    const level = await refusal(
      stage.shell.call("Get-RUEvent", { AfterApplication: 1, AfterSystem: 0, Level: ["error or 1=1"], AtMost: 5 }),
    );
    should(level.id).match(/^ParameterArgumentValidationError/);
  });
});

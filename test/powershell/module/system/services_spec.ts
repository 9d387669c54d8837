import should from "should";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { delayedOn, pausedOn } from "../../windows/world/subjects/services";
import { comesAndGoes, signIn, wake } from "../../windows/world/subjects/services-of-windows";
import { refusal, Stage } from "../member";

type List = ResultOf<"services.list">;
const PLAIN = "MSExchangeImap4";

describe("services of a member, by the module", function () {
  this.timeout(60_000);
  let stage: Stage;
  const services = () => stage.resident.machine.services;
  const of = (name: string) =>
    services()
      .list()
      .find((service) => service.name === name);
  const list = async () => ((await stage.shell.invoke("services.list")) as List).services;

  before(needsPowerShell);
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage.close());

  it("lists all with status, start type and dependencies", async () => {
    stage.happen(() => services().stop("W3SVC"));
    stage.happen(() => services().start(PLAIN));
    stage.happen(() => services().setStartType("MSExchangePop3", "disabled"));
    should(await list()).eql(services().list());
  });

  it("lists them without WMI as well, which an installer may have stopped", async () => {
    stage.happen(() => services().hold((name) => name === "Winmgmt"));
    should((await refusal(stage.shell.invoke("system.info"))).id).startWith("GetWMICOMException");
    should(await list()).eql(services().list());
  });

  it("takes from the registry on what a service depends where it cannot tell, and says so where nothing does", async () => {
    await stage.shell.script(`
      $global:realServices = (Get-Command Get-Service).ScriptBlock
      function global:Get-Service { [CmdletBinding()] param()
        & $global:realServices | ForEach-Object { $_ | Add-Member -Force -PassThru ScriptProperty ServicesDependedOn { throw 'Zugriff verweigert' } } }`);
    should(await list()).eql(services().list());
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RURegistryValue { throw 'Zugriff verweigert' } }");
    should((await refusal(list())).message).equal("Zugriff verweigert");
  });

  it("starts a service and does not wait for it", async () => {
    await stage.shell.invoke("services.start", { name: PLAIN.toLowerCase() });
    should(of(PLAIN)?.status).equal("starting");
    stage.wait(30);
    should(of(PLAIN)?.status).equal("running");
    await stage.shell.invoke("services.start", { name: PLAIN });
  });

  it("starts those on which it depends as well", async () => {
    stage.happen(() => services().hold((name) => name === "W3SVC" || name.startsWith("MSExchange")));
    stage.happen(() => services().setStartType("MSExchangeADTopology", "automatic"));
    stage.happen(() => services().setStartType("MSExchangeAB", "automatic"));
    await stage.shell.invoke("services.start", { name: "MSExchangeAB" });
    stage.wait(60);
    should(["MSExchangeADTopology", "MSExchangeAB"].map((name) => of(name)?.status)).eql(["running", "running"]);
  });

  it("continues one that somebody has paused, and stops it too", async () => {
    const { machine } = stage.resident;
    pausedOn(machine).add("W3SVC");
    should((await list()).find(({ name }) => name === "W3SVC")).have.property("status", "paused");
    await stage.shell.invoke("services.start", { name: "W3SVC" });
    should([...pausedOn(machine)]).eql([]);
    should((await list()).find(({ name }) => name === "W3SVC")).have.property("status", "running");
    pausedOn(machine).add(PLAIN);
    stage.happen(() => services().start(PLAIN));
    stage.wait(30);
    await stage.shell.invoke("services.stop", { name: PLAIN });
    stage.wait(30);
    should(of(PLAIN)?.status).equal("stopped");
  });

  it("refuses to stop one on which a paused one depends", async () => {
    pausedOn(stage.resident.machine).add("MSExchangeTransport");
    should((await refusal(stage.shell.invoke("services.stop", { name: "FSCController" }))).id).equal("service-dependents-running");
  });

  it("lists those of Windows that come and go, as they are by now, and takes a start type that WMI does not know from the registry", async () => {
    const { machine } = stage.resident;
    comesAndGoes(machine);
    const ofWindows = async () =>
      (await list())
        .filter(({ name }) => !services().has(name))
        .map(({ name, status, startType }) => `${name.replace(/_[0-9a-f]+$/, "_*")} ${status} ${startType}`);
    const away = [
      "CDPUserSvc stopped automatic",
      "sppsvc stopped automatic",
      "PcaSvc stopped manual",
      "TrustedInstaller stopped manual",
      "OldDriverHelper stopped automatic",
    ];
    should(await ofWindows()).eql(away);
    signIn(machine);
    wake(machine, "sppsvc");
    wake(machine, "TrustedInstaller");
    should(await ofWindows()).containDeep([
      "CDPUserSvc_* running automatic",
      "sppsvc running automatic",
      "TrustedInstaller running manual",
    ]);
    stage.wait(301);
    should(await ofWindows()).containDeep([
      "CDPUserSvc_* running automatic",
      "sppsvc stopped automatic",
      "TrustedInstaller stopped manual",
    ]);
    stage.happen(() => stage.world.restart(stage.resident));
    while (!machine.up) stage.wait(30);
    should(await ofWindows()).eql(away);
  });

  it("tells which start late, by an event, or for each user", async () => {
    const { machine } = stage.resident;
    comesAndGoes(machine);
    signIn(machine);
    const sorts = (await list()).map(({ name, delayed, trigger, perUser }) => [
      name.replace(/_[0-9a-f]+$/, "_*"),
      delayed,
      trigger,
      perUser,
    ]);
    should(sorts).containDeep([
      ["W3SVC", false, false, "no"],
      ["MSDTC", true, false, "no"],
      ["edgeupdate", true, true, "no"],
      ["WpnUserService", false, false, "template"],
      ["WpnUserService_*", false, false, "instance"],
      ["sppsvc", true, true, "no"],
      ["PcaSvc", false, true, "no"],
      ["CDPUserSvc", false, false, "template"],
      ["CDPUserSvc_*", false, false, "instance"],
    ]);
  });

  it("does not guess of which sort a service is whose key cannot be read or is gone, and lists it all the same", async () => {
    const sorts = async () => [...new Set((await list()).map(({ delayed, trigger, perUser }) => `${delayed} ${trigger} ${perUser}`))];
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-ItemProperty { throw 'Zugriff verweigert' } }");
    should(await sorts()).eql(["null null null"]);
    await stage.shell.script(
      `& (Get-Module RollingUpdate) { function script:Get-ItemProperty { New-Object PSObject -Property @{ Start = 2 } } }`,
    );
    should(await sorts()).containDeep(["false false null", "false true null"]);
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Test-Path { $false } }");
    should(await sorts()).eql(["null null null"]);
  });

  it("refuses to start a disabled one, or one that depends on a disabled one, and names it", async () => {
    stage.happen(() => services().setStartType(PLAIN, "disabled"));
    const own = await refusal(stage.shell.invoke("services.start", { name: PLAIN }));
    should([own.id, own.message]).eql(["service-disabled", `the service ${PLAIN} is disabled`]);
    stage.happen(() => services().setStartType(PLAIN, "manual"));
    stage.happen(() => services().hold((name) => name === "MSExchangeADTopology"));
    const needed = await refusal(stage.shell.invoke("services.start", { name: PLAIN }));
    should([needed.id, needed.message]).eql(["service-disabled", "the service MSExchangeADTopology is disabled"]);
  });

  it("knows a disabled service by the code of Windows as well", async () => {
    stage.happen(() => services().setStartType(PLAIN, "disabled"));
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RUStartType { 'manual' } }");
    should((await refusal(stage.shell.invoke("services.start", { name: PLAIN }))).id).equal("service-disabled");
  });

  it("stops a service and does not wait for it", async () => {
    await stage.shell.invoke("services.stop", { name: "MSExchangeAB" });
    should(of("MSExchangeAB")?.status).equal("stopping");
    stage.wait(30);
    await stage.shell.invoke("services.stop", { name: "MSExchangeAB" });
    should(of("MSExchangeAB")?.status).equal("stopped");
  });

  it("refuses to stop one on which others depend that run, and stops none of them", async () => {
    const { id, message } = await refusal(stage.shell.invoke("services.stop", { name: "FSCController" }));
    should([id, message]).eql(["service-dependents-running", "MSExchangeTransport depend on FSCController and run"]);
    should([of("FSCController")?.status, of("MSExchangeTransport")?.status]).eql(["running", "running"]);
  });

  it("does not say that Windows refused an order to which a service has not answered in time", async () => {
    await stage.shell.invoke("services.start", { name: PLAIN });
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RUNativeError { 1053 } }");
    should((await refusal(stage.shell.invoke("services.stop", { name: PLAIN }))).id).not.match(/^service-/);
  });

  it("says with its code why Windows took no order", async () => {
    await stage.shell.invoke("services.start", { name: PLAIN });
    const { id, message } = await refusal(stage.shell.invoke("services.stop", { name: PLAIN }));
    should(id).equal("service-refused");
    should(message).match(/1061/);
  });

  it("sets start types", async () => {
    for (const startType of ["disabled", "automatic", "manual"] as const) {
      await stage.shell.invoke("services.setStartType", { name: PLAIN, startType });
      should(of(PLAIN)?.startType).equal(startType);
    }
  });

  it("leaves a service its delay", async () => {
    const { machine } = stage.resident;
    delayedOn(machine).add(PLAIN);
    stage.happen(() => services().setStartType(PLAIN, "disabled"));
    await stage.shell.invoke("services.setStartType", { name: PLAIN, startType: "automatic" });
    should([of(PLAIN)?.startType, [...delayedOn(machine)]]).eql(["automatic", [PLAIN]]);
  });

  it("knows no service by a pattern", async () => {
    for (const name of ["MSExchangeImap*", "MSExchangeImap[4]", "NoSuchService"]) {
      for (const op of ["services.start", "services.stop"] as const) {
        should((await refusal(stage.shell.invoke(op, { name }))).id).equal("no-such-service");
      }
      should((await refusal(stage.shell.invoke("services.setStartType", { name, startType: "manual" }))).id).equal("no-such-service");
    }
  });
});

describe("Forefront on a member, by the module", function () {
  this.timeout(60_000);
  let stage: Stage;
  const stopAll = () => {
    for (const name of ["MSExchangeTransport", "FSCController"]) stage.happen(() => stage.resident.machine.services.stop(name));
    stage.wait(30);
  };

  before(needsPowerShell);
  afterEach(() => stage.close());

  it("is judged by the dependency of transport on its controller", async () => {
    for (const forefront of ["enabled", "disabled", "not-installed"] as const) {
      stage = await Stage.open({ found: { CAS1: { forefront, rollupScript: forefront === "disabled" } } });
      should(await stage.shell.invoke("forefront.status")).eql({ state: forefront, rollupScript: forefront === "disabled" });
      if (forefront !== "not-installed") await stage.close();
    }
  });

  it("is switched off and on by fscutility while transport and the controller are stopped", async () => {
    stage = await Stage.open();
    stopAll();
    await stage.shell.invoke("forefront.disable");
    should(stage.resident.machine.software.forefront).equal("disabled");
    await stage.shell.invoke("forefront.disable");
    await stage.shell.invoke("forefront.enable");
    should(stage.resident.machine.software.forefront).equal("enabled");
  });

  it("refuses while they run, and names them", async () => {
    stage = await Stage.open();
    const both = await refusal(stage.shell.invoke("forefront.disable"));
    should([both.id, both.message]).eql([
      "forefront-blocked",
      "fscutility was not run, since it would fail while MSExchangeTransport and FSCController run",
    ]);
    stage.happen(() => stage.resident.machine.services.stop("MSExchangeTransport"));
    stage.wait(30);
    should((await refusal(stage.shell.invoke("forefront.disable"))).message).match(/while FSCController run/);
  });

  it("believes the dependency, not the exit code", async () => {
    stage = await Stage.open();
    stopAll();
    await stage.shell.script(
      "& (Get-Module RollingUpdate) { function script:Invoke-RUTool { New-Object PSObject -Property @{ ExitCode = 0; Output = 'ok' } } }",
    );
    should((await refusal(stage.shell.invoke("forefront.disable"))).id).equal("forefront-unchanged");
  });

  it("does nothing where there is none", async () => {
    stage = await Stage.open({ found: { CAS1: { forefront: "not-installed" } } });
    await stage.shell.invoke("forefront.disable");
    await stage.shell.invoke("forefront.enable");
    should(stage.resident.machine.software.forefront).equal("not-installed");
  });

  it("finds the program by any way of writing the controller's path", async () => {
    stage = await Stage.open();
    stopAll();
    const folder = "C:\\Program Files (x86)\\Microsoft Forefront Protection for Exchange Server";
    for (const image of [`"${folder}\\FSCController.exe"`, `${folder}\\FSCController.exe`, `${folder}\\FSCController.exe -service`]) {
      await stage.shell.script(
        `$global:image = '${image}'; & (Get-Module RollingUpdate) { function script:Get-RURegistryValue { $global:image } }`,
      );
      const [path] = await stage.shell.script("(& (Get-Module RollingUpdate) { Get-RUForefrontPath })");
      should(path as unknown as string).match(/fscutility\.exe$/);
    }
  });
});

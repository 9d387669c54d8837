import should from "should";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { illProvider, withoutNlb } from "../../windows/world/subjects/nlb";
import { refusal, Stage } from "../member";

type Host = ResultOf<"nlb.host">;

const ways = {
  "WMI of Windows PowerShell": "",
  "CIM, as PowerShell 7": "& (Get-Module RollingUpdate) { function script:Get-Command { } }",
};

for (const [way, script] of Object.entries(ways))
  describe(`NLB on a member without its cmdlets, by ${way}`, function () {
    this.timeout(60_000);
    let stage: Stage;

    before(needsPowerShell);
    beforeEach(async () => {
      stage = await Stage.open({}, "modules of members");
      if (script !== "") await stage.shell.script(script);
    });
    afterEach(() => stage.close());

    it("reads the same as with them", async () => {
      should(await stage.shell.invoke("nlb.host")).eql(stage.world.cluster.look(stage.resident.host));
    });

    it("drains, stops, starts, suspends and resumes by WMI", async () => {
      const { host } = stage.resident;
      const modes = [];
      for (const op of ["nlb.drain", "nlb.stop", "nlb.start", "nlb.suspend", "nlb.resume"] as const) {
        await stage.shell.invoke(op);
        modes.push(host.mode);
      }
      should(modes).eql(["draining", "stopped", "started", "suspended", "stopped"]);
    });

    it("says that the server is in no cluster where Windows has no NLB, as where it has no node", async () => {
      withoutNlb.add(stage.resident.host);
      should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-no-node");
      withoutNlb.delete(stage.resident.host);
      stage.world.cluster.hosts.splice(stage.world.cluster.hosts.indexOf(stage.resident.host), 1);
      should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-no-node");
    });

    it("does not say so where the provider gives an error and NLB is bound", async () => {
      illProvider.add(stage.resident.host);
      should((await refusal(stage.shell.invoke("nlb.host"))).id).startWith("GetWMIManagementException");
      illProvider.delete(stage.resident.host);
    });

    it("does not say so where WMI cannot be asked", async () => {
      const { services } = stage.resident.machine;
      stage.happen(() => services.hold((name) => name === "Winmgmt"));
      should((await refusal(stage.shell.invoke("nlb.host"))).id).startWith("GetWMICOMException");
    });

    it("does not claim to know which states are kept over a boot", async () => {
      should(((await stage.shell.invoke("nlb.host")) as Host).persistsLastState).be.null();
    });

    it("refuses to turn a suspended host", async () => {
      stage.happen(() => stage.world.cluster.suspend(stage.resident.host));
      should((await refusal(stage.shell.invoke("nlb.start"))).id).equal("nlb-suspended");
    });

    it("sets the default state and lets the driver load it", async () => {
      for (const state of ["suspended", "stopped", "started"] as const) {
        await stage.shell.invoke("nlb.setDefaultState", { state });
        should(stage.resident.host.defaultState).equal(state);
        should(((await stage.shell.invoke("nlb.host")) as Host).defaultState).equal(state);
      }
    });

    it("says what is missing where connections are to be counted", async () => {
      should((await refusal(stage.shell.invoke("nlb.connections"))).id).equal("missing-module");
    });
  });

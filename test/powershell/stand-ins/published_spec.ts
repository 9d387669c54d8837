import { join } from "node:path";
import should from "should";
import { needsPowerShell } from "../../shared/powershell";
import { MemberShell, Stage } from "../module/member";
import { cmdlets, later } from "./published";
import type { Signature } from "./signatures";
import { asPublished, faultsOf } from "./signatures";

/** Functions of the stand-ins that stand for nothing of Windows. */
const own = ["Invoke-World", "ConvertTo-WorldTime", "New-WorldError", "Get-WorldElapsed"];

const SIGNATURES = join(__dirname, "signatures.ps1");

async function signaturesIn(shell: MemberShell, what: string): Promise<readonly Signature[]> {
  const [text] = await shell.script(`& '${SIGNATURES}' ${what}`);
  return JSON.parse(text as unknown as string) as readonly Signature[];
}

describe("what is published of Windows", function () {
  this.timeout(120_000);
  let stage: Stage;
  let standIns: readonly Signature[] = [];
  let real: readonly Signature[] = [];

  before(needsPowerShell);
  before(async () => {
    stage = await Stage.open();
    const monitoring = new MemberShell("SCOM1", stage.windows.environment("SCOM1"));
    const onMember = await signaturesIn(stage.shell, "-Module StandInWindows, NetworkLoadBalancingClusters");
    const onMonitoring = await signaturesIn(monitoring, "-Module OperationsManager");
    standIns = [...onMember, ...onMonitoring];
    real = await signaturesIn(stage.shell, `-Cmdlet ${Object.keys(later).join(", ")}`);
    monitoring.close();
  });
  after(() => stage.close());

  it("is what the stand-ins have", () => {
    const ofEngine = Object.fromEntries(real.map((signature) => [signature.name, asPublished(signature)]));
    const faults = standIns
      .filter(({ name }) => !own.includes(name))
      .flatMap((signature) => {
        const published = cmdlets[signature.name] ?? ofEngine[signature.name];
        if (published === undefined) return [`${signature.name}: nothing is written down about it`];
        return faultsOf(signature, published, []).map((fault) => `${signature.name}: ${fault}`);
      });
    should(faults).eql([]);
  });
});

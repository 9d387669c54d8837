import { reason } from "../../../../lib/texts";
import { SmallJournal, found, pictureOf, updated } from "./small-journal";

/** Four members, all updated. */
export const finishedRun = (): SmallJournal =>
  new SmallJournal().updates("CAS1").updates("CAS2", 1.4).updates("CAS3", 0.8).updates("CAS4").finish();

/** The installer fails on CAS2, which rests. */
export function stoppedWithRest(): SmallJournal {
  const why = {
    ...reason(
      "installer-failed",
      "the installer ended with exit code 1603 (fatal error during installation).",
      "Look at the end of C:\\Updates\\RU32.log on CAS2.",
    ),
    member: "CAS2",
  };
  return new SmallJournal()
    .updates("CAS1")
    .take("CAS2")
    .leavesService()
    .begin("install-update")
    .change({
      op: "job.start",
      args: {
        id: "run_CAS2_n_1_1",
        work: { kind: "msp", file: "C:\\Updates\\RU32.msp", log: "C:\\Updates\\RU32.log" },
        limitMinutes: 180,
        brings: { build: "14.3.513.0" },
      },
    })
    .pass(7)
    .warn("scom.extend could not be repeated and is tried again: CAS2: scom.extend: the management server did not answer.")
    .fail("install-update", why)
    .pass(1)
    .leave(
      "failed",
      pictureOf("stopped", "stopped", "14.3.123.4"),
      { ...why, since: ["The update of CAS2 had started and is not verified, so it is left out of service until you have looked at it."] },
      [
        {
          what: "Set the state that NLB takes after a boot",
          command: "Get-NlbClusterNode -HostName CAS2 -NodeName CAS2 | Set-NlbClusterNode -InitialHostState Started -Force",
        },
        { what: "Take connections again", command: "Start-NlbClusterNode -HostName CAS2" },
        {
          what: "End maintenance mode",
          command:
            'Get-SCOMClass -Name Microsoft.Windows.Computer | Get-SCOMClassInstance | Where-Object { $_.DisplayName -eq "CAS2" } | Get-SCOMMaintenanceMode | Set-SCOMMaintenanceMode -EndTime (Get-Date).ToUniversalTime()',
        },
      ],
    )
    .finish("stopped", why);
}

/** What a real run would do on two members, one of which has the update already. */
export const dryRun = (): SmallJournal =>
  new SmallJournal({
    dryRun: true,
    members: [
      { name: "CAS1", address: "CAS1" },
      { name: "CAS2", address: "CAS2" },
    ],
  })
    .take("CAS1")
    .begin("preflight-check")
    .pass(0.02)
    .end("preflight-check", "fit to start", false)
    .begin("scom-maintenance")
    .would("scom.begin", { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "Rolling update" })
    .would("scom.extend", { minutes: 30 }, "the work takes longer than 15 min after the last time", "upkeep")
    .pass(0.01)
    .end("scom-maintenance", "would begin")
    .begin("nlb-drainstop")
    .would("nlb.drain")
    .pass(0.01)
    .end("nlb-drainstop", "would be drained")
    .begin("install-update")
    .would("job.start", {
      id: "run_CAS1_n_1_1",
      work: { kind: "msp", file: "C:\\Updates\\RU32.msp", log: "C:\\Updates\\RU32.log" },
      limitMinutes: 180,
      brings: null,
    })
    .pass(0.01)
    .end("install-update", "would be installed")
    .begin("restart-server")
    .would("system.restart", { bootedAt: "2026-01-03T02:11:40.000Z" }, "the installer asks for a restart")
    .pass(0.01)
    .end("restart-server", "would restart if needed")
    .leave("would-update", found)
    .take("CAS2", updated)
    .begin("preflight-check")
    .pass(0.02)
    .end("preflight-check", "has the update already", false)
    .leave("already-updated", updated)
    .finish("dry-run");

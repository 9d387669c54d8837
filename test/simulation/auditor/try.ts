import { audit, notJudged } from "/tmp/ru/w-auditor/simulation/auditor";
import { playFlow } from "/tmp/ru/w-auditor/test/unit/procedure/play";
import { MemoryStore } from "/tmp/ru/w-auditor/lib/run/store/memory-store";
import { eventNames, faultNames } from "/tmp/ru/w-auditor/lib/adapters/lab";
(async () => {
  const night = async (setting: any, what: string) => {
    const store = new MemoryStore();
    const t = Date.now();
    const { run, lab } = await playFlow({ ...setting, store });
    const tp = Date.now();
    await lab.clock.sleep(6 * 3_600_000);
    const truth = lab.truth();
    const t1 = Date.now();
    const journal = JSON.parse(JSON.stringify([...(store.journals as any).kept.values()][0]));
    const records = { truth, runs: [{ journal, document: JSON.parse(JSON.stringify(run.document())) }] };
    const found = audit(records);
    console.log(
      `${what}: ${run.state.outcome} ${run.state.reason?.code ?? ""} ${tp - t} ms, ${truth.facts.length} facts, audit ${Date.now() - t1} ms`,
    );
    for (const f of found) console.log(`   ${f.promise} ${new Date(f.at).toISOString().slice(11, 19)} ${f.text}`);
  };
  await night({}, "plain");
  await night({ seed: 2 }, "plain 2");
  await night({ dryRun: true }, "dry");
  for (const name of faultNames) await night({ faults: [{ name, member: "CAS2" }] }, name);
  for (const name of eventNames)
    for (const when of [
      "scom-maintenance",
      "nlb-drainstop",
      "nlb-set-default-state",
      "fscutility",
      "service-control",
      "install-update",
      "restart-server",
      "nlb-start",
    ])
      for (const member of process.argv[2] === "all" ? ["CAS2", "CAS1"] : ["CAS2"])
        await night({ lab: { events: [{ name, member, when }] } }, `${name}@${member}:${when}`);
  if (process.argv[2] === "all")
    for (const name of eventNames)
      for (const when of ["+10", "+45", "+75", "+100", "+130"])
        for (const member of ["CAS1", "CAS2", "CAS4"])
          await night({ lab: { events: [{ name, member, when }] } }, `${name}@${member}:${when}`);
})();

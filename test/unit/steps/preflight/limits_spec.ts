import should from "should";
import type { PreflightOptions } from "../../../../lib/steps/preflight/options";
import { clock, disk, powershell } from "../../../../lib/steps/preflight/of-the-server";
import { nlbPriorities, othersServe } from "../../../../lib/steps/preflight/of-the-surroundings";
import { AnsweringServer } from "../../../shared/answering";
import { optionsOf } from "../../../shared/node-fields";
import { nlbHost } from "../../../shared/readings";
import { seeing } from "../seeing";

const options = { ...(optionsOf("preflight-check") as PreflightOptions), maxClockSkewSeconds: 300, minFreeDiskMb: 5120 };
const info = (differently: object = {}) => ({
  computer: "CAS1",
  os: "",
  powershell: "2.0",
  bootedAt: "2026-01-01T00:00:00.000Z",
  clock: "2026-01-10T22:00:00.000Z",
  freeDiskMb: 99_999,
  ...differently,
});
/** Whether a check refuses. */
const refuses = async (check: typeof clock, seen: ReturnType<typeof seeing>): Promise<boolean> =>
  (await check.run(seen.context as never, options)).some((finding) => finding.refuses);

describe("A limit of preflight", () => {
  for (const [skewMs, is] of [
    [-300_001, true],
    [-300_000, false],
    [0, false],
    [300_000, false],
    [300_001, true],
  ] as const)
    it(`lets the clock differ by as much as is allowed (${skewMs} ms)`, async () => {
      const seen = seeing({ "system.info": () => info({ clock: new Date(seen.clock.now() + skewMs).toISOString() }) });
      (await refuses(clock, seen)).should.equal(is);
    });

  for (const [freeDiskMb, is] of [
    [5119.9, true],
    [5120, false],
    [5120.1, false],
  ] as const)
    it(`is met by exactly the space that is asked for (${freeDiskMb} MB)`, async () => {
      (await refuses(disk, seeing({ "system.info": info({ freeDiskMb }) }))).should.equal(is);
    });

  for (const [version, is] of [
    ["1.0", true],
    ["2.0", false],
    ["5.1.14393.1", false],
    ["10.0", false],
    ["", true],
    ["unknown", true],
  ] as const)
    it(`is PowerShell 2.0, by its number ("${version}")`, async () => {
      (await refuses(powershell, seeing({ "system.info": info({ powershell: version }) }))).should.equal(is);
    });

  for (const [serving, is] of [
    [0, true],
    [1, false],
    [2, false],
  ] as const)
    it(`is as many others as must stay in service, of whom this one is none (${serving})`, async () => {
      const verdict = (member: string, serves: boolean) =>
        ({ member, serves, converging: false, code: serves ? "serves" : "out", why: "" }) as const;
      const seen = seeing({}, { serving: () => [verdict("CAS1", true), verdict("CAS2", serving > 0), verdict("CAS3", serving > 1)] });
      (await refuses(othersServe, seen)).should.equal(is);
    });
});

describe("Two hosts of one priority", () => {
  const host = (name: string, cluster: string, priority: number) => ({ name, told: nlbHost({ cluster, priority }) });
  for (const [what, hosts, found] of [
    ["in one cluster", [host("CAS1", "cas.contoso.com", 1), host("CAS2", "cas.contoso.com", 1)], 1],
    ["in one cluster whose name is written in other letters", [host("CAS1", "CAS.contoso.com", 2), host("CAS2", "cas.Contoso.com", 2)], 1],
    ["in two clusters", [host("CAS1", "cas.contoso.com", 1), host("CAS2", "web.contoso.com", 1)], 0],
    ["not the member itself", [host("CAS1", "c", 1), host("CAS2", "c", 2), host("CAS3", "c", 2)], 1],
    ["three of them, told once", [host("CAS1", "c", 1), host("CAS2", "c", 1), host("CAS3", "c", 1)], 1],
    ["two pairs", [host("CAS1", "c", 1), host("CAS2", "c", 1), host("CAS3", "c", 2), host("CAS4", "c", 2)], 2],
    ["none", [host("CAS1", "c", 1), host("CAS2", "c", 2)], 0],
  ] as const)
    it(`are found (${what})`, async () => {
      const [first, ...rest] = hosts;
      const others = rest.map(({ name, told }) => new AnsweringServer(name, { "nlb.host": told }));
      const { context } = seeing({ "nlb.host": first.told }, { others });
      const findings = await nlbPriorities.run(context as never, options);
      findings.should.have.length(found);
      for (const finding of findings) should(finding.refuses).be.true();
    });
});

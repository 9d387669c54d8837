import should from "should";
import { packages } from "../../../../../lib/adapters/lab";
import { minutes } from "../../../../../lib/time/duration";
import { aLab, ended, installing, restarted } from "../a-lab";

const install = installing(packages.rollup6);
type World = ReturnType<typeof aLab>;
const updated = async ({ lab, cas1 }: World) => {
  await cas1.change("job.start", install);
  await ended(lab, cas1);
  await restarted(lab, cas1);
  await lab.clock.sleep(minutes(10));
};

describe("The faults of the lab that come from the products themselves", () => {
  it("stand beside a web server that answers as IIS with OWA: it sends to the sign-on, knows its health pages, and nothing else", async () => {
    const { cas1 } = aLab();
    const statusOf = async (path: string, scheme: "http" | "https" = "https") =>
      (await cas1.read("probe.http", { scheme, port: scheme === "https" ? 443 : 80, path })).status;
    for (const [path, status] of [
      ["/", 302],
      ["/owa", 302],
      ["/owa/", 302],
      ["/ecp/?a=b", 302],
      ["/owa/auth/logon.aspx?url=x", 200],
      ["/owa/healthcheck.htm", 200],
      ["/EWS/healthcheck.htm", 200],
      ["/owanot", 404],
      ["/nothing", 404],
    ] as const)
      should(await statusOf(path)).equal(status, path);
    should(await statusOf("/", "http")).equal(302);
  });

  it("old-tls: after the update nothing is answered over HTTPS, while the port is open and HTTP works", async () => {
    const world = aLab({ faulty: { CAS1: "old-tls" } });
    const https = () => world.cas1.read("probe.http", { scheme: "https" as const, port: 443, path: "/owa/" });
    should((await https()).status).equal(302);
    await updated(world);
    (await https()).should.match({ status: null, error: { code: "tls-no-version" } });
    (await world.cas1.read("probe.tcp", { port: 443 })).open.should.equal(true);
    should((await world.cas1.read("probe.http", { scheme: "http", port: 80, path: "/" })).status).equal(302);
  });

  it("update-unlisted: the build is new and no list has the update", async () => {
    const world = aLab({ faulty: { CAS1: "update-unlisted" } });
    await updated(world);
    (await world.cas1.read("update.installed", {})).should.match({ build: "14.3.195.1", updates: [] });
    const work = { kind: "windows-updates" as const, kbs: ["KB4012212"] };
    await world.cas1.change("job.start", { id: "windows", work, limitMinutes: 180, brings: null });
    await ended(world.lab, world.cas1, "windows");
    should((await world.cas1.read("update.installed", {})).updates).eql([]);
  });

  it("restart-again: a restart before the update leaves nothing pending, each one after it does", async () => {
    const world = aLab({ faulty: { CAS1: "restart-again" } });
    const pending = async () => (await world.cas1.read("system.pendingReboot", {})).reasons.map(({ weight }) => weight);
    await restarted(world.lab, world.cas1);
    (await pending()).should.eql([]);
    await updated(world);
    (await pending()).should.eql(["strong"]);
  });

  it("scom-parts-stay: a part is in maintenance before the computer's window and after it", async () => {
    const { cas1 } = aLab({ faulty: { CAS1: "scom-parts-stay" } });
    const parts = async () => (await cas1.read("scom.maintenance", {})).parts;
    should(await parts()).eql({ inMaintenance: 1, monitored: 2 });
    await cas1.change("scom.begin", { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "" });
    should(await parts()).eql({ inMaintenance: 3, monitored: 0 });
    await cas1.change("scom.end", {});
    should(await parts()).eql({ inMaintenance: 1, monitored: 2 });
  });
});

import should from "should";
import type { Connection } from "../../../lib/server/array";
import type { Text } from "../../../lib/texts";
import type { Way } from "../../../nodes/server-connection/servers";
import { Servers } from "../../../nodes/server-connection/servers";
import { said } from "../../shared/english";

const settings = { kind: "local", executable: "pwsh" } as const;
const aWay = (more: Partial<Way> = {}): Way => ({ settings, members: [{ name: "CAS1", address: "cas1" }], scomServer: null, ...more });

describe("the connections to real servers that are open", () => {
  const warnings: Text[] = [];
  const user = () => ({ warn: (what: Text) => void warnings.push(what) });
  const [one, two] = [user(), user()];
  const closed: unknown[] = [];
  let servers: Servers;
  beforeEach(() => {
    closed.splice(0);
    warnings.splice(0);
    servers = new Servers((way) => {
      const connection = { kind: "local", way, close: async () => void closed.push(connection) } as unknown as Connection;
      return connection;
    });
  });

  it("are one for each array and way", () => {
    const first = servers.open(one, { array: "A", way: aWay(), busy: false });
    should(servers.open(two, { array: "A", way: aWay(), busy: false }) === first).be.true();
    should(servers.open(one, { array: "B", way: aWay(), busy: false }) === first).be.false();
    should(servers.open(two, { array: "A", way: aWay({ scomServer: "scom1" }), busy: false }) === first).be.false();
  });

  it("are opened anew where the way has changed, and the former is closed", () => {
    const first = servers.open(one, { array: "A", way: aWay(), busy: false });
    const credential = { user: "u", password: "other" };
    const winrm = { authentication: "Kerberos", useSsl: false, port: null, endpoint: null, monitoringEndpoint: null } as const;
    const other = { kind: "winrm", executable: "x", winrm: { ...winrm, certificateThumbprint: null, credential } } as const;
    should(servers.open(one, { array: "A", way: aWay({ settings: other }), busy: false }) === first).be.false();
    closed.should.deepEqual([first]);
  });

  it("stay open while a run is at work on them", async () => {
    const first = servers.open(one, { array: "A", way: aWay(), busy: false });
    const next = servers.open(one, { array: "A", way: aWay({ scomServer: "scom1" }), busy: true });
    closed.should.deepEqual([]);
    await servers.leave(one, "A");
    closed.should.deepEqual([first, next]);
  });

  it("are closed by the last one that uses them, and by nobody else", async () => {
    const first = servers.open(one, { array: "A", way: aWay(), busy: false });
    servers.open(two, { array: "A", way: aWay(), busy: false });
    await servers.leave(one, "A");
    await servers.leave(one, "A");
    await servers.leave(two, "B");
    closed.should.deepEqual([]);
    await servers.leave(two, "A");
    closed.should.deepEqual([first]);
  });

  it("warn where one cannot be closed", async () => {
    servers = new Servers(() => ({ close: () => Promise.reject(new Error("stuck")) }) as unknown as Connection);
    servers.open(one, { array: "A", way: aWay(), busy: false });
    await servers.leave(one, "A");
    warnings.map(said).should.match([/The connection to A did not close properly: stuck/]);
  });
});

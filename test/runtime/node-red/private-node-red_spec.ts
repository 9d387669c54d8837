import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { openPort, refuseTakenPort } from "../../../tools/node-red/port";
import { PrivateNodeRed } from "../../../tools/node-red/private-node-red";

const tab = { id: "tab", type: "tab", label: "test" };
const answers = (url: string): Promise<boolean> =>
  fetch(`${url}settings`, { headers: { connection: "close" } }).then(
    (answer) => answer.ok,
    () => false,
  );

describe("The Node-RED of the demo and of npm start", function () {
  this.timeout(60_000);
  let userDir: string;
  const started: PrivateNodeRed[] = [];
  const start = async (flow: readonly object[], onLine?: (line: string, level: string) => void): Promise<PrivateNodeRed> => {
    writeFileSync(join(userDir, "flows.json"), JSON.stringify(flow));
    const red = await PrivateNodeRed.start({ userDir, ...(onLine === undefined ? {} : { onLine }) });
    started.push(red);
    return red;
  };

  beforeEach(async () => {
    userDir = await mkdtemp(join(tmpdir(), "rolling-update-private-"));
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((red) => red.stop()));
    await rm(userDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it("runs on a plain Node, has the nodes of this package, and is gone when it is stopped", async () => {
    const lines: string[] = [];
    const red = await start(
      [
        tab,
        { id: "array", type: "server-array", version: 1, name: "a", members: [], minInService: 1, connection: "", serving: "nlb" },
        { id: "in", type: "http in", z: "tab", url: "/loaders", method: "get", wires: [["look"]] },
        {
          id: "look",
          type: "function",
          z: "tab",
          func: "msg.payload = Object.keys(m._extensions); return msg;",
          libs: [{ var: "m", module: "module" }],
          wires: [["out"]],
        },
        { id: "out", type: "http response", z: "tab" },
      ],
      (line, level) => lines.push(`${level} ${line}`),
    );
    red.missingTypes.should.eql([]);
    lines.should.containEql("info [info] Started flows");
    const loaders = (await (await fetch(`${red.url}loaders`)).json()) as readonly string[];
    loaders.should.containEql(".js").and.not.containEql(".tsx");
    should(await red.stop()).be.true();
    should(await answers(red.url)).be.false();
  });

  it("is up although types of its flow are missing, and names them", async () => {
    const red = await start([tab, { id: "x", type: "no-such-node", z: "tab", wires: [] }]);
    red.missingTypes.should.eql(["no-such-node"]);
    should(await answers(red.url)).be.true();
  });

  it("says that a port is taken before it is started there", async () => {
    const other = await openPort(0);
    const { port } = other.address() as AddressInfo;
    await refuseTakenPort(port).should.be.rejectedWith(new RegExp(`Port ${port} is in use`));
    await new Promise((closed) => other.close(closed));
    await refuseTakenPort(port);
  });
});

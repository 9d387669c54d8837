import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { NodeRedProcess } from "./node-red-process";
import { requireRuntime, runtimes } from "./runtimes";

/** Answers `GET /hello` with the text. */
const greeting = (text: string) => [
  { id: "t1", type: "tab", label: "greeting" },
  { id: "h1", z: "t1", type: "http in", name: "", url: "/hello", method: "get", wires: [["c1"]] },
  { id: "c1", z: "t1", type: "change", name: "", rules: [{ t: "set", p: "payload", pt: "msg", to: text, tot: "str" }], wires: [["r1"]] },
  { id: "r1", z: "t1", type: "http response", name: "", wires: [] },
];

for (const runtime of runtimes) {
  describe(`A ${runtime.name} of the tests`, function () {
    this.timeout(60_000);
    let userDir: string;
    let red: NodeRedProcess;

    before(requireRuntime(runtime));
    beforeEach(async () => {
      userDir = await mkdtemp(join(tmpdir(), "rolling-update-user-"));
    });
    afterEach(async () => {
      await red?.kill();
      await rm(userDir, { recursive: true, force: true, maxRetries: 5 });
    });

    const hello = async (): Promise<string> => (await fetch(`${red.url}/hello`)).text();

    it("starts flows, takes a deploy, and has it still after it was killed and started again", async () => {
      red = await NodeRedProcess.start({ runtime, userDir, flows: greeting("one") });
      (await hello()).should.equal("one");
      await red.deploy(greeting("two"));
      (await hello()).should.equal("two");
      await red.kill();
      red = await NodeRedProcess.start({ runtime, userDir });
      (await hello()).should.equal("two");
      should(await red.stop()).equal(0);
    });

    it("runs without the editor, with the HTTP nodes under a root of their own", async () => {
      const settings = { disableEditor: true, httpNodeRoot: "/api" };
      red = await NodeRedProcess.start({ runtime, userDir, flows: greeting("one"), settings });
      (await (await fetch(`${red.url}/api/hello`)).text()).should.equal("one");
    });

    it("tells its log when it does not start", async () => {
      const flows = [{ id: "x", type: "no-such-type", wires: [] }];
      await NodeRedProcess.start({ runtime, userDir, flows }).should.be.rejectedWith(/no-such-type/);
    });
  });
}

describe("A Node-RED of the tests", function () {
  this.timeout(60_000);

  it("ends with the process that started it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "rolling-update-orphan-"));
    const program = `
      const { NodeRedProcess } = require(${JSON.stringify(join(__dirname, "node-red-process"))});
      const { runtimes } = require(${JSON.stringify(join(__dirname, "runtimes"))});
      const userDir = ${JSON.stringify(folder)};
      NodeRedProcess.start({ runtime: runtimes[0], userDir, flows: [] }).then((red) => console.log(red.url));`;
    const parent = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
    const url = await new Promise<string>((resolve) => parent.stdout.once("data", (text: Buffer) => resolve(text.toString().trim())));
    (await fetch(`${url}/settings`)).status.should.equal(200);
    // Nobody tells us of the end of a process that is not our child: we ask it until it answers no more.
    const gone = new Promise<void>((resolve) => parent.once("exit", () => resolve()));
    parent.kill("SIGKILL");
    await gone;
    await refused(url);
    (await readFile(join(folder, "settings.js"), "utf8")).should.containEql("uiPort");
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
});

/** Resolves when nobody listens at the address any more. */
async function refused(url: string): Promise<void> {
  for (;;) {
    const answered = await fetch(url, { headers: { connection: "close" } }).then(
      () => true,
      () => false,
    );
    if (!answered) return;
  }
}

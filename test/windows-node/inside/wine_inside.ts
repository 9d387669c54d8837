import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "should";

/** Writes down what happens without the preload. */
const script = (folder: string) => `
  const { ftruncateSync, openSync, writeFileSync } = require("node:fs");
  const { connect, createServer } = require("node:net");
  const file = (name) => ${JSON.stringify(folder)} + "\\\\" + name;
  const found = {};
  writeFileSync(file("text"), "two\\nlines\\n");
  try {
    ftruncateSync(openSync(file("text"), "a"), 4);
    found.truncate = "shortened";
  } catch ({ code }) {
    found.truncate = code;
  }
  const outcome = (emitter, event) => new Promise((done) => {
    emitter.once(event, () => done(event));
    emitter.once("error", ({ code }) => done(code));
  });
  (async () => {
    const pipe = "\\\\\\\\.\\\\pipe\\\\two-servers-" + process.pid;
    await outcome(createServer().listen(pipe), "listening");
    found.secondServer = await outcome(createServer().listen(pipe), "listening");
    const server = createServer().listen(0, "127.0.0.1");
    await outcome(server, "listening");
    const socket = connect(server.address().port, "127.0.0.1").setKeepAlive(true, 60000);
    found.keepAlive = await outcome(socket, "connect");
    writeFileSync(file("found"), JSON.stringify(found));
    process.exit(0);
  })();`;

describe("This Wine", () => {
  it("still needs what is loaded before the tests: if this fails, take out of wine/preload.cjs what it can do by now", () => {
    const folder = mkdtempSync(join(tmpdir(), "wine-"));
    spawnSync(process.execPath, ["-e", script(folder)], { stdio: "ignore", timeout: 15_000 });
    const found = JSON.parse(readFileSync(join(folder, "found"), "utf8")) as object;
    rmSync(folder, { recursive: true, force: true });
    found.should.eql({ truncate: "shortened", secondServer: "listening", keepAlive: "UNKNOWN" });
  });
});

import should from "should";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PowerShellConnection } from "../../../lib/adapters/powershell";
import { seenHere } from "../../../lib/adapters/powershell/seen-here";
import type { ResultOf } from "../../../lib/server/catalogue";
import { Fenced, OperationFailed } from "../../../lib/server/errors";
import { checked } from "../../../lib/server/layers/checked";
import { layered } from "../../../lib/server/server";
import { needsPowerShell, needsSshServer, thePowerShell } from "../../shared/powershell";
import { Rehearsal } from "../windows/rehearsal";

/** More than one part, and no whole number of them. */
const THREE_MB = 3 * 1024 * 1024 + 17;
/** As Windows allows them and scripts stumble over them. */
const ODD_NAMES = [
  "Rollup 6 [x64].msp",
  "$(exit) $env:TEMP `n.msp",
  "it’s 'quoted' & more; {0}.msp",
  "Größe – 日本語 🙂.msp",
  "a.part",
  "-Move.msp",
];

describe("A package that lies on the host of Node-RED", function () {
  this.timeout(60_000);
  let folder: string;
  let rehearsal: Rehearsal;
  let connection: PowerShellConnection;
  before(needsPowerShell);
  before(needsSshServer);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rolling-update-push-"));
    rehearsal = await Rehearsal.start({
      array: "push",
      members: ["CAS1"],
      seed: 1,
      speed: 1,
      faults: [],
      kind: "ssh",
      pwsh: thePowerShell(),
    });
    const { settings, members, scomServer } = rehearsal;
    connection = new PowerShellConnection({ settings, members, scomServer });
  });
  after(async () => {
    await connection?.close();
    await rehearsal?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  let files = 0;
  const onHost = (bytes: Buffer, name = `package ${++files}.msp`) => {
    const from = join(folder, name);
    writeFileSync(from, bytes);
    return { from, sha256: createHash("sha256").update(bytes).digest("hex") };
  };
  const copy = (from: string, to: string, sha256: string, fence?: number) =>
    connection.invoke("CAS1", "files.copy", { from, to, sha256 }, fence === undefined ? {} : { fence });
  const stat = (path: string): Promise<ResultOf<"files.stat">> => layered(connection.invoke, checked)("CAS1", "files.stat", { path }, {});
  const real = (path: string): string => rehearsal.windows.folders.real("CAS1", path);
  const beside = (path: string): string[] => (existsSync(dirname(real(path))) ? readdirSync(dirname(real(path))) : []);
  const copies = (): number => rehearsal.windows.truth().operations.filter(({ op }) => op === "files.copy").length;
  const failure = async (attempt: Promise<unknown>): Promise<unknown> =>
    attempt.then(
      () => new Error("it was done"),
      (error: unknown) => error,
    );

  for (const [what, size] of [
    ["of three megabytes", THREE_MB],
    ["of a megabyte sharp", 1024 * 1024],
    ["that is empty", 0],
  ] as const) {
    it(`${what} arrives whole, and nothing else does`, async () => {
      const bytes = randomBytes(size);
      const to = `C:\\Arrives ${size}\\deep\\rollup.msp`;
      const { from, sha256 } = onHost(bytes);
      await copy(from, to, sha256);
      (await stat(to)).should.have.properties({ exists: true, size, sha256 });
      readFileSync(real(to)).equals(bytes).should.be.true();
      beside(to).should.eql(["rollup.msp"]);
    });
  }

  it("and not on it, but where only the server reads it, is copied by the server", async () => {
    const [from, to] = ["C:\\Share\\rollup.msp", "C:\\From share\\rollup.msp"];
    const bytes = randomBytes(2000);
    mkdirSync(dirname(real(from)), { recursive: true });
    writeFileSync(real(from), bytes);
    await copy(from, to, createHash("sha256").update(bytes).digest("hex"));
    readFileSync(real(to)).equals(bytes).should.be.true();
  });

  it("is sent no second time when it is there already, and nothing is left of the attempt", async () => {
    const to = "C:\\Twice\\rollup.msp";
    const { from, sha256 } = onHost(randomBytes(2000));
    await copy(from, to, sha256);
    const before = copies();
    await copy(from, to, sha256);
    copies().should.equal(before);
    beside(to).should.eql(["rollup.msp"]);
  });

  it("takes the place of another file of that name", async () => {
    const to = "C:\\Replaced\\rollup.msp";
    const first = onHost(randomBytes(5000));
    await copy(first.from, to, first.sha256);
    const second = onHost(Buffer.from("short"));
    await copy(second.from, to, second.sha256);
    readFileSync(real(to), "utf8").should.equal("short");
    beside(to).should.eql(["rollup.msp"]);
  });

  it("with another hash than its vendor publishes is refused, and nothing of it stays", async () => {
    const to = "C:\\Refused\\rollup.msp";
    const { from } = onHost(randomBytes(1_500_000));
    const error = await failure(copy(from, to, "0".repeat(64)));
    should(error).be.instanceOf(OperationFailed).and.match({ errorId: "file-hash", server: "CAS1", operation: "files.copy" });
    should((error as OperationFailed).message)
      .match(/0{64}/)
      .and.not.match(/\.part/);
    beside(to).should.eql([]);
    should(await stat(to)).have.property("exists", false);
  });

  it("with another hash leaves the file that has its name as it was", async () => {
    const to = "C:\\Kept\\rollup.msp";
    const good = onHost(Buffer.from("good"));
    await copy(good.from, to, good.sha256);
    should(await failure(copy(onHost(Buffer.from("bad")).from, to, "1".repeat(64)))).match({ errorId: "file-hash" });
    readFileSync(real(to), "utf8").should.equal("good");
    beside(to).should.eql(["rollup.msp"]);
  });

  it("begins anew where an earlier attempt broke off", async () => {
    const to = "C:\\Broken\\rollup.msp";
    const { from, sha256 } = onHost(Buffer.from("the whole of it"));
    await copy(from, "C:\\Broken\\other.msp", sha256);
    writeFileSync(`${real(to)}.part`, randomBytes(4000));
    await copy(from, to, sha256);
    readFileSync(real(to), "utf8").should.equal("the whole of it");
    beside(to).sort().should.eql(["other.msp", "rollup.msp"]);
  });

  it("is not taken from a run that has been superseded, neither when it is there already", async () => {
    const { from, sha256 } = onHost(randomBytes(3000));
    await copy(from, "C:\\Fenced\\first.msp", sha256, 7);
    for (const to of ["C:\\Fenced\\second.msp", "C:\\Fenced\\first.msp"])
      should(await failure(copy(from, to, sha256, 6))).be.instanceOf(Fenced);
    beside("C:\\Fenced\\first.msp").should.eql(["first.msp"]);
    await copy(from, "C:\\Fenced\\second.msp", sha256, 7);
    beside("C:\\Fenced\\first.msp").sort().should.eql(["first.msp", "second.msp"]);
  });

  describe("on a share that does not answer this host", () => {
    let deaf: PowerShellConnection;
    before(() => {
      const { settings, members, scomServer } = rehearsal;
      const never = () => new Promise<void>(() => {});
      deaf = new PowerShellConnection({ settings, members, scomServer, seenHere: (path) => seenHere(path, never, 50) });
    });
    after(() => deaf?.close());

    it("is read by the server if that gets an answer", async () => {
      const bytes = Buffer.from("on the server's side");
      const { from, sha256 } = onHost(bytes);
      await copy(from, "C:\\Silent\\source.msp", sha256);
      const to = "C:\\Silent\\rollup.msp";
      await deaf.invoke("CAS1", "files.copy", { from: "C:\\Silent\\source.msp", to, sha256 }, {});
      readFileSync(real(to)).equals(bytes).should.be.true();
    });

    it("is an error that tells of both sides if that cannot read it either", async () => {
      const args = { from: "\\\\fs1\\updates\\rollup.msp", to: "C:\\Silent\\none.msp", sha256: "0".repeat(64) };
      const error = await failure(deaf.invoke("CAS1", "files.copy", args, {}));
      should((error as Error).message).match(
        /fs1.updates.rollup\.msp.*; the host of Node-RED had looked for .* too, and got no answer within 5 s/,
      );
      beside(args.to).should.not.containEql("none.msp");
    });
  });

  for (const name of ODD_NAMES) {
    it(`arrives by the name ${name}, whatever it is called here`, async () => {
      const bytes = Buffer.from(`what is in ${name}`);
      const { from, sha256 } = onHost(bytes, name);
      const to = `C:\\Odd (names)\\[${name}]\\${name}`;
      await copy(from, to, sha256, 8);
      readFileSync(real(to)).equals(bytes).should.be.true();
      beside(to).should.eql([name]);
      (await stat(to)).should.have.properties({ exists: true, sha256 });
    });
  }
});

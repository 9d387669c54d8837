import should from "should";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { packages } from "../../../../lib/adapters/lab/machine/packages";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { refusal, Stage } from "../member";

describe("Files on a member", function () {
  this.timeout(30_000);
  let stage: Stage;
  before(needsPowerShell);
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage?.close());

  const real = (path: string) => stage.windows.folders.real("CAS1", path);
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(real(path)), { recursive: true });
    writeFileSync(real(path), content);
  };
  const stat = async (path: string) => (await stage.shell.invoke("files.stat", { path })) as ResultOf<"files.stat">;
  const tail = async (path: string, offset: number, atMostBytes = 65_536) =>
    (await stage.shell.invoke("files.tail", { path, offset, atMostBytes })) as { exists: boolean; offset: number; text: string };

  describe("their size, hash and signature", () => {
    it("are those of a package", async () => {
      const { file, size, sha256 } = packages.rollup6;
      (await stat(file)).should.eql({ exists: true, size, sha256, signature: "valid" });
    });
    it("are those of a package that is broken", async () => {
      const { file, sha256 } = packages.corrupt;
      const found = await stat(file);
      found.signature.should.equal("invalid");
      should(found.sha256).not.equal(sha256);
    });
    it("are none of what is missing, or a folder", async () => {
      const missing = { exists: false, size: null, sha256: null, signature: "unknown" };
      (await stat("C:\\Updates\\nothing.msp")).should.eql(missing);
      (await stat("C:\\Updates")).should.eql(missing);
    });
    it("are taken of names with brackets as they are written", async () => {
      write("C:\\Updates\\a [1].txt", "one");
      (await stat("C:\\Updates\\a [1].txt")).should.have.properties({ exists: true, size: 3 });
    });
  });

  describe("the text of a log", () => {
    it("goes on from where it was left", async () => {
      write("C:\\Logs\\plain.log", "one\r\n");
      const first = await tail("C:\\Logs\\plain.log", 0);
      first.should.eql({ exists: true, offset: 5, text: "one\r\n" });
      appendFileSync(real("C:\\Logs\\plain.log"), "two\r\n");
      (await tail("C:\\Logs\\plain.log", first.offset)).should.eql({ exists: true, offset: 10, text: "two\r\n" });
      (await tail("C:\\Logs\\plain.log", 10)).should.eql({ exists: true, offset: 10, text: "" });
    });
    it("begins anew where the file is shorter than it was", async () => {
      write("C:\\Logs\\anew.log", "short");
      (await tail("C:\\Logs\\anew.log", 100)).should.eql({ exists: true, offset: 5, text: "short" });
    });
    it("is UTF-16 in logs of Windows Installer, whose characters are never cut", async () => {
      const text = "a\u00fc\u{1f600}b";
      write("C:\\Logs\\msi.log", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]));
      let [offset, all] = [0, ""];
      for (let round = 0; round < 10; round++) {
        const part = await tail("C:\\Logs\\msi.log", offset, 5);
        [offset, all] = [part.offset, all + part.text];
      }
      all.should.equal(text);
      offset.should.equal(2 + 2 * text.length);
    });
    it("is UTF-8 otherwise, cut between characters as well", async () => {
      const text = "a\u00fc\u20ac\u{1f600}b";
      write("C:\\Logs\\utf8.log", `\ufeff${text}`);
      let [offset, all] = [0, ""];
      for (let round = 0; round < 10; round++) {
        const part = await tail("C:\\Logs\\utf8.log", offset, 4);
        [offset, all] = [part.offset, all + part.text];
      }
      all.should.equal(text);
    });
    it("is of the code page where it cannot be UTF-8", async () => {
      write("C:\\Logs\\ansi.log", Buffer.from([0x47, 0xfc, 0x6e, 0x74, 0x65, 0x72]));
      (await tail("C:\\Logs\\ansi.log", 0)).should.eql({ exists: true, offset: 6, text: "G\u00fcnter" });
    });
    it("is not there where the file is not", async () => {
      (await tail("C:\\Logs\\none.log", 7)).should.eql({ exists: false, offset: 0, text: "" });
    });
  });

  describe("a copy", () => {
    const { copyFrom, sha256, size } = packages.webFarm;
    it("from a share gets its name when its hash is right", async () => {
      const to = "C:\\New folder\\a copy (1) [x].exe";
      await stage.shell.invoke("files.copy", { from: copyFrom, to, sha256 });
      (await stat(to)).should.eql({ exists: true, size, sha256, signature: "valid" });
      await stage.shell.invoke("files.copy", { from: "\\\\NOBODY\\x", to, sha256 });
    });
    it("takes the place of another file", async () => {
      write("C:\\Updates\\old.exe", "old");
      await stage.shell.invoke("files.copy", { from: copyFrom, to: "C:\\Updates\\old.exe", sha256 });
      (await stat("C:\\Updates\\old.exe")).should.have.properties({ sha256 });
      existsSync(real("C:\\Updates\\old.exe.old")).should.be.false();
    });
    it("is not made where the hash is another, and leaves nothing", async () => {
      const to = "C:\\Updates\\never.exe";
      const no = await refusal(stage.shell.invoke("files.copy", { from: copyFrom, to, sha256: packages.rollup6.sha256 }));
      no.id.should.equal("file-hash");
      existsSync(real(to)).should.be.false();
      existsSync(real(`${to}.copying`)).should.be.false();
    });
    it("is not made of what is missing", async () => {
      const no = await refusal(stage.shell.invoke("files.copy", { from: "\\\\FILES1\\Updates\\x.msp", to: "C:\\x.msp", sha256 }));
      no.id.should.equal("no-such-file");
    });
  });

  it("is copied though the answer is lost", async () => {
    const faulty = await Stage.open({ faults: [{ name: "answer-lost", member: "CAS1" }] });
    try {
      const { copyFrom, sha256, size } = packages.webFarm;
      const lost = await refusal(faulty.shell.invoke("files.copy", { from: copyFrom, to: "C:\\x.exe", sha256 }));
      lost.id.should.equal("shell-ended");
      should((await faulty.windows.folders.blob("CAS1", "C:\\x.exe"))?.size).equal(size);
    } finally {
      await faulty.close();
    }
  });

  describe("parts of a file that is sent", () => {
    const part = (offset: number, bytes: readonly number[]) =>
      stage.shell.script(`Add-RUFilePart -Path 'C:\\Sent\\x.part' -Offset ${offset} -Part @{ Bytes = [byte[]]@(${bytes.join(",")}) }`);
    it("make the whole, which is moved to its place when its hash is right", async () => {
      await part(0, [9, 9, 9]);
      await part(0, [1, 2]);
      await part(2, [3]);
      const sha256 = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";
      await stage.shell.script(`Copy-RUFile -From 'C:\\Sent\\x.part' -To 'C:\\Sent\\x.bin' -Sha256 ${sha256} -Move`);
      existsSync(real("C:\\Sent\\x.part")).should.be.false();
      (await stat("C:\\Sent\\x.bin")).should.have.properties({ size: 3, sha256 });
    });
    it("may be a single zero, and nothing", async () => {
      await part(0, [0]);
      await part(1, []);
      await part(1, [0]);
      (await stat("C:\\Sent\\x.part")).size?.should.equal(2);
    });
    it("are refused where one is missing before them", async () => {
      await part(0, [1]);
      (await refusal(part(5, [1]))).id.should.equal("file-part-order");
    });
  });
});

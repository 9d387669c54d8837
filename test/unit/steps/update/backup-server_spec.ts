import "should";
import { world } from "../harness";
import { tells } from "../products-and-cultures";

describe("backup-server", () => {
  const backup = { file: "C:\\Backup\\backup.cmd", arguments: ["/proof:C:\\Backup\\proof.txt"], proofFile: "C:\\Backup\\proof.txt" };

  it("passes where none is set up", async () => {
    (await (await world().work()).do("backup-server")).should.containEql({ changed: false, text: "no backup is set up" });
  });

  it("is proven by exit code and file", async () => {
    const work = await world().work();
    const result = await work.do("backup-server", backup);
    result.should.containEql({ changed: true, exitCode: 0 });
    work.changes.should.eql(["job.start"]);
  });

  it("does not start the same backup twice after a crash of ours", async () => {
    const work = await world().work();
    await work.do("backup-server", backup);
    (await work.again("backup-server", backup)).changed.should.be.false();
    work.changes.should.eql(["job.start"]);
  });

  it("fails by its exit code, or without its proof", async () => {
    (await (await world().work()).refusalOf("backup-server", { ...backup, file: "C:\\Backup\\backup-fails.cmd" })).message.should.match(
      /exit code 1/,
    );
    (await (await world().work()).refusalOf("backup-server", { ...backup, arguments: [] })).message.should.match(/proof\.txt is not there/);
  });
});

describe("backup-server, by product and culture", () => {
  const proof = "C:\\Backup\\proof.txt";
  const backup = (file: string, ...args: readonly string[]) => ["backup-server", { file, arguments: args, proofFile: proof }] as const;
  // It is a program of the user's own: only its exit code and the file that it leaves are looked at, and no word of what it prints.
  // biome-ignore format: a table is read by its rows
  {
    tells("proves a backup", () => ({ step: backup("C:\\Backup\\backup.cmd", `/proof:${proof}`) }), [
      ["every one", "every one", "changed: backed up, proven by C:\\Backup\\proof.txt"],
    ]);
    tells("passes where there is none", () => ({ step: ["backup-server", { file: "" }] }), [
      ["every one", "every one", "unchanged: no backup is set up"],
    ]);
    tells("fails by the exit code", () => ({ step: backup("C:\\Backup\\backup-fails.cmd") }), [
      ["every one", "every one", "backup-failed: the backup ended with exit code 1. Look at the backup's own log on CAS1. Nothing has been installed yet."],
    ]);
    tells("fails without its proof", () => ({ step: backup("C:\\Backup\\backup.cmd") }), [
      ["every one", "every one", "backup-failed: the backup ended well, but C:\\Backup\\proof.txt is not there. Look at the backup's own log on CAS1. Nothing has been installed yet."],
    ]);
  }
});

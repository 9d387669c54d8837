import "should";
import { world } from "../harness";

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

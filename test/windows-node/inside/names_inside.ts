import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { findExecutable } from "../../../lib/adapters/powershell/process/executable";
import { Lab } from "../../../lib/adapters/lab";

describe("Names on Windows", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "names-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const array of ["CAS*", "north|south", 'the "old" one?', "<CAS>: 1/2\\3", "CON", "cas. ", "Größe 日本"])
    it(`of an array do not keep its lab from a file: ${array}`, async () => {
      const options = { array, members: ["CAS1"], seed: 1, speed: 300, faults: [], folder };
      const before = await readdir(folder);
      const lab = new Lab(options);
      await lab.close();
      (await readdir(folder)).length.should.equal(before.length + 1);
      const again = new Lab(options);
      again.truth().startedAtMs.should.equal(lab.truth().startedAtMs);
      await again.close();
      (await readdir(folder)).length.should.equal(before.length + 1);
    });

  it("of programs are found in the folders of PATH, whatever the case of the variable and of the ending", async () => {
    const found = /\\system32\\cmd\.exe$/i;
    should(await findExecutable("cmd")).match(found);
    should(await findExecutable("CMD.EXE")).match(found);
    should(await findExecutable("cmd", { env: { Path: '"C:\\windows\\system32";C:\\nowhere', PathExt: ".COM;.EXE" } })).match(found);
    should(await findExecutable("c:/WINDOWS/system32/cmd")).match(found);
    should(await findExecutable("cmd", { env: { PATH: "C:\\nowhere" } })).be.null();
  });
});

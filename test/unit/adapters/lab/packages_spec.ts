import "should";
import { createHash } from "node:crypto";
import type { PackageName } from "../../../../lib/adapters/lab/machine/packages";
import { beginningOf, blobWith, fileOf, packages } from "../../../../lib/adapters/lab/machine/packages";

describe("A package of the lab", () => {
  for (const name of Object.keys(packages) as PackageName[]) {
    it(`has the hash of what it stands for: ${name}`, () => {
      const blob = fileOf(name);
      const content = Buffer.alloc(blob.size);
      content.write(beginningOf(blob));
      createHash("sha256").update(content).digest("hex").should.equal(blob.sha256);
      (blobWith(blob.sha256) ?? {}).should.eql(blob);
    });
  }

  it("is broken where its hash is not the published one", () => {
    const { corrupt, rollup6 } = packages;
    corrupt.sha256.should.equal(rollup6.sha256);
    fileOf("corrupt").should.have.properties({ signature: "invalid" }).and.not.have.property("sha256", corrupt.sha256);
    beginningOf(fileOf("corrupt")).should.equal(beginningOf(fileOf("rollup6")));
  });
});

import { once } from "node:events";
import { statSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import should from "should";
import { manifestIn, root } from "../../../../tools/program";
import { runEditor } from "../../../../tools/node-red/run-editor";

describe("npm start", () => {
  const dist = join(__dirname, "../../../../dist");
  const builtAt = () => statSync(dist, { throwIfNoEntry: false })?.ctimeMs;
  const started = async (...args: string[]) => {
    const said = { out: "", err: "" };
    const to = (name: keyof typeof said) => ({ write: (text: string) => (said[name] += text) !== "" }) as unknown as NodeJS.WriteStream;
    const code = await runEditor(args, {}, { out: to("out"), err: to("err") });
    return { code, ...said };
  };

  it("builds nothing where it is refused: another one may be using what is built", async () => {
    const before = builtAt();
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    (await started("--port", "abc")).should.match({ code: 2, out: "", err: /port/ });
    (await started("--port", String(port))).should.match({ code: 1, out: "", err: /--port/ });
    taken.close();
    (manifestIn(root) as unknown as { scripts: { start: string } }).scripts.start.should.not.match(/build/);
    should(builtAt()).equal(before);
  });
});

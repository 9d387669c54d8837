import "should";
import type { Invoke, Layer } from "../../../lib/server/server";
import { layered, Server } from "../../../lib/server/server";

/** An adapter that notes its calls and answers nothing. */
const noting = (calls: unknown[][]): Invoke =>
  (async (...call: unknown[]) => {
    calls.push(call);
  }) as unknown as Invoke;

describe("A server", () => {
  it("sends what is read and changed through its adapter, under its own name", async () => {
    const calls: unknown[][] = [];
    const server = new Server("CAS1", noting(calls));
    await server.read("files.stat", { path: "C:\\a.msp" });
    await server.change("nlb.drain", {}, { undo: ["nlb.start", {}] });
    calls.should.eql([
      ["CAS1", "files.stat", { path: "C:\\a.msp" }, {}],
      ["CAS1", "nlb.drain", {}, { undo: ["nlb.start", {}] }],
    ]);
  });

  it("gives each call its own signal, unless the call brings one", async () => {
    const calls: unknown[][] = [];
    const [its, other] = [new AbortController().signal, new AbortController().signal];
    const server = new Server("CAS1", noting(calls), its);
    await server.read("nlb.host", {});
    await server.read("nlb.host", {}, { signal: other });
    calls.map(([, , , call]) => (call as { signal: AbortSignal }).signal === its).should.eql([true, false]);
  });
});

describe("Layers", () => {
  it("are gone through from the first to the last, and back", async () => {
    const way: string[] = [];
    const named =
      (name: string): Layer =>
      (next) =>
      async (server, op, args, call) => {
        way.push(name);
        const answer = await next(server, op, args, call);
        way.push(`${name} back`);
        return answer;
      };
    const adapter = (async () => void way.push("adapter")) as unknown as Invoke;
    await layered(adapter, named("outer"), named("inner"))("CAS1", "nlb.host", {}, {});
    way.should.eql(["outer", "inner", "adapter", "inner back", "outer back"]);
  });
});

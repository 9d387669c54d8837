import should from "should";
import { ZodError } from "zod";
import { BadReply } from "../../../../lib/server/errors";
import { checked } from "../../../../lib/server/layers/checked";
import type { Invoke } from "../../../../lib/server/server";
import { nlbHost } from "../../../shared/readings";

/** An adapter that answers everything with the same, and notes the arguments that reach it. */
const answering = (answer: unknown, reached: unknown[] = []): Invoke =>
  (async (_server: string, _op: string, args: unknown) => {
    reached.push(args);
    return answer;
  }) as unknown as Invoke;

describe("Checked answers", () => {
  it("are handed on when they are what the catalogue says", async () => {
    (await checked(answering(nlbHost()))("CAS1", "nlb.host", {}, {})).should.eql(nlbHost());
  });

  it("lose what the catalogue does not know", async () => {
    (await checked(answering({ ...nlbHost(), password: "x" }))("CAS1", "nlb.host", {}, {})).should.eql(nlbHost());
  });

  it("are bad replies otherwise, which name the field down to its place", async () => {
    const services = [{ name: "W3SVC", displayName: "IIS", status: "asleep", startType: "manual", dependsOn: [] }];
    const error: unknown = await checked(answering({ services }))("CAS1", "services.list", {}, {}).catch((error: unknown) => error);
    error!.should.be.instanceof(BadReply);
    (error as BadReply).should.have.properties({ code: "bad-reply", server: "CAS1", operation: "services.list" });
    (error as BadReply).message.should.match(/services\.0\.status: /);
  });

  it("are bad replies when there is no answer at all", async () => {
    await checked(answering(undefined))("CAS1", "nlb.host", {}, {}).should.be.rejectedWith({ code: "bad-reply", message: /the answer: / });
  });

  it("are nothing where a change was sent, whatever the server says", async () => {
    should(await checked(answering({ surprise: true }))("CAS1", "nlb.drain", {}, {})).be.undefined();
  });
});

describe("Checked arguments", () => {
  it("that the catalogue does not allow never reach the server", async () => {
    const reached: unknown[] = [];
    const invoke = checked(answering(undefined, reached));
    await invoke("CAS1", "nlb.setDefaultState", { state: "off" } as never, {}).should.be.rejectedWith(ZodError);
    await invoke("CAS1", "probe.tcp", { port: 0 }, {}).should.be.rejectedWith(ZodError);
    reached.should.eql([]);
  });

  it("reach it with the catalogue's defaults", async () => {
    const reached: unknown[] = [];
    await checked(answering({ exitCode: 0, output: "" }, reached))("CAS1", "script.look", { file: "C:\\look.ps1" }, {});
    reached.should.eql([{ file: "C:\\look.ps1", arguments: [] }]);
  });
});

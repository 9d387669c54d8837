import should from "should";
import type { ArraySetup } from "../../../lib/run/array-setup";
import { Refused } from "../../../lib/run/refused";
import type { ArrayNode } from "../../../nodes/shared/runtime/registry";
import type { InNodeRed } from "../in-node-red";
import { deployed, nodeRed, takeDown } from "../in-node-red";

const arrayIn = (flow: InNodeRed): ArrayNode => flow.registry.arrays.get("array") as ArrayNode;

describe("a server-array", () => {
  nodeRed();

  const setup = async (array: Record<string, unknown>): Promise<ArraySetup> => arrayIn(await deployed({ array })).setup();
  const refused = async (array: Record<string, unknown>): Promise<Refused> => {
    const node = arrayIn(await deployed({ array }));
    try {
      node.setup();
    } catch (error) {
      should(error).be.instanceOf(Refused);
      return error as Refused;
    }
    throw new Error("It was not refused.");
  };

  it("gives its members in their order, the address of one that has none being its name", async () => {
    const { members, minInService } = await setup({
      members: [{ name: " CAS2 ", address: "  " }, { name: "CAS1", address: " cas1.example.org " }, { name: "CAS3" }],
      minInService: "2",
    });
    members.should.deepEqual([
      { name: "CAS2", address: "CAS2" },
      { name: "CAS1", address: "cas1.example.org" },
      { name: "CAS3", address: "CAS3" },
    ]);
    minInService.should.equal(2);
  });

  it("may have IP addresses for names, which are alike up to their first dot", async () => {
    const { members } = await setup({ members: [{ name: "10.0.0.1" }, { name: "10.0.0.2" }] });
    members.map(({ name }) => name).should.deepEqual(["10.0.0.1", "10.0.0.2"]);
  });

  it("knows its members by name, without regard to case", async () => {
    const flow = await deployed();
    flow.registry
      .arraysOf("cas3")
      .map(({ arrayName }) => arrayName)
      .should.deepEqual([flow.array]);
    flow.registry.arraysOf("MBX1").should.be.empty();
  });

  it("is gone with its node", async () => {
    const flow = await deployed();
    await takeDown();
    should(flow.registry.arrays.get("array")).be.undefined();
  });

  for (const [what, array, code, text] of [
    ["no members", { members: [] }, "array-not-usable", /it has no members/],
    ["members that nobody has entered", { members: undefined }, "array-not-usable", /it has no members/],
    ["a member without a name", { members: [{ name: " ", address: "x" }, { name: "CAS1" }] }, "array-not-usable", /a member has no name/],
    [
      "a member twice",
      { members: [{ name: "CAS1" }, { name: "cas1 " }, { name: "CAS2" }] },
      "array-not-usable",
      /the member cas1 is in it twice/,
    ],
    [
      "members that are one host by their names",
      { members: [{ name: "cas1.a.example" }, { name: "cas2" }, { name: "CAS1.b.example" }] },
      "array-not-usable",
      /cas1\.a\.example and CAS1\.b\.example have the same host name: .*one would be taken for the other/,
    ],
    [
      "too few members",
      { minInService: "3" },
      "array-not-usable",
      /3 other members must stay in service, but there are only 2 others: no member/,
    ],
    ["no number to keep in service", { minInService: "many" }, "array-not-usable", /^(?!.*NaN).*a whole number, 0 or more/],
    ["half a member to keep in service", { minInService: "1.5" }, "array-not-usable", /a whole number, 0 or more/],
    ["an empty number to keep in service", { minInService: "" }, "array-not-usable", /^(?!.*NaN).*a whole number, 0 or more/],
    ["no connection", { connection: "" }, "no-connection", /has no connection to its servers/],
    ["a connection that is gone or disabled", { connection: "gone" }, "no-connection", /missing or disabled/],
    ["a node that is no connection", { connection: "package" }, "no-connection", /has no connection to its servers/],
    [
      "no known way to tell who serves",
      { serving: "luck" },
      "array-not-usable",
      /The settings of the array .* are not valid: serving: “luck” is not one of the choices: nlb, http, script/,
    ],
    ["a script that is not named", { serving: "script", servingScript: "" }, "array-not-usable", /servingScript: Name the script/],
    ["a port that is none", { servingPort: "99999" }, "array-not-usable", /servingPort: From 1 to 65535\. It is set to “99999”/],
  ] as const) {
    it(`with ${what} is refused in words that name it`, async () => {
      const { status, code: said, message } = await refused(array);
      [status, said].should.deepEqual([409, code]);
      message.should.match(text).and.match(/array-\d+/);
    });
  }

  it("does not end Node-RED with settings of another shape", async () => {
    const flow = await deployed({ array: { members: [{ address: "x" }, null, { name: 7 }] } });
    flow.failed("array").all.should.be.empty();
    (await flow.command("start")).should.match({ statusCode: 409, payload: { error: { code: "array-not-usable" } } });
  });

  it("tells by the way that its settings choose who serves", async () => {
    const { serving } = await setup({
      otherMeans: true,
      serving: "http",
      servingPort: "8080",
      servingPath: "/health",
      servingStatus: "204",
    });
    const asked: unknown[] = [];
    const member = {
      name: "CAS1",
      read: (op: string, args: unknown) => {
        asked.push([op, args]);
        return Promise.resolve({ status: 204, error: null });
      },
    };
    (await serving([member as never])).should.match([{ member: "CAS1", serves: true }]);
    asked.should.deepEqual([["probe.http", { scheme: "https", port: 8080, path: "/health" }]]);
  });
});

import helper from "node-red-node-test-helper";
import should from "should";
import type { OperationName } from "../../../lib/server/catalogue";
import { AccessDenied, Unreachable } from "../../../lib/server/errors";
import type { Invoke } from "../../../lib/server/server";
import { plainReads } from "../../../lib/connection-test/try-reads";
import { realClock } from "../../../lib/time/clock";
import { adapter } from "../../../nodes/server-connection/adapter";
import type { TriedArray } from "../../../nodes/server-connection/try-out";
import { asNew } from "../../shared/node-fields";
import { MEMBERS, anArray } from "../flow-nodes";
import { deployed, newName, nodeRed } from "../in-node-red";

const aConnection = {
  id: "connection",
  type: "server-connection",
  name: "Lab",
  kind: "lab",
  role: "exchange-cas",
  seed: "5",
  speed: "3000",
};

interface Answer {
  readonly status: number;
  readonly body: { readonly arrays: readonly TriedArray[]; readonly error?: { readonly code: string } };
}

/** Presses the button: asks as the form does. */
const test = async (id: string, body: unknown = {}): Promise<Answer> => {
  const request = helper.request() as unknown as { post(path: string): { send(body: unknown): Promise<Answer> } };
  return await request.post(`/rolling-update/connections/${id}/test`).send(body);
};

describe("the test of a connection", function () {
  this.timeout(20_000);
  nodeRed();
  const flow = (more: Record<string, unknown> = {}, array: Record<string, unknown> = {}) =>
    deployed({ connection: { ...aConnection, faults: [], truthFile: "", ...more }, array });

  it("asks every member of every array all that needs no arguments, and SCOM too", async () => {
    const { array } = await flow({}, { scomServer: "scom.example.org" });
    const { status, body } = await test("connection");
    status.should.equal(200);
    body.arrays.map((tried) => [tried.array, tried.problem]).should.deepEqual([[array, null]]);
    body.arrays[0]!.members.map(({ member }) => member).should.deepEqual(MEMBERS);
    for (const { tried } of body.arrays[0]!.members) {
      tried.map(({ op }) => op).should.deepEqual(plainReads("member", "monitoring").map(({ op }) => op));
      for (const { outcome, what } of tried) [outcome, what].should.deepEqual(["works", null]);
    }
  });

  it("asks the members only that the caller names", async () => {
    await flow();
    const { body } = await test("connection", { array: "array", members: ["CAS2"] });
    body.arrays[0]!.members.map(({ member }) => member).should.deepEqual(["CAS2"]);
    (await test("connection", { array: "another" })).body.arrays.should.deepEqual([]);
  });

  it("tells of an array that cannot be used instead of failing", async () => {
    await flow({}, { minInService: "7" });
    const { body } = await test("connection");
    body.arrays.should.match([{ problem: /cannot be updated/, members: [] }]);
  });

  it("answers also where something is wrong with us: nobody looks at a button that never comes back", async () => {
    const { registry } = await flow();
    const odd = () => {
      throw new Error("something odd");
    };
    registry.arrays.set("array", { ...registry.arrays.get("array")!, setup: odd });
    should(await test("connection")).match({ status: 500, body: { error: { code: "test-failed", message: /something odd/ } } });
    // It is at its end, so that it can be tried again.
    (await test("connection")).status.should.equal(500);
  });

  it("leaves arrays of other connections alone", async () => {
    const name = newName();
    await deployed({
      name,
      connection: { ...aConnection, faults: [], truthFile: "" },
      nodes: [anArray(newName(), { id: "other", connection: "elsewhere" })],
    });
    (await test("connection")).body.arrays.map(({ array }) => array).should.deepEqual([name]);
  });

  for (const [what, id, body, status, code] of [
    ["a connection that is not deployed", "nowhere", {}, 404, "no-such-connection"],
    ["a node that is no connection", "array", {}, 404, "no-such-connection"],
    ["a body that says something else", "connection", { members: "all" }, 400, "bad-request"],
    ["a body that asks for a change", "connection", { operation: "system.restart" }, 400, "bad-request"],
  ] as const)
    it(`refuses ${what}`, async () => {
      await flow();
      const answer = await test(id, body);
      answer.status.should.equal(status);
      should(answer.body.error?.code).equal(code);
    });

  describe("to real servers", () => {
    const { connect } = adapter;
    const asked: string[] = [];
    /** @param answer how each question ends */
    const servers = async (answer: (server: string, operation: OperationName) => Promise<never>, more: Record<string, unknown> = {}) => {
      asked.splice(0);
      const invoke = ((server: string, operation: OperationName) => {
        asked.push(server);
        return answer(server, operation);
      }) as Invoke;
      adapter.connect = ({ settings: { kind } }) => ({ kind, invoke, clock: realClock, close: () => Promise.resolve() });
      const nodes = [
        anArray(newName(), {
          id: "other",
          members: [
            { name: "WEB1", address: "" },
            { name: "WEB2", address: "" },
          ],
        }),
      ];
      await deployed({ connection: { ...aConnection, ...asNew("server-connection"), kind: "local" }, nodes, ...more });
      const { body } = await test("connection");
      return body.arrays.flatMap(({ members }) => members);
    };
    afterEach(() => {
      adapter.connect = connect;
    });
    const denied = (server: string, operation: OperationName) =>
      Promise.reject(new AccessDenied({ server, operation, what: "wrong password" }));

    it("asks no other member of any array where the first one denies access: more logons could lock the account", async () => {
      const members = await servers(denied);
      asked.length.should.equal(1);
      members.length.should.equal(5);
      for (const { member, tried, notAsked } of members)
        if (member === asked[0]) should({ tried, notAsked }).match({ tried: [{ outcome: "access-denied" }], notAsked: null });
        else [tried, notAsked].should.deepEqual([[], `access was denied on ${asked[0]}; more attempts could lock the account`]);
    });

    it("says of the computer that asks once that it is not fit to", async () => {
      const members = await servers((server, operation) =>
        Promise.reject(new Unreachable({ server, operation, what: "it is not there", ownHost: true })),
      );
      asked.length.should.equal(1);
      for (const { member, notAsked } of members)
        if (member !== asked[0]) should(notAsked).match(/^PowerShell on the host of Node-RED failed/);
    });

    it("asks the others where the first one is only off", async () => {
      const members = await servers((server, operation) =>
        server === asked[0]
          ? Promise.reject(new Unreachable({ server, operation, what: "it does not answer" }))
          : denied(server, operation),
      );
      [...new Set(asked)].toSorted().should.deepEqual(["CAS1", "CAS2", "CAS3", "WEB1", "WEB2"]);
      for (const { notAsked } of members) should(notAsked).be.null();
    });
  });

  it("runs once at a time", async () => {
    await flow();
    const answers = await Promise.all([test("connection"), test("connection")]);
    answers
      .map(({ status }) => status)
      .sort((a, b) => a - b)
      .should.deepEqual([200, 409]);
  });
});

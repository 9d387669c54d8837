import type { IncomingMessage, ServerResponse } from "node:http";
import type { NodeAPI } from "node-red";
import { z } from "zod";
import { Refused } from "../../lib/run/refused";
import type { Tried } from "../../lib/server/try-reads";
import { plainReads, tryReads } from "../../lib/server/try-reads";
import type { ArrayNode, ConnectionNode } from "../shared/house";

/** Long enough for sessions to slow servers, short enough for somebody who looks at a form. */
const WHOLE_TEST_MS = 90_000;

/** Which arrays and members to ask; nothing: all that use the connection. */
const Body = z.strictObject({ array: z.string().optional(), members: z.array(z.string()).max(1000).optional() });
type Body = z.output<typeof Body>;

export interface TriedArray {
  readonly array: string;
  /** Why the array cannot be asked, in words. */
  readonly problem: string | null;
  readonly members: readonly { readonly member: string; readonly tried: readonly Tried[] }[];
}

/** A connection node that can be tried from its form. */
export interface TriableConnection extends ConnectionNode {
  /** The arrays that use it, as they are deployed. */
  arrays(): readonly ArrayNode[];
}

/** Asks every member all that a flow asks without arguments, members side by side. Changes nothing. */
async function tryArray(array: ArrayNode, wanted: Body, signal: AbortSignal): Promise<TriedArray> {
  try {
    const { connection, members, name } = array.setup();
    const chosen = members.filter((member) => wanted.members?.includes(member.name) ?? true);
    // The lab has an SCOM of its own for every array.
    const questions = array.scomServer !== null || connection.kind === "lab" ? plainReads("member", "monitoring") : plainReads("member");
    const answers = chosen.map(async (member) => ({
      member: member.name,
      tried: await tryReads(connection.invoke, member.name, questions, { signal }),
    }));
    return { array: name, problem: null, members: await Promise.all(answers) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { array: array.arrayName, problem: error.message, members: [] };
  }
}

type Request = IncomingMessage & { readonly params: Readonly<Record<string, string>>; readonly body?: unknown };

/** `POST /rolling-update/connections/:id/test`, for the button in the form. */
export function serveTests(RED: NodeAPI): void {
  const atWork = new Set<string>();
  const handle = async (request: Request, response: ServerResponse): Promise<void> => {
    const id = request.params["id"] ?? "";
    const node = RED.nodes.getNode(id) as Partial<TriableConnection> | null;
    if (typeof node?.arrays !== "function")
      return answer(response, 404, failure("no-such-connection", "There is no such connection, or it is not deployed yet."));
    const body = Body.safeParse(request.body ?? {});
    if (!body.success)
      return answer(response, 400, failure("bad-request", "The body may have an array (its id) and members (their names)."));
    if (atWork.has(id)) return answer(response, 409, failure("test-at-work", "This connection is being tested already."));
    atWork.add(id);
    try {
      const signal = AbortSignal.timeout(WHOLE_TEST_MS);
      const wanted = node.arrays().filter((array) => body.data.array === undefined || array.id === body.data.array);
      answer(response, 200, { arrays: await Promise.all(wanted.map((array) => tryArray(array, body.data, signal))) });
    } finally {
      atWork.delete(id);
    }
  };
  RED.httpAdmin.post("/rolling-update/connections/:id/test", RED.auth.needsPermission("server-connection.write"), (request, response) => {
    handle(request as unknown as Request, response as unknown as ServerResponse).catch((error: unknown) => {
      answer(response as unknown as ServerResponse, 500, failure("test-failed", error instanceof Error ? error.message : String(error)));
    });
  });
}

const failure = (code: string, message: string): unknown => ({ error: { code, message } });

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

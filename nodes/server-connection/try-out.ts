import type { IncomingMessage, ServerResponse } from "node:http";
import type { NodeAPI } from "node-red";
import { z } from "zod";
import { Refused } from "../../lib/run";
import type { Say, Words } from "../../lib/texts";
import { sayReason, text } from "../../lib/texts";
import { registryOf, sayThrown } from "../shared/runtime";
import type { SaidTried, Tried } from "../../lib/connection-test";
import { plainReads, sayTried, tryReads, whyAskNoOther } from "../../lib/connection-test";
import type { ArrayNode, ConnectionNode } from "../shared/runtime";

/** Long enough for sessions to slow servers, short enough for somebody who looks at a form. */
const WHOLE_TEST_MS = 90_000;

/** Which arrays and members to ask; undefined: all that use the connection. */
const Body = z.strictObject({ array: z.string().optional(), members: z.array(z.string()).max(1000).optional() });
type Body = z.output<typeof Body>;

export interface TriedArray {
  readonly array: string;
  /** Why the array cannot be asked, as text; null if it can. */
  readonly problem: string | null;
  readonly members: readonly TriedMember[];
}

interface TriedMember {
  readonly member: string;
  readonly tried: readonly SaidTried[];
  /** Why it was not asked, as text; null if it was. */
  readonly notAsked: string | null;
}

/** A connection node that can be tried from its form. */
export interface TriableConnection extends ConnectionNode {
  /** The arrays that use it, as they are deployed. */
  arrays(): readonly ArrayNode[];
}

/** An array, and how to ask each of its members. */
interface Trial extends Pick<TriedArray, "array" | "problem"> {
  readonly members: readonly { readonly member: string; readonly ask: (how: "one" | "all") => Promise<readonly Tried[]> }[];
}

/** All reads that a flow makes without arguments. Changes nothing. */
function trialOf(array: ArrayNode, wanted: Body, { signal, say }: { readonly signal: AbortSignal; readonly say: Say }): Trial {
  try {
    const { connection, members, name } = array.setup();
    const chosen = members.filter((member) => wanted.members?.includes(member.name) ?? true);
    // The lab has its own SCOM for every array.
    const questions = array.scomServer !== null || connection.kind === "lab" ? plainReads("member", "monitoring") : plainReads("member");
    const asks = chosen.map(({ name: member }) => ({
      member,
      ask: (how: "one" | "all") =>
        tryReads({ server: member, invoke: connection.invoke }, how === "one" ? questions.slice(0, 1) : questions, { signal }),
    }));
    return { array: name, problem: null, members: asks };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { array: array.arrayName, problem: sayReason(say, error.reason), members: [] };
  }
}

/** Asks one member first, then all others of all arrays at once, unless the first has shown that this would only do harm. */
async function tryAll(trials: readonly Trial[], say: Say): Promise<readonly TriedArray[]> {
  const [first] = trials.flatMap(({ members }) => members);
  const firstTried = (await first?.ask("one")) ?? [];
  const notAsked = first === undefined ? null : whyAskNoOther(first.member, firstTried);
  const tryMember = async (one: Trial["members"][number]): Promise<TriedMember> => {
    const { member, ask } = one;
    const said = (tried: readonly Tried[]): readonly SaidTried[] => tried.map((answer) => sayTried(say, answer));
    if (notAsked === null) return { member, tried: said(await ask("all")), notAsked: null };
    return one === first ? { member, tried: said(firstTried), notAsked: null } : { member, tried: [], notAsked: say(notAsked) };
  };
  return await Promise.all(trials.map(async (trial) => ({ ...trial, members: await Promise.all(trial.members.map(tryMember)) })));
}

type Request = IncomingMessage & { readonly params: Readonly<Record<string, string>>; readonly body?: unknown };

/** `POST /rolling-update/connections/:id/test`, for the button in the form. */
export function serveTests(RED: NodeAPI): void {
  const { say } = registryOf(RED);
  const atWork = new Set<string>();
  const failure = (code: string, what: Words): unknown => ({ error: { code, message: say(what) } });
  const handle = async (request: Request, response: ServerResponse): Promise<void> => {
    const id = request.params["id"] ?? "";
    const node = RED.nodes.getNode(id) as Partial<TriableConnection> | null;
    if (typeof node?.arrays !== "function") return answer(response, 404, failure("no-such-connection", text("test.no-such-connection")));
    const body = Body.safeParse(request.body ?? {});
    if (!body.success) return answer(response, 400, failure("bad-request", text("test.bad-request")));
    if (atWork.has(id)) return answer(response, 409, failure("test-at-work", text("test.at-work")));
    atWork.add(id);
    try {
      const signal = AbortSignal.timeout(WHOLE_TEST_MS);
      const wanted = node.arrays().filter((array) => body.data.array === undefined || array.id === body.data.array);
      answer(response, 200, {
        arrays: await tryAll(
          wanted.map((array) => trialOf(array, body.data, { signal, say })),
          say,
        ),
      });
    } finally {
      atWork.delete(id);
    }
  };
  RED.httpAdmin.post("/rolling-update/connections/:id/test", RED.auth.needsPermission("server-connection.write"), (request, response) => {
    handle(request as unknown as Request, response as unknown as ServerResponse).catch((error: unknown) => {
      answer(response as unknown as ServerResponse, 500, failure("test-failed", sayThrown(error, say)));
    });
  });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

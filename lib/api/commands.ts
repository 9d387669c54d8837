import { z } from "zod";
import { joined, key, listed, text } from "../texts";
import { isWritten } from "../time";
import type { Problem, RunDocument } from "../run";
import { Refused } from "../run";
import { hasBody, refuseUnlessJson } from "./body";
import { wordsOf } from "./issue-words";
import { parsedJson } from "./json";

/** A message that brings a command. */
type Message = Readonly<Record<string, unknown>>;

const Person = z.string().trim().min(1).max(200);

/** The body of a start. */
export const StartBody = z.strictObject({
  /** Has to be the loop's own: whoever names it cannot start another one by an address that was copied. */
  array: z.string().min(1).max(255).optional(),
  update: z.string().min(1).max(200).optional(),
  dryRun: z.boolean().optional(),
  members: z
    .array(z.string().min(1).max(255))
    .min(1, key("api.no-members"))
    .refine((names) => new Set(names.map((name) => name.toLowerCase())).size === names.length, key("api.member-twice"))
    .optional(),
  requestedBy: Person.optional(),
  note: z.string().max(2000).optional(),
  /** By when it is to be over: a moment with its offset, or one by the clocks of the loop's zone. */
  deadline: z.string().max(40).refine(isWritten, key("api.bad-deadline")).optional(),
});
export type StartBody = z.output<typeof StartBody>;

/** The body of a stop over HTTP, where the address names the run. */
export const StopBody = z.strictObject({
  when: z.enum(["now", "after-member"]).default("now"),
  requestedBy: Person.optional(),
});

/** The payload of a stop by a message. */
export const StopMessage = StopBody.extend({ runId: z.string().min(1).max(100).optional() });
export type StopMessage = z.output<typeof StopMessage>;

const Why = z.string().trim().min(1).max(2000).optional();

/** The body of a pause over HTTP. */
export const PauseBody = z.strictObject({ requestedBy: Person.optional() });

/** The same by a message. */
export const PauseMessage = PauseBody.extend({ runId: z.string().min(1).max(100).optional() });

/** The body of the end of a pause, over HTTP. */
export const GoOnBody = PauseBody.extend({ why: Why });

/** The same by a message. */
export const GoOnMessage = PauseMessage.extend({ why: Why });

/** The body of an answer to what a run asks, over HTTP. */
export const AnswerBody = z.strictObject({
  question: z.string().min(1).max(300),
  /** Which ones a question takes, only its run knows. */
  answer: z.string().trim().min(1).max(100),
  by: Person.optional(),
  why: Why,
});

/** The same by a message. */
export const AnswerMessage = AnswerBody.extend({ runId: z.string().min(1).max(100).optional() });

interface Request {
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  readonly params?: Readonly<Record<string, string | undefined>>;
  readonly originalUrl?: string;
}

/** The HTTP request behind a command, if there is one. */
export const requestOf = (message: Message): Request | null => {
  const { req } = message as { req?: unknown };
  return typeof req === "object" && req !== null ? (req as Request) : null;
};

/**
 * The key of a start: the header `Idempotency-Key`, or `msg.idempotencyKey` of a message, which a broker may deliver again.
 * @returns null where there is none
 * @throws Refused for one that is no key, and for two that differ
 */
export function keyOf(message: Message): string | null {
  const keys = [requestOf(message)?.headers?.["idempotency-key"], message["idempotencyKey"]].filter((key) => key !== undefined);
  const [key = null] = keys;
  const isKey = typeof key === "string" && /^[\x20-\x7e]{1,200}$/.test(key);
  if (keys.length > 0 && !(isKey && keys.every((other) => other === key))) throw new Refused("bad-key", 400, text("api.bad-key"));
  return key as string | null;
}

/**
 * The body of a start. The time or the empty text that an inject node sends by itself says nothing: a payload that was forgotten would turn a dry run
 * into a run of all members, as an empty body would.
 * @throws Refused with its problems, or where a command does not say in JSON what it wants
 */
export function startOf(message: Message): StartBody {
  const request = requestOf(message);
  if (request !== null) refuseUnlessJson(request.headers ?? {});
  else if (saysNothing(message["payload"])) throw new Refused("no-body", 400, text("api.no-payload"), { hint: text("api.say-payload") });
  return bodyOf(StartBody, message);
}

/** @throws Refused where a start names another array than the one that the loop updates */
export function refuseOtherArray(asked: string | undefined, array: string): void {
  if (asked === undefined || asked === array) return;
  const what = text("api.other-array", { asked: asked.slice(0, 80), array });
  throw new Refused("other-array", 409, what, { problems: [{ path: "array", message: what }] });
}

/** How many problems are listed; more would help nobody. */
const MOST_PROBLEMS = 20;

/** Reads a body by its schema. @throws Refused with its problems */
export function bodyOf<Body extends z.ZodObject>(schema: Body, message: Message): z.output<Body> {
  const body = given(message);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const known = listed(Object.keys(schema.shape));
  const problems = parsed.error.issues
    .flatMap((issue): Problem[] =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ path: [...issue.path, key.slice(0, 80)].join("."), message: text("api.unknown-field", { known }) }))
        : [{ path: issue.path.join("."), message: wordsOf(issue, body) }],
    )
    .slice(0, MOST_PROBLEMS);
  const said = problems.map(({ path, message: what }) =>
    text("api.problem", { path: path === "" ? text("api.body") : path, message: what }),
  );
  throw new Refused("bad-body", 400, text("api.bad-body", { problems: joined(said) }), { problems });
}

const saysNothing = (payload: unknown): boolean =>
  payload === undefined || payload === null || payload === "" || typeof payload === "number";

/**
 * What comes with a command. The payload of an inject node (a time, an empty text) counts as nothing; a start has refused it before. Other text, as it comes from a broker,
 * has to be JSON: ignoring what it asks for could turn a dry run into a real run. Buffers and the like are not bodies.
 */
function given(message: Message): unknown {
  const { payload } = message;
  const request = requestOf(message);
  if (payload === undefined || (payload === "" && request !== null && !hasBody(request.headers ?? {}))) return {};
  if (request === null) {
    if (saysNothing(payload)) return {};
    if (typeof payload === "string") return jsonOf(payload);
  }
  const isPlain = payload === null || Object.prototype.toString.call(payload) === "[object Object]" || typeof payload !== "object";
  return isPlain ? payload : [];
}

function jsonOf(json: string): unknown {
  try {
    return parsedJson(json);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused("malformed-json", 400, text("api.malformed-json", { payload: JSON.stringify(json.slice(0, 80)) }));
  }
}

/** The answer to a start; a repeated start gets the same one. */
export function started(document: RunDocument, message: Message) {
  const url = requestOf(message)
    ?.originalUrl?.replace(/[?#].*$/, "")
    .replace(/\/+$/, "");
  const statusUrl = url === undefined ? null : `${url}/${document.runId}`;
  return { statusCode: 202, payload: { runId: document.runId, array: document.array, state: document.state, statusUrl } };
}

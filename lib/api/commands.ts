import { z } from "zod";
import type { RunDocument } from "../run";
import { Refused } from "../run";

/** A message that brings a command. */
type Message = Readonly<Record<string, unknown>>;

const Person = z.string().trim().min(1).max(200);

/** The body of a start. */
export const StartBody = z.strictObject({
  update: z.string().min(1).max(200).optional(),
  dryRun: z.boolean().optional(),
  members: z
    .array(z.string().min(1).max(255))
    .min(1, "name at least one member, or leave members out for all of them")
    .refine((names) => new Set(names.map((name) => name.toLowerCase())).size === names.length, "a member is named twice")
    .optional(),
  requestedBy: Person.optional(),
  note: z.string().max(2000).optional(),
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

/** `Idempotency-Key`: up to 200 printable characters. @throws Refused */
export function keyOf(message: Message): string | null {
  const key = requestOf(message)?.headers?.["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key !== "string" || !/^[\x20-\x7e]{1,200}$/.test(key)) {
    throw new Refused("bad-key", 400, "The header Idempotency-Key must be 1 to 200 printable ASCII characters.");
  }
  return key;
}

/** So many problems are told; more would help nobody. */
const MOST_PROBLEMS = 20;

/** Reads a body by its schema. @throws Refused with its problems */
export function bodyOf<Body extends z.ZodObject>(schema: Body, message: Message): z.output<Body> {
  const parsed = schema.safeParse(given(message));
  if (parsed.success) return parsed.data;
  const known = Object.keys(schema.shape).join(", ");
  const problems = parsed.error.issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ path: [...issue.path, key.slice(0, 80)].join("."), message: `is not known; there are ${known}` }))
        : [{ path: issue.path.join("."), message: issue.message }],
    )
    .slice(0, MOST_PROBLEMS);
  throw new Refused(
    "bad-body",
    400,
    `The command is not right: ${problems.map(({ path, message: text }) => `${path || "body"}: ${text}`).join("; ")}.`,
    problems,
  );
}

/**
 * What a command brings along. An inject node's payload (a time, an empty text) is nothing; other text has to be JSON, as it comes from
 * a broker: to pass over what it asks for could make a real run of a dry run. Buffers and the like are no bodies.
 */
function given(message: Message): unknown {
  const { payload } = message;
  const request = requestOf(message);
  if (payload === undefined || (payload === "" && request !== null && !hasBody(request))) return {};
  if (request === null) {
    if (payload === null || payload === "" || typeof payload === "number") return {};
    if (typeof payload === "string") return jsonOf(payload);
  }
  const isPlain = Object.prototype.toString.call(payload) === "[object Object]" || typeof payload !== "object";
  return isPlain ? payload : [];
}

const hasBody = ({ headers = {} }: Request): boolean =>
  headers["transfer-encoding"] !== undefined || !["0", undefined].includes(headers["content-length"] as string | undefined);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refused("malformed-json", 400, `The payload of the command is text, but not JSON: ${JSON.stringify(text.slice(0, 80))}.`);
  }
}

/** The answer to a start, the same for a repeated one. */
export function started(document: RunDocument, message: Message) {
  const url = requestOf(message)
    ?.originalUrl?.replace(/[?#].*$/, "")
    .replace(/\/+$/, "");
  const statusUrl = url === undefined ? null : `${url}/${document.runId}`;
  return { statusCode: 202, payload: { runId: document.runId, state: document.state, statusUrl } };
}

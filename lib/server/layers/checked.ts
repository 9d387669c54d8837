import type { z } from "zod";
import { operationOf } from "../catalogue";
import { BadReply } from "../errors";
import { text } from "../../texts";
import type { Layer } from "../server";

const problems = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join(".") || "the answer"}: ${issue.message}`).join("; ");

/** Arguments that the catalogue does not allow are our mistake and throw at once; answers come from outside and are parsed, never trusted. */
export const checked: Layer = (next) => async (server, op, args, call) => {
  const operation = operationOf(op);
  const sent = operation.args.parse(args);
  const answer: unknown = await next(server, op, sent as never, call);
  if (operation.kind !== "read") return undefined as never;
  const reply = operation.result.safeParse(answer);
  if (!reply.success) throw new BadReply({ server, operation: op, what: text("server.bad-reply", { problems: problems(reply.error) }) });
  return reply.data as never;
};

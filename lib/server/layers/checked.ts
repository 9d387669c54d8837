import type { z } from "zod";
import { operationOf } from "../catalogue";
import { BadReply } from "../errors";
import { joined, text } from "../../texts";
import type { Layer } from "../server";

const problems = ({ issues }: z.ZodError) =>
  joined(
    issues.map(({ path, message }) =>
      text("server.problem", { path: path.length === 0 ? text("server.whole-answer") : path.join("."), message }),
    ),
  );

/** Arguments that the catalogue does not allow are our mistake and throw at once. Answers come from outside and are parsed, never trusted. */
export const checked: Layer = (next) => async (server, op, args, call) => {
  const operation = operationOf(op);
  const sent = operation.args.parse(args);
  const answer: unknown = await next(server, op, sent as never, call);
  if (operation.kind !== "read") return undefined as never;
  const reply = operation.result.safeParse(answer);
  if (!reply.success) throw new BadReply({ server, operation: op, what: text("server.bad-reply", { problems: problems(reply.error) }) });
  return reply.data as never;
};

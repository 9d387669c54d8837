import type { Answer } from "../../lib/api";
import {
  AnswerBody,
  AnswerMessage,
  bodyOf,
  GoOnBody,
  GoOnMessage,
  hasBody,
  PauseBody,
  PauseMessage,
  refuseUnlessJson,
  requestOf,
  StopBody,
  StopMessage,
} from "../../lib/api";
import type { Run, RunDocument } from "../../lib/run";
import { Refused } from "../../lib/run";
import { text } from "../../lib/texts";
import type { Message, Registry } from "../shared/runtime";
import { untilReady } from "./run";

/** The loop, as far as commands to a run need it. */
interface Loop {
  readonly registry: Registry;
  /** Undefined where its array is gone. */
  readonly arrayName: string | undefined;
  /** Runs of before have been taken up. */
  readonly ready: Promise<void>;
  /** Its run at work. */
  mine(): Run | undefined;
  /** @throws Refused where anybody in the network could send this, and it moves real servers */
  refuseOpenDoor(message: Message): void;
}

/** A command to a run that is there, by its name. */
type Command = (message: Message) => Promise<Answer>;

/** What can be said to a run of this loop: over HTTP, where the address names the run, and by messages. All throw Refused. */
export function commandsTo(loop: Loop): Readonly<Record<string, Command>> {
  return {
    stop: async (message) => {
      const body = bodyOf(requestOf(message) === null ? StopMessage : StopBody, message);
      const run = await runFor(loop, message, body);
      await run.stop(body.when, body.requestedBy ?? null);
      return accepted(run, { when: body.when });
    },
    pause: async (message) => {
      const body = bodyOf(requestOf(message) === null ? PauseMessage : PauseBody, message);
      const run = await runFor(loop, message, body);
      await run.pause(body.requestedBy ?? null);
      return accepted(run, { paused: true });
    },
    "go-on": async (message) => {
      loop.refuseOpenDoor(message);
      const { requestedBy: by = null, why = null, ...body } = bodyOf(requestOf(message) === null ? GoOnMessage : GoOnBody, message);
      const run = await runFor(loop, message, body);
      await run.goOn(by, why);
      return accepted(run, { paused: false });
    },
    answer: async (message) => {
      const request = requestOf(message);
      if (request !== null && hasBody(request.headers ?? {})) refuseUnlessJson(request.headers ?? {});
      loop.refuseOpenDoor(message);
      const body = bodyOf(request === null ? AnswerMessage : AnswerBody, message);
      const run = await runFor(loop, message, body);
      const { question, answer, by = null, why = null } = body;
      await run.answer({ question, answer, by, why });
      return accepted(run, { question, answer });
    },
    questions: async (message) => {
      const { runId, array, questions } = await documentFor(loop, message);
      return { statusCode: 200, payload: { runId, array, questions } };
    },
    status: async (message) => ({ statusCode: 200, payload: await documentFor(loop, message) }),
  };
}

const accepted = (run: Run, what: object): Answer => ({
  statusCode: 202,
  payload: { runId: run.id, array: run.array.name, state: run.state.phase, ...what, summary: run.document().summary },
});

/** The run that a command is for: what its address names, or its payload, or the one at work. */
async function runFor(loop: Loop, message: Message, body: object): Promise<Run> {
  await untilReady(loop.ready, loop.arrayName);
  const { runId } = body as { readonly runId?: string };
  const id = requestOf(message)?.params?.["id"] ?? runId ?? loop.mine()?.id;
  if (id === undefined) throw noRun(loop);
  await documentOf(loop, id);
  return await loop.registry.runs.running(id);
}

async function documentFor(loop: Loop, message: Message): Promise<RunDocument> {
  const asked = (message.payload as { runId?: unknown } | null | undefined)?.runId;
  const id = requestOf(message)?.params?.["id"] ?? (typeof asked === "string" ? asked : undefined) ?? loop.mine()?.id;
  if (id === undefined) throw noRun(loop);
  return await documentOf(loop, id);
}

/** A run of this loop's array; a run of another array is not found here. Works even if the array can no longer be used, or is gone. */
async function documentOf({ registry, arrayName }: Loop, id: string): Promise<RunDocument> {
  const document = await registry.runs.document(id);
  if (document === null || document.array !== (arrayName ?? document.array))
    throw new Refused("no-such-run", 404, text("run.no-such-run", { run: id.slice(0, 100) }));
  return document;
}

const noRun = ({ arrayName }: Loop): Refused =>
  new Refused("no-such-run", 404, text("loop.no-run-at-work", { array: arrayName ?? text("loop.this-loop") }));

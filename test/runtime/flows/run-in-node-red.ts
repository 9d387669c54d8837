import { readFileSync } from "node:fs";
import type { Truth } from "../../../lib/adapters/lab";
import type { RunDocument } from "../../../lib/run/record/document";
import type { NodeRedProcess } from "../node-red/node-red-process";

/** Starts a run over the endpoint of the flow and returns its id. */
export async function startRun(red: NodeRedProcess, array: string, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const answer = await fetch(`${red.url}/rolling-update/${array}/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 202) throw new Error(`The start on ${array} was answered with ${answer.status}: ${text}`);
  return (JSON.parse(text) as { runId: string }).runId;
}

/** Resolves when Node-RED has logged that the run has ended, however it did. */
export const runEnded = (red: NodeRedProcess, id: string, limitMs: number): Promise<string> =>
  red.line(new RegExp(`Run ${id} of .* (has ended|was stopped)`), limitMs);

/** A run from its start to its end. */
export async function wholeRun(
  red: NodeRedProcess,
  array: string,
  { limitMs, body }: { readonly limitMs: number; readonly body?: Readonly<Record<string, unknown>> },
): Promise<RunDocument> {
  const id = await startRun(red, array, body);
  await runEnded(red, id, limitMs);
  return await red.get<RunDocument>(`/rolling-update/${array}/runs/${id}`);
}

/** What the lab wrote down itself; whole when its connection was closed, as Node-RED does when it stops. */
export const truthIn = (file: string): Truth => JSON.parse(readFileSync(file, "utf8")) as Truth;

/** The changes that were really made on a member, in order. */
export const changesOn = (truth: Truth, ...members: readonly string[]): Truth["operations"] =>
  truth.operations.filter(({ kind, member }) => kind === "change" && members.includes(member));

/** Their names alone. */
export const opsOn = (truth: Truth, ...members: readonly string[]): readonly string[] => changesOn(truth, ...members).map(({ op }) => op);

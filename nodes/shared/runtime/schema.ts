import type { NodeAPI } from "node-red";
import { z } from "zod";
import type { FieldProblem, Fields, Parsed, Say } from "../fields";
import { lookAt, missingCredentials, problemInWords, textOf } from "../fields";

/**
 * The settings of a node, parsed by its fields. Empty fields have their defaults. Each wrong value is an issue at its field, with the text that
 * the form has for it.
 */
export const schemaOf = <F extends Fields>(type: string, fields: F, say: Say): z.ZodType<Parsed<F>> =>
  z.unknown().transform((saved, context): Parsed<F> => {
    const { values, problems } = lookAt(fields, typeof saved === "object" && saved !== null ? saved : {});
    for (const problem of problems)
      context.addIssue({ code: "custom", path: [problem.field], message: inWords(type, problem, say), input: problem.saved });
    return values;
  });

/** The texts of the node that `RED` belongs to. */
export const sayOf = (RED: Pick<NodeAPI, "_">): Say => RED._ as Say;

const LONGEST = 80;

/** Somebody who reads a log does not see the form, so this names the value too. */
function inWords(type: string, { problem, saved }: FieldProblem, say: Say): string {
  const text = textOf(saved);
  const words = problemInWords(type, problem, say);
  const value = text?.slice(0, LONGEST) ?? "";
  return value === "" || words.includes(`“${value}”`) ? words : `${words} ${say("shared.reason.isSet", { value })}`;
}

/** All that is wrong in one sentence: `limitMinutes: From 1 to 120.` */
export const problemsIn = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join(".")}: ${message.replace(/\.$/, "")}`).join("; ");

/** A node as Node-RED gives it: its settings, and what is kept apart from them. */
interface Kept {
  readonly config: object;
  readonly credentials: Readonly<Record<string, unknown>>;
}

/** Which credentials are needed and not there, in one sentence; empty where none are missing. No credential is in it. */
export const missingIn =
  (type: string, fields: Fields, say: Say) =>
  ({ config, credentials }: Kept): string =>
    missingCredentials(fields, config, credentials)
      .map(({ field, problem }) => `${field}: ${problemInWords(type, problem, say).replace(/\.$/, "")}`)
      .join("; ");

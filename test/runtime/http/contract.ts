import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { parse } from "yaml";

interface Reference {
  readonly $ref?: string;
}
interface Response extends Reference {
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, Response>> }>>>>;
}

const text = readFileSync(join(__dirname, "../../../docs/openapi.yaml"), "utf8");
const document = parse(text) as Document;
const isDateTime = (value: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { "date-time": isDateTime } }).addSchema(document, "contract");

/** A place in the document as a reference to it. */
const at = (...path: readonly string[]): string =>
  `contract#/${path.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;

function problems(reference: string, value: unknown): string[] {
  const valid = ajv.getSchema(reference) ?? ajv.compile({ $ref: reference });
  return valid(value) === true ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message ?? ""}`);
}

export interface Answer<Body = unknown> {
  readonly status: number;
  readonly type: string | null;
  readonly body: Body;
}

/** What is wrong with an answer by docs/openapi.yaml; empty when nothing is. */
export function contractProblems(path: string, method: string, { status, type, body }: Answer): string[] {
  const where = `${method} ${path} ${status}`;
  const response = document.paths[path]?.[method]?.responses[String(status)];
  if (response === undefined) return [`${where}: the contract has no such answer: ${JSON.stringify(body)}`];
  if (!/^application\/json\b/.test(type ?? "")) return [`${where}: the answer is ${type ?? "of no type"}, not JSON`];
  const named = response.$ref?.split("/").slice(1) ?? ["paths", path, method, "responses", String(status)];
  return problems(at(...named, "content", "application/json", "schema"), body).map(
    (problem) => `${where}: ${problem}: ${JSON.stringify(body)}`,
  );
}

/** Whether the contract allows a body. */
export const isBody = (schema: "Start" | "Stop", body: unknown): boolean =>
  problems(at("components", "schemas", schema), body).length === 0;

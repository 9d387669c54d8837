/** The largest thing that is sent in one line: arguments of operations are small. */
type Value = string | number | boolean | null | readonly string[];

/** What is asked of the caller module in a shell. */
export type CallerRequest =
  | { readonly type: "connect"; readonly target: Readonly<Record<string, Value>>; readonly hasSecret: boolean }
  | {
      readonly type: "call";
      readonly function: string;
      readonly parameters: Readonly<Record<string, Value>>;
      /** With a secret beside the request: the function gets both as its parameter `Credential`. */
      readonly credentialOf?: string;
    }
  | { readonly type: "push"; readonly from: string; readonly parameters: Readonly<Record<string, Value>> };

const marked = (value: unknown): unknown => {
  if (typeof value === "string") return `=${value}`;
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, marked(one)]));
};

/** Puts a '=' before every text: PowerShell 6 to 7.4 would make dates of those that look like one. The caller module removes it. */
export const written = (request: CallerRequest): Readonly<Record<string, unknown>> => marked(request) as Record<string, unknown>;

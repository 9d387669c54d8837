/** A list from a field: one entry a line, or split by commas; or a list already. */
export const list = (value: string | readonly string[] | undefined): string[] =>
  (typeof value === "string" ? value.split(/[\n,]/) : (value ?? [])).map((entry) => String(entry).trim()).filter((entry) => entry !== "");

/** Arguments from a field: one a line, so that spaces and commas may be in them; or a list already. */
export const words = (value: string | readonly string[] | undefined): string[] =>
  (typeof value === "string" ? value.split("\n") : (value ?? [])).map((entry) => String(entry).trim()).filter((entry) => entry !== "");

/** The numbers among an object's fields as numbers: the editor keeps what was typed as text. What was left empty is undefined, so that a default counts. */
export const numbers = <Fields extends object, Name extends keyof Fields>(
  fields: Fields,
  ...names: readonly Name[]
): { [N in Name]: number | undefined } =>
  Object.fromEntries(names.map((name) => [name, fields[name] === undefined || fields[name] === "" ? undefined : Number(fields[name])])) as {
    [N in Name]: number | undefined;
  };

/** A node's texts by key, nested. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

/** Finds the text of a whole key; null where there is none. */
export const lookUp =
  (texts: Texts) =>
  (key: string): string | null => {
    let found: string | Texts | undefined = texts;
    for (const part of key.split(".")) found = typeof found === "object" ? found[part] : undefined;
    return typeof found === "string" ? found : null;
  };

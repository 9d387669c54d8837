/** Texts or facts with their head: where they come from and how far they can be believed. */
export interface Capture<T> {
  /** Where such a text is seen: a page, a manual, a log that was published, with what is not certain about it. */
  readonly source: string;
  /** `captured` on a real machine, `documented` by the vendor, or `composed` after the form of real ones. */
  readonly kind: "captured" | "documented" | "composed";
  readonly product: string;
  /** The language of its words, and of its dates if it has any; `invariant`: it does not depend on the culture. */
  readonly culture: string;
  readonly texts: T;
}

/** A text with its places, such as `{service}`, filled. @throws where there is no value for a place */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{([a-zA-Z]+)\}/g, (_, place: string) => {
    const value = values[place];
    if (value === undefined) throw new Error(`nothing is said for {${place}} in "${text}"`);
    return String(value);
  });

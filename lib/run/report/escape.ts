/** Text that is HTML already. Only `markup` makes it, so nothing else gets into a page unescaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Piece = Markup | string | number | null | false | readonly Piece[];

/**
 * Characters that show nothing, or change the order in which others are shown: a name that has them could look like another one.
 * Line breaks and tabs stay.
 */
const INVISIBLE = /[^\P{Cc}\n\t]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for an HTML page or its SVG, in an element or in a quoted attribute. */
export const escape = (text: string): string =>
  text.replaceAll(INVISIBLE, "\ufffd").replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

function rendered(piece: Piece): string {
  if (piece === null || piece === false) return "";
  if (piece instanceof Markup) return piece.text;
  return typeof piece === "object" ? piece.map(rendered).join("") : escape(String(piece));
}

/** HTML as a template: everything put into it is escaped, unless it comes from `markup` itself. */
export const markup = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  new Markup(strings.reduce((text, string, index) => text + rendered(pieces[index - 1] ?? null) + string));

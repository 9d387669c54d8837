import type { Say, Value, Words } from "../../texts";
import { text } from "../../texts";

/** A part of the page as HTML, before its texts are made. Only `markup` makes it, so nothing else gets into a page unescaped. */
export class Markup {
  constructor(readonly render: (say: Say) => string) {}
}

/** What can be put into HTML. A function is for what depends on how long a text is. */
export type Piece = Markup | Words | number | null | false | readonly Piece[] | ((say: Say) => Piece);

/**
 * Characters that are invisible, or change the order in which others are shown: a name with them could look like another one.
 * Line breaks and tabs stay.
 */
const INVISIBLE = /[^\P{Cc}\n\t]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text for an HTML page or its SVG, in an element or in a quoted attribute. */
const escape = (text: string): string =>
  text.replaceAll(INVISIBLE, "\ufffd").replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

function rendered(piece: Piece, say: Say): string {
  if (piece === null || piece === false) return "";
  if (piece instanceof Markup) return piece.render(say);
  if (typeof piece === "function") return rendered(piece(say), say);
  if (typeof piece !== "object") return escape(String(piece));
  return isList(piece) ? piece.map((part) => rendered(part, say)).join("") : escape(say(piece));
}

const isList = (piece: Piece): piece is readonly Piece[] => Array.isArray(piece);

/** HTML as a template: everything put into it is escaped, unless it comes from `markup` itself. */
export const markup = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup =>
  new Markup((say) => strings.reduce((text, string, index) => text + rendered(pieces[index - 1] ?? null, say) + string));

/** HTML of our own that has nothing put into it, such as a style sheet. */
export const verbatim = (html: string): Markup => new Markup(() => html);

/** A value of a text, to be put into HTML on its own. */
export const shown = (value: Value): Words => (typeof value === "string" ? value : text("value", { value }));

/** The headings of a table's columns. */
export const heads = (...texts: readonly Words[]): Markup => markup`${texts.map((head) => markup`<th scope="col">${head}</th>`)}`;

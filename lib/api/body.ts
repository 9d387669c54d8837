import { text } from "../texts";
import { Refused } from "../run";
import { parsedJson } from "./json";

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Whether a request has a body at all, as RFC 9112 (6.3) tells it. */
export const hasBody = (headers: Headers): boolean =>
  headers["transfer-encoding"] !== undefined || !["0", undefined].includes(headers["content-length"] as string | undefined);

const typeOf = (headers: Headers): string => String(headers["content-type"] ?? "");

/**
 * A start has to say what it wants, and to say that it is JSON. A variable that is mistyped sends nothing, which would turn a dry run into a real
 * one. Text and forms can be sent by a page of any origin without a question of the browser (Fetch standard, CORS-safelisted request headers).
 * @throws Refused
 */
export function refuseUnlessJson(headers: Headers): void {
  if (!hasBody(headers)) throw noBody();
  const type = typeOf(headers);
  if (/^\s*application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) return;
  const what = type === "" ? text("http.no-type") : text("http.other-type", { type: type.slice(0, 80) });
  throw new Refused("not-json", 415, what, { hint: text("http.say-json") });
}

/** The refusal of a start that says nothing. */
export const noBody = (): Refused => new Refused("no-body", 400, text("http.no-body"), { hint: text("http.say-object") });

/** A mark at the beginning says the encoding more surely than a header (Encoding standard, "BOM sniff"). */
const MARKS: readonly (readonly [mark: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
];

/**
 * The JSON of a body, by its byte order mark, the charset that its content type names, or UTF-8. Nothing is replaced by a sign for the unreadable: it
 * would stand in the journal for ever.
 * @returns undefined where there is nothing but blanks
 * @throws Refused
 */
export function jsonIn(bytes: Uint8Array, headers: Headers): unknown {
  const packed = String(headers["content-encoding"] ?? "identity");
  if (!/^\s*identity\s*$/i.test(packed)) throw new Refused("packed-body", 415, text("http.packed", { packed: packed.slice(0, 40) }));
  const sent = decoded(bytes, headers);
  if (sent.trim() === "") return undefined;
  try {
    return parsedJson(sent);
  } catch (error) {
    if (error instanceof Refused) throw error;
    const begins = JSON.stringify(sent.trim().slice(0, 40));
    throw new Refused("malformed-json", 400, text("http.malformed-json", { begins }), { hint: text(hintFor(sent.trim())) });
  }
}

/** What most likely went wrong with a body that is not JSON. */
function hintFor(sent: string) {
  // UTF-16 without a mark is valid UTF-8 too, with a NUL in every character.
  if (sent.includes("\0")) return "http.send-utf8" as const;
  // PowerShell sends a hash table as a form (Invoke-RestMethod, -Body), and writes other objects as @{name=value} or by the name of their type.
  return /^(@\{|System\.|[\w.%+-]+=)/.test(sent) ? ("http.convert-to-json" as const) : ("http.look-at-json" as const);
}

function decoded(bytes: Uint8Array, headers: Headers): string {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))?.[1];
  const named = /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(typeOf(headers))?.[1];
  const charset = marked ?? named ?? "utf-8";
  const hint = text("http.send-utf8");
  try {
    const { encoding } = new TextDecoder(charset);
    if (encoding === "windows-1252") return ofWindows1252(bytes, charset);
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch (error) {
    // What Node throws for a label that it does not know (its documentation of TextDecoder).
    if (error instanceof RangeError) {
      throw new Refused("unknown-charset", 415, text("http.unknown-charset", { charset: charset.slice(0, 40) }), { hint });
    }
    throw new Refused("bad-bytes", 400, text("http.bad-bytes", { charset: charset.toUpperCase().slice(0, 40) }), { hint });
  }
}

/** What windows-1252 has for the bytes from 0x80 on, where ISO-8859-1 has control characters (Encoding standard, index of windows-1252). */
const FROM_80 =
  "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f" +
  "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";

/**
 * The decoder of Node.js 20 takes these bytes for ISO-8859-1 and makes control characters of quotes and of the euro sign.
 * @see https://github.com/nodejs/node/issues/56542
 * @throws TypeError for bytes that the named charset does not have: the standard takes the label US-ASCII for windows-1252, but it has none above 0x7f
 */
function ofWindows1252(bytes: Uint8Array, charset: string): string {
  if (/ascii/i.test(charset) && bytes.some((byte) => byte >= 0x80)) throw new TypeError("not ASCII");
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/[\x80-\x9f]/g, (character) => FROM_80[character.charCodeAt(0) - 0x80] ?? character);
}

import i18next from "i18next";
import { inWords } from "../time/duration";
import { dateAndTime, timeSince } from "../time/moment";
import { english } from "./en-US";
import type { Entry } from "./en-US";
import type { List, Say, Shortened, Text, Value } from "./text";

/** Texts by language and key. */
export type Catalogues = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

const catalogues: Catalogues = { "en-US": english };

/** The languages that there are. */
export const languages: readonly string[] = Object.keys(catalogues);

interface Saying {
  readonly catalogues?: Catalogues;
  /** Whose clocks moments are said by, from the IANA list. Default: UTC. */
  readonly zone?: string;
}

/**
 * The renderer of a language: of the nearest one that there is (`de` for `de-CH`), and in English where a language lacks a text.
 * @param language as Node-RED writes it: `en-US`, `de`
 */
export function sayIn(language: string, { catalogues: all = catalogues, zone = "UTC" }: Saying = {}): Say {
  const translator = translatorOf(language, all);
  /** Keys that there are: whether there is one is as dear as to say it, and statuses are said all the time. */
  const known = new Set<string>();
  const isKnown = (key: string): boolean => {
    if (known.has(key)) return true;
    const there = translator.exists(key, { count: 1 });
    if (there) known.add(key);
    return there;
  };
  /** Texts without a plural, in their parts: statuses and documents say the same few hundred all the time, and the translator takes ten times as long. */
  const templates = new Map<string, readonly string[]>();
  const templateOf = (key: string): readonly string[] => {
    const template = templates.get(key) ?? translator.t(key, { skipInterpolation: true }).split(PLACE);
    templates.set(key, template);
    return template;
  };
  const sayList = ({ list, by }: List): string => {
    const said = list.map(sayValue);
    if (by === "semicolon") return said.join("; ");
    if (by === "blank") return said.join(" ");
    const last = by === "and" && said.length > 1 ? said.pop() : undefined;
    return last === undefined ? said.join(", ") : translator.t("and", { list: said.join(", "), last });
  };
  const sayShort = ({ short, to, instead }: Shortened): string => {
    const said = sayValue(short);
    return instead === undefined || said.length <= to ? cut(said, to) : cut(sayValue(instead), to);
  };
  const sayValue = (value: Value): string => {
    if (typeof value !== "object") return String(value);
    if ("ms" in value) return inWords(value.ms);
    if ("at" in value) return value.after === undefined ? dateAndTime(value.at, zone) : timeSince(value.after, value.at, zone);
    if ("short" in value) return sayShort(value);
    return "list" in value ? sayList(value) : say(value);
  };
  const say: Say = (words) => {
    if (typeof words === "string") return words;
    const said = Object.entries(words.values ?? {}).map(([name, value]) => [name, name === "count" ? value : sayValue(value)] as const);
    if (!isKnown(words.text)) return words.english ?? unknown(words, said);
    const values = Object.fromEntries(said);
    return "count" in values
      ? translator.t(words.text, values)
      : filled(templateOf(words.text), values as Readonly<Record<string, string>>);
  };
  return say;
}

function translatorOf(language: string, all: Catalogues) {
  const translator = i18next.createInstance();
  void translator.init({
    lng: language,
    fallbackLng: "en-US",
    resources: Object.fromEntries(Object.entries(all).map(([name, texts]) => [name, { translation: flat(texts) }])),
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    // What is put in is text and nothing else, whatever it looks like.
    interpolation: { prefix: "__", suffix: "__", escapeValue: false, skipOnVariables: true },
  });
  return translator;
}

/** A place for a value in a text: split by it, every second part is a name. */
const PLACE = /__(.+?)__/;

const filled = (template: readonly string[], values: Readonly<Record<string, string>>): string =>
  template.map((part, index) => (index % 2 === 0 ? part : (values[part] ?? `__${part}__`))).join("");

/** A text with a plural has a key for each form: `left_one`, `left_other`. */
const flat = (texts: Readonly<Record<string, Entry>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([key, entry]) =>
      typeof entry === "string" ? [[key, entry]] : Object.entries(entry).map(([form, one]) => [`${key}_${form}`, one]),
    ),
  );

const cut = (text: string, to: number): string => (text.length <= to ? text : `${text.slice(0, to).trimEnd()}…`);

/** A journal of another version may have texts that this one does not know: better what they say than nothing. */
const unknown = ({ text }: Text, said: readonly (readonly [string, unknown])[]): string =>
  said.length === 0 ? text : `${text} (${said.map(([name, value]) => `${name}: ${String(value)}`).join(", ")})`;

/** For logs, and for errors that nobody has caught. */
export const sayInEnglish: Say = sayIn("en-US");

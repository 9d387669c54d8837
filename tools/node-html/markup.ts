import type { When } from "../../nodes/shared/fields";

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** Attributes of a tag; undefined ones are left out, and `true` means without a value. */
export const attributes = (given: Readonly<Record<string, string | true | undefined>>): string =>
  Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(value ?? "")}"`))
    .join("");

/** When a part of the form is shown, as the form's own code reads it: `mode=drain&atLimit=wait-on|cut`. */
export const whenOf = (when: When = {}): { readonly "data-ru-when": string | undefined } => {
  const conditions = Object.entries(when).map(([name, values]) => `${name}=${values.join("|")}`);
  return { "data-ru-when": conditions.length === 0 ? undefined : conditions.join("&") };
};

export const indented = (markup: string): string => markup.replace(/^(?=.)/gm, "  ");

/** Several texts of one element: `[placeholder]a.b;[aria-label]c.d`. */
export const textsOf = (texts: Readonly<Record<string, string | undefined>>): { readonly "data-i18n": string | undefined } => {
  const given = Object.entries(texts).filter(([, key]) => key !== undefined);
  return { "data-i18n": given.length === 0 ? undefined : given.map(([attribute, key]) => `[${attribute}]${key}`).join(";") };
};

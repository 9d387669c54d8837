/** The sign-on form of Outlook on the web: where it is sent, and what it has besides the user and the password. */
export interface Form {
  /** As the page has it. */
  readonly action: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** Where this form is sent: `auth.owa` since Exchange 2010, `owaauth.dll` before. */
const KNOWN_ACTION = /(^|\/)(auth\.owa|owaauth\.dll)$/i;

/** The form by which a page signs users on; `other` where it has a field for a password, and is not known; null where it has none. */
export function formOf(html: string): Form | "other" | null {
  const page = html.replaceAll(/<!--[\s\S]*?-->|<script[\s\S]*?<\/script\s*>/gi, "");
  const forms = [...page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form\s*>/gi)];
  for (const [, head = "", inside = ""] of forms) {
    const inputs = [...inside.matchAll(/<input\b([^>]*)>/gi)].map(([, attributes = ""]) => attributesOf(attributes));
    const names = new Set(inputs.map((input) => input.get("name")));
    const { action, method } = Object.fromEntries(attributesOf(head));
    const fits = names.has("username") && names.has("password") && /^post$/i.test(method ?? "");
    if (action !== undefined && fits && KNOWN_ACTION.test(action.split("?")[0] ?? "")) return { action, fields: filled(inputs) };
  }
  return /<input\b[^>]*\btype\s*=\s*["']?password/i.test(page) ? "other" : null;
}

/** What a browser would send if nobody touched the form. */
function filled(inputs: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const input of inputs) {
    const name = input.get("name");
    const type = (input.get("type") ?? "text").toLowerCase();
    if (name === undefined || ["submit", "button", "image", "reset"].includes(type)) continue;
    if (["radio", "checkbox"].includes(type) && !input.has("checked")) continue;
    fields.set(name, input.get("value") ?? "");
  }
  return fields;
}

/** The attributes of an element, by their names in small letters. */
function attributesOf(text: string): ReadonlyMap<string, string> {
  const found = [...text.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)];
  return new Map(found.map(([, name = "", double, single, bare]) => [name.toLowerCase(), unescaped(double ?? single ?? bare ?? "")]));
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|\w+);/gi, (whole, entity: string) => {
    if (!entity.startsWith("#")) return named[entity.toLowerCase()] ?? whole;
    const code = Number(entity.slice(1).replace(/^x/i, "0x"));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

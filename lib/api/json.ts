import { Refused } from "../run";
import { text } from "../texts";

/**
 * JSON as a command has it. Marks of byte order before it are no part of it (RFC 8259, 8.1). A name that an object has twice is refused: readers
 * of JSON differ in which one counts (RFC 8259, 4), and a dry run could turn into a real one.
 * @throws SyntaxError where it is not JSON
 * @throws Refused
 */
export function parsedJson(json: string): unknown {
  const plain = json.replace(/^\ufeff+/, "");
  const value = JSON.parse(plain) as unknown;
  const twice = nameTwiceIn(plain);
  if (twice === null) return value;
  throw new Refused("name-twice", 400, text("api.name-twice", { name: twice.slice(0, 80) }));
}

const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/g;

/** The first name that an object has more than once; null where none has. */
function nameTwiceIn(json: string): string | null {
  const objects: Set<string>[] = [];
  for (const [token, isName] of json.matchAll(TOKENS)) {
    if (token === "{") objects.push(new Set());
    else if (token === "}") objects.pop();
    else if (isName !== undefined) {
      const name = JSON.parse(token.slice(0, -isName.length)) as string;
      const names = objects.at(-1);
      if (names?.has(name) === true) return name;
      names?.add(name);
    }
  }
  return null;
}

/** One server of the array, as the form has it. */
export interface MemberRow {
  name: string;
  /** Its own address; empty: the name is one. */
  address: string;
}

const isIpAddress = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || (/^[0-9a-f:.]+$/i.test(text) && text.includes("::"));
/** A name beside an address has no dot, so one with a dot is an address (or a full name). */
const isAddress = (text: string): boolean => text.includes(".") || isIpAddress(text);
const withoutQuotes = (cell: string): string =>
  cell
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
const isHeading = (cells: readonly string[]): boolean =>
  cells.length > 0 && cells.every((cell) => /^(name|server|member|host|address|ip|ip address|fqdn)$/i.test(cell));

/** The fields of a line of CSV, including empty ones. Spaces separate them only if nothing else does. */
function fieldsOf(line: string): string[] {
  const fields = line.split(/[\t,;]/.test(line.trim()) ? /[\t,;]/ : /\s+/).map(withoutQuotes);
  const isFilled = (field: string): boolean => field !== "";
  return fields.slice(fields.findIndex(isFilled), fields.findLastIndex(isFilled) + 1);
}

/** Whether a pasted text is a list of members rather than a part of one name. */
export const isList = (text: string): boolean => /[\s,;]/.test(text.trim());

/**
 * Members from a text as people have it. Several lines are one member each: its name, then its own address if there is one. The same goes for a
 * single line of a name and an address. Any other single line has names only, each perhaps followed by its IP address.
 */
export function membersIn(text: string): MemberRow[] {
  const lines = text.split(/\r\n?|\n/).filter((line) => /[^\s,;"]/.test(line));
  const bodies = lines.map(fieldsOf).filter((fields) => !isHeading(fields));
  if (lines.length > 1) return bodies.flatMap(inALine);
  return bodies.flatMap((fields) => (isOneMember(fields) ? inALine(fields) : inOneLine(lines)));
}

/** Two full names, or two IP addresses, are two members: an address is not of the same kind as the name before it. */
function isOneMember([name = "", address = "", ...more]: readonly string[]): boolean {
  return more.length === 0 && isAddress(address) && (!isAddress(name) || isIpAddress(address) !== isIpAddress(name));
}

/** What comes after the address is a remark. But if three or more have no address in second place, all are names, and none may get lost. */
function inALine(fields: readonly string[]): MemberRow[] {
  const [name = "", address = ""] = fields;
  const namesOnly = fields.length > 2 && address !== "" && !isAddress(address);
  return namesOnly ? inOneLine(fields) : [{ name, address }];
}

function inOneLine(names: readonly string[]): MemberRow[] {
  const members: MemberRow[] = [];
  const cells = names.flatMap((text) => text.split(/[\s,;]+/)).map(withoutQuotes);
  for (const cell of cells.filter((text) => text !== "")) {
    const last = members.at(-1);
    if (last !== undefined && last.address === "" && isIpAddress(cell) && !isIpAddress(last.name)) last.address = cell;
    else members.push({ name: cell, address: "" });
  }
  return members;
}

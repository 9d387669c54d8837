/** One server of the array, as the form has it. */
export interface MemberRow {
  name: string;
  /** Its own address; empty: the name is one. */
  address: string;
}

const isIpAddress = (text: string): boolean => /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || (/^[0-9a-f:.]+$/i.test(text) && text.includes("::"));
const cellsOf = (line: string): string[] =>
  line
    .split(/[\t,;]/)
    .map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"))
    .filter((cell) => cell !== "");
const isHeading = (cells: readonly string[]): boolean =>
  cells.length > 0 && cells.every((cell) => /^(name|server|member|host|address|ip|ip address)$/i.test(cell));

/** Whether a pasted text is a list of members rather than a part of one name. */
export const isList = (text: string): boolean => /[\n\r\t,;]/.test(text.trim());

/**
 * Members from a text as people have it: one a line, or with commas, semicolons or tabs between them, or two columns out of a
 * spreadsheet (name, address). An IP address belongs to the name before it.
 */
export function membersIn(text: string): MemberRow[] {
  const lines = text
    .split(/\r?\n/)
    .map(cellsOf)
    .filter((cells) => cells.length > 0);
  const body = lines.filter((cells) => !isHeading(cells));
  const twoColumns = lines.length > 1 && body.every((cells) => cells.length === 2);
  return body.flatMap((cells) => {
    const [name = "", address = ""] = cells;
    return twoColumns ? [{ name, address }] : inOneLine(cells);
  });
}

function inOneLine(cells: readonly string[]): MemberRow[] {
  const members: MemberRow[] = [];
  for (const cell of cells) {
    const last = members.at(-1);
    if (last !== undefined && last.address === "" && isIpAddress(cell) && !isIpAddress(last.name)) last.address = cell;
    else members.push({ name: cell, address: "" });
  }
  return members;
}

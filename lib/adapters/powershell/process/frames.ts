/** An answer, as PowerShell wrote it. Its reader knows what else is in it. */
export interface Frame {
  readonly ok: boolean;
  readonly [property: string]: unknown;
}

/** Whose answer it is: the number of a request, or a word such as "ready" for what the process says of itself and of its lanes. */
export type FrameId = number | string;

/**
 * Reads a line of standard output.
 * @returns null for a line that is not a frame of this shell
 */
export function frameIn(line: string, marker: string): { readonly id: FrameId; readonly frame: Frame } | null {
  const mark = `@RU${marker} `;
  const at = line.indexOf(mark);
  if (at < 0) return null;
  try {
    const { id, ...frame } = JSON.parse(line.slice(at + mark.length)) as Record<string, unknown>;
    if ((typeof id !== "number" && typeof id !== "string") || typeof frame["ok"] !== "boolean") return null;
    return { id, frame: frame as unknown as Frame };
  } catch {
    return null;
  }
}

/**
 * Reads a line of standard error: what a failed request has printed ends with its number.
 * @returns null for any other line
 */
export function endIn(line: string, marker: string): { readonly id: number; readonly rest: string } | null {
  const at = line.indexOf(`@RU${marker} `);
  if (at < 0) return null;
  return { id: Number(line.slice(at).split(" ")[1]), rest: line.slice(0, at) };
}

/** A request as pure ASCII, so that no code page changes it. */
export const asciiOf = (request: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(request).replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The text of a secret: its UTF-16 units in hexadecimal, so that no command is needed to read it. */
export const hexOf = (secret: string): string =>
  Array.from({ length: secret.length }, (_, index) => secret.charCodeAt(index).toString(16).padStart(4, "0")).join("");

/** Text to put between single quotes in PowerShell, which takes typographic quotes for quotes too. */
export const inQuotes = (text: string): string => text.replaceAll(/['‘’‚‛]/g, "$&$&");

/** A PowerShell literal. A name of ordinary letters needs no quotes. */
export const literal = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `'${inQuotes(text)}'`);

/** Several names as a list in PowerShell. */
export const literals = (texts: readonly string[]): string => texts.map((text) => `'${inQuotes(text)}'`).join(", ");

/** A command that runs on the member itself, to be pasted on a management host. */
export const on = (server: string, command: string): string => `Invoke-Command -ComputerName ${literal(server)} { ${command} }`;

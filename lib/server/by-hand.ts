/** Text to put between single quotes in PowerShell, which takes typographic quotes for quotes too. */
export const inQuotes = (text: string): string => text.replaceAll(/['‘’‚‛]/g, "$&$&");

/** A PowerShell literal. A name of ordinary letters needs no quotes. */
export const literal = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `'${inQuotes(text)}'`);

/** A command that runs on the member itself, to be pasted on a management host. */
export const on = (server: string, command: string): string => `Invoke-Command -ComputerName ${literal(server)} { ${command} }`;

/** Takes a command line apart as CommandLineToArgvW does: blanks part arguments, quotes join them, backslashes escape quotes only. */
export function argumentsIn(line: string): string[] {
  const found: string[] = [];
  let argument: string | null = null;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (char === "\\") {
      const slashes = /^\\+/.exec(line.slice(at))?.[0].length ?? 0;
      const beforeQuote = line.charAt(at + slashes) === '"';
      argument = (argument ?? "") + "\\".repeat(beforeQuote ? Math.floor(slashes / 2) : slashes);
      at += slashes - 1;
      if (beforeQuote && slashes % 2 === 1) {
        argument += '"';
        at++;
      }
    } else if (char === '"') {
      argument ??= "";
      if (quoted && line.charAt(at + 1) === '"') {
        argument += '"';
        at++;
      } else quoted = !quoted;
    } else if (/\s/.test(char) && !quoted) {
      if (argument !== null) found.push(argument);
      argument = null;
    } else argument = (argument ?? "") + char;
  }
  return argument === null ? found : [...found, argument];
}

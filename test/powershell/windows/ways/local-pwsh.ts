import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Writes a command that is PowerShell on whatever computer ROLLING_UPDATE_SERVER names: a connection of the kind `local` sets that
 * variable for each of its shells, and knows nothing else of the world.
 * @returns its path
 */
export function localPwsh(
  folder: string,
  pwsh: string,
  computers: readonly string[],
  environment: (computer: string) => Readonly<Record<string, string>>,
): string {
  const cases = computers.map((computer) => {
    const variables = Object.entries(environment(computer)).map(([name, value]) => `export ${name}=${quoted(value)}`);
    return `${quoted(computer)})\n${variables.join("\n")}\n;;`;
  });
  const file = join(folder, "pwsh-on-computer");
  writeFileSync(file, `#!/bin/sh\ncase "$ROLLING_UPDATE_SERVER" in\n${cases.join("\n")}\nesac\nexec ${quoted(pwsh)} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}

import { text } from "../../../texts";
import type { Frame } from "../process";
import { ShellFailure } from "./failure";

/** Texts of a frame: ASCII stays, except quote and backslash; the rest becomes an escape (or `?` where .NET may not be used). */
const json =
  "$json = { param($t) $plain = '[^\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]'; if ($full) { [regex]::Replace($t, $plain, { param($c) '\\u{0:x4}' -f [int][char]$c.Value }) } else { $t -replace $plain, '?' } }";

/**
 * The only command that a process gets, always the same: it loads the module and hands standard input over to it, for as long as there is
 * any. Where that cannot be, it says why in a frame. It is a single line, since PowerShell would wait for an empty one after a block of
 * several, and PowerShell 2.0 can read it, so that it can say that it is too old.
 */
export const bootstrap = [
  "& { $mode = [string]$ExecutionContext.SessionState.LanguageMode; $full = $mode -eq 'FullLanguage'; $ok = $false; $id = ''; $category = ''; $text = ''",
  json,
  "try { Import-Module -Name $env:ROLLING_UPDATE_CALLER -Global -ErrorAction Stop; $null = Get-Command -Name Start-RUHost -CommandType Function -ErrorAction Stop; $ok = $full } catch { $id = [string]$_.FullyQualifiedErrorId; $category = [string]$_.CategoryInfo.Category; $text = [string]$_.Exception.Message }",
  "$mode = [string]$ExecutionContext.SessionState.LanguageMode; $full = $mode -eq 'FullLanguage'",
  "if ($ok -and $full -and $PSVersionTable.PSVersion -ge [version]'5.1') { Start-RUHost -Marker $env:ROLLING_UPDATE_MARKER -Caller $env:ROLLING_UPDATE_CALLER; return }",
  [
    '$frame = "`n@RU" + $env:ROLLING_UPDATE_MARKER + \' {"id":"ready","ok":false\'',
    '\',"records":[{"version":"\' + (& $json ([string]$PSVersionTable.PSVersion))',
    '\'","edition":"\' + (& $json ([string]$PSVersionTable.PSEdition)) + \'","languageMode":"\' + $mode',
    '\'"}],"error":{"id":"\' + (& $json $id) + \'","category":"\' + $category + \'","message":"\' + (& $json $text) + \'"}}\'',
  ].join(" + "),
  'if ($full) { [Console]::Out.Write($frame + "`n") } else { $frame } }',
].join("; ");

/** Which PowerShell it is. */
export interface Edition {
  readonly version: string;
  /** `Desktop` is Windows PowerShell, `Core` is PowerShell 6 and later. */
  readonly edition: string;
}

const textIn = (record: unknown, key: string): string => {
  const value = typeof record === "object" && record !== null ? (record as Record<string, unknown>)[key] : undefined;
  return typeof value === "string" ? value : "";
};

/**
 * What the first frame says.
 * @throws ShellFailure if this PowerShell cannot be used
 */
export function editionIn(frame: Frame, stderr: string): Edition {
  const record: unknown = Array.isArray(frame["records"]) ? frame["records"][0] : undefined;
  const error = frame["error"];
  const version = textIn(record, "version");
  const mode = textIn(record, "languageMode");
  const id = textIn(error, "id");
  const detail = [`${id}: ${textIn(error, "message")}`, stderr].filter((line) => line !== "" && line !== ": ").join("\n");
  if (!atLeast51(version)) throw new ShellFailure("wrong-version", text("powershell.wrong-version", { version }), { detail });
  if (mode !== "FullLanguage") throw new ShellFailure("blocked", text("powershell.language-mode", { mode }), { detail });
  if (frame.ok) return { version, edition: textIn(record, "edition") };
  if (id.startsWith("UnauthorizedAccess") && textIn(error, "category") === "SecurityError")
    throw new ShellFailure("blocked", text("powershell.policy"), { detail });
  throw new ShellFailure("not-started", text("powershell.no-module"), { detail });
}

function atLeast51(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 5 || (major === 5 && minor >= 1);
}

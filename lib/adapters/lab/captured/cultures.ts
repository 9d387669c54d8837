import type { CultureName } from "../laws";
import type { Capture } from "./capture";

/** How the regional format of a server writes dates and times; its display language stays English. */
export interface Culture {
  /** What .NET puts in place of `/` and `:` where a program formats a date with a pattern of its own. */
  readonly separators: readonly [date: string, time: string];
  /** The short date, as Windows Installer writes it into the frame of its log: `d`, `M`, `y` stand for two, two and four digits. */
  readonly shortDate: string;
}

/**
 * Exchange's setup formats its stamps with the pattern MM/dd/yyyy HH:mm:ss, in the culture of the account that runs it: the separators change and
 * the order does not. A published log of 2019 CU12 has `[11.14.2022 …]`. Windows Installer writes short dates: `1/9/2023` in one log,
 * `12.04.2021` in another.
 */
const data = {
  "en-US": { separators: ["/", ":"], shortDate: "M/d/y" },
  "de-DE": { separators: [".", ":"], shortDate: "d.M.y" },
  "fr-FR": { separators: ["/", ":"], shortDate: "d/M/y" },
  "ja-JP": { separators: ["/", ":"], shortDate: "y/M/d" },
  "fi-FI": { separators: [".", "."], shortDate: "d.M.y" },
} as const satisfies Record<CultureName, Culture>;

export const cultures: Capture<Readonly<Record<CultureName, Culture>>> = {
  source:
    "Logs of setup with slashes (microsoft/CSS-Exchange, Setup/Tests) and with dots (learn.microsoft.com, question 1088352); the separators of .NET's cultures. That of Finnish times is not seen in a log.",
  kind: "composed",
  product: "Windows Server, .NET Framework",
  culture: "invariant",
  texts: data,
};

export const cultureNamed = (name: CultureName): Culture => cultures.texts[name];

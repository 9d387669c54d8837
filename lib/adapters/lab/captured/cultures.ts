import type { CultureName } from "../laws";
import type { Capture } from "./capture";

/** How the regional format of a server writes dates and times. What Windows says there is in `languages`. */
export interface Culture {
  readonly name: CultureName;
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
} as const satisfies Record<CultureName, Omit<Culture, "name">>;

export const cultures: Capture<Readonly<Record<CultureName, Omit<Culture, "name">>>> = {
  source:
    "Logs of setup with slashes (microsoft/CSS-Exchange, Setup/Tests) and with dots (learn.microsoft.com, question 1088352); the separators of .NET's cultures. That of Finnish times is not seen in a log.",
  kind: "composed",
  product: "Windows Server, .NET Framework",
  culture: "invariant",
  texts: data,
};

export const cultureNamed = (name: CultureName): Culture => ({ name, ...cultures.texts[name] });

/** What Windows says in the language of its server where that is not English. */
export interface Language {
  /** Display names of services, by name; those that are not here are in English. */
  readonly displayNames: Readonly<Record<string, string>>;
  /** What Windows Installer writes into its log and into the event log: events 1022, 1023 and 1036. */
  readonly installer: Readonly<Record<"installed" | "failed" | "status", string>> | null;
}

const NAMES_OF_SERVICES =
  "names of services in learn.microsoft.com's pages of that language on security guidelines for system services and on the health of a server";

/**
 * The languages in which the lab's Windows speaks. Its programs do not: Exchange's setup, for one, writes its log in English on each of these.
 * Where a wording was not found, Windows stays English; that is so of all but two names in Japanese and one in Finnish.
 */
export const languages: Readonly<Partial<Record<CultureName, Capture<Language>>>> = {
  "de-DE": {
    source: `learn.microsoft.com/de-de/windows/win32/msi/event-logging; ${NAMES_OF_SERVICES}. The wording of 1036 is the documented one, which is not that of logs in English; not seen in a German log.`,
    kind: "documented",
    product: "Windows Server, Windows Installer",
    culture: "de-DE",
    texts: {
      displayNames: {
        W3SVC: "WWW-Publishingdienst",
        WinRM: "Windows-Remoteverwaltung (WS-Verwaltung)",
        Winmgmt: "Windows-Verwaltungsinstrumentation",
      },
      installer: {
        installed: "Produkt: Microsoft Exchange Server – Update '{title}' erfolgreich installiert.",
        failed:
          "Produkt: Microsoft Exchange Server – Update '{title}' konnte nicht installiert werden. Fehlercode {code}. Weitere Informationen finden Sie in der Protokolldatei {path}.",
        status:
          "Produkt: Microsoft Exchange Server. Version: {version}. Sprache: 1033. Update: {title}. Die Updateinstallation wurde mit dem Status {code} abgeschlossen. Hersteller: Microsoft Corporation.",
      },
    },
  },
  "fr-FR": {
    source: `learn.microsoft.com/fr-fr/windows/win32/msi/event-logging, which is translated by machine, with its spaces put right; ${NAMES_OF_SERVICES}. Not seen in a French log.`,
    kind: "documented",
    product: "Windows Server, Windows Installer",
    culture: "fr-FR",
    texts: {
      displayNames: {
        W3SVC: "Service de publication World Wide Web",
        WinRM: "Gestion à distance de Windows (Gestion WSM)",
      },
      installer: {
        installed: "Produit : Microsoft Exchange Server - mise à jour '{title}' correctement installée.",
        failed:
          "Produit : Microsoft Exchange Server - Impossible d’installer la mise à jour '{title}'. Code d’erreur {code}. Des informations supplémentaires sont disponibles dans le fichier journal {path}.",
        status:
          "Produit : Microsoft Exchange Server. Version : {version}. Langue : 1033. Mise à jour : {title}. L’installation de la mise à jour est terminée avec l’état : {code}. Fabricant : Microsoft Corporation.",
      },
    },
  },
  "ja-JP": {
    source: `${NAMES_OF_SERVICES}; what Windows Installer says in Japanese was not found.`,
    kind: "documented",
    product: "Windows Server",
    culture: "ja-JP",
    texts: {
      displayNames: { W3SVC: "World Wide Web 発行サービス", WinRM: "Windows リモート管理 (WS-Management)" },
      installer: null,
    },
  },
  "fi-FI": {
    source:
      "The list of services in a published console session on a Finnish Windows 10. That Windows Server has that name is not verified.",
    kind: "captured",
    product: "Windows",
    culture: "fi-FI",
    texts: { displayNames: { WinRM: "Windowsin etähallinta (WS-Management)" }, installer: null },
  },
};

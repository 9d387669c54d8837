import type { Machine } from "../../../../../lib/adapters/lab/machine/machine";
import type { Handlers, RegistryPart, WmiClasses } from "../handlers";
import { text } from "../handlers";

/** Packed product code of Exchange 2010, as Windows Installer keeps it. */
const PRODUCT = "AE1D439464EB1B8488741FFA028E291C";
const INSTALLER = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer\\UserData\\S-1-5-18";
const PRODUCTS = `${INSTALLER}\\Products`;
export const INSTALL_PATH = "C:\\Program Files\\Microsoft\\Exchange Server\\V14\\";
const day = (iso: string | null): string => (iso === null ? "" : iso.slice(0, 10).replaceAll("-", ""));

const isWindows = ({ name }: Machine["software"]["updates"][number]): boolean => name.startsWith("Security Update for Windows");

/** `14.3.195.1` as the version of a file: two figures and three. */
const padded = (build: string): string => {
  const [a = "0", b = "0", c = "0", d = "0"] = build.split(".");
  return [a.padStart(2, "0"), b.padStart(2, "0"), c.padStart(4, "0"), d.padStart(3, "0")].join(".");
};

/** What the Windows Update Agent has done, latest first, as its interfaces show it. */
export const agent: Handlers = {
  "update.history": ({ resident: { machine } }) => ({
    entries: machine.software.updates
      .filter(isWindows)
      .map(({ name, installedAt }) => ({ Title: name, Operation: 1, ResultCode: 2, Date: installedAt }))
      .reverse(),
  }),
};

/** Files as Windows knows them beyond their bytes. */
export const files: Handlers = {
  "file.signature": async (context, args) => {
    void context.resident;
    const blob = await context.folders.blob(context.server, text(args["path"]));
    if (blob === null) return { status: "UnknownError" };
    return { status: { valid: "Valid", invalid: "HashMismatch", none: "NotSigned" }[blob.signature] };
  },
  "file.moved": (context, args) => context.change("files.copy", args, () => {}),
  "file.version": ({ resident: { machine } }, args) =>
    /\\exsetup\.exe$/i.test(text(args["path"]).replaceAll("/", "\\"))
      ? { FileVersion: padded(machine.software.build) }
      : { FileVersion: null },
};

/** What the registry knows about the product and its patches. */
export const installed: RegistryPart = ({ resident: { machine } }) => {
  if (machine.role.setup === null) return {};
  const properties = `${PRODUCTS}\\${PRODUCT}\\InstallProperties`;
  const keptOf = (name: string): Record<string, string> => {
    const kept = machine.software.kept.find((one) => one.name === name);
    return kept === undefined ? {} : { LocalPackage: kept.file };
  };
  const patches = machine.software.updates
    .filter((update) => !isWindows(update))
    .flatMap((update, index): [string, Record<string, string>][] => {
      const code = String(index + 1).padStart(32, "0");
      return [
        [`${PRODUCTS}\\${PRODUCT}\\Patches\\${code}`, { DisplayName: update.name, Installed: day(update.installedAt), State: "1" }],
        [`${INSTALLER}\\Patches\\${code}`, keptOf(update.name)],
      ];
    });
  return {
    "SOFTWARE\\Microsoft\\ExchangeServer\\v14\\Setup": { MsiInstallPath: INSTALL_PATH },
    [properties]: { DisplayName: machine.role.product, DisplayVersion: machine.role.build, ...keptOf(machine.role.product) },
    ...Object.fromEntries(patches),
    ...Object.fromEntries(
      machine.software.unfinished.map(({ role, action }) => [
        `SOFTWARE\\Microsoft\\ExchangeServer\\v14\\${role}`,
        { Watermark: "5f1a06ce-5d8f-4d3a-a1f2-3c6f2b5f6e11", ...(action === null ? {} : { Action: action }) },
      ]),
    ),
  };
};

/** As WMI has it on every Windows, in text. */
const american = (date: Date): string => `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;

export const installedClasses: WmiClasses = {
  "root\\cimv2:win32_quickfixengineering": ({ resident: { machine } }) =>
    machine.software.updates.filter(isWindows).map(({ kb, installedAt }) => ({
      HotFixID: kb ?? "",
      Description: "Security Update",
      InstalledOn: installedAt === null ? "" : american(new Date(installedAt)),
    })),
};

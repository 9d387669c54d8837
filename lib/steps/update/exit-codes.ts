import type { Text } from "../../texts";
import { text, textBeside } from "../../texts";
import type { UpdateKind } from "./update-package";

/** What the exit code of an installer means for the procedure. */
export interface ExitCode {
  readonly code: number;
  /** Its name where it is defined; those of Windows Installer without `ERROR_`. */
  readonly name: string;
  /**
   * `busy`: nothing was done, another installation runs. `try-again`: worth one more attempt. `there-already`: nothing was to be done.
   * `perhaps-there`: it may be there already, or not fit; the build tells. `not-applicable`: what is installed does not need it, or is not what it is
   * for; the installer has done nothing.
   */
  readonly means:
    | "done"
    | "restart-needed"
    | "restart-under-way"
    | "busy"
    | "try-again"
    | "there-already"
    | "perhaps-there"
    | "not-applicable"
    | "failed";
  readonly text: Text;
  readonly hint?: Text;
}

/** What it says is in English here, beside the code; other languages have it by the code. */
interface Row {
  readonly means?: ExitCode["means"];
  readonly says: string;
  readonly hint?: string;
}

const exit = (code: number, name: string, { means = "failed", says, hint }: Row): ExitCode => ({
  code,
  name,
  means,
  text: textBeside(`exit-code.${code}`, says),
  ...(hint === undefined ? {} : { hint: textBeside(`exit-code.${code}.hint`, hint) }),
});

/** Windows Installer's exit codes; source: win32 documentation, desktop-src/Msi/error-codes.md. */
export const exitCodes: readonly ExitCode[] = [
  exit(0, "SUCCESS", { means: "done", says: "done" }),
  exit(3010, "SUCCESS_REBOOT_REQUIRED", { means: "restart-needed", says: "done, a restart is needed" }),
  exit(1641, "SUCCESS_REBOOT_INITIATED", { means: "restart-under-way", says: "done, the installer restarts the server itself" }),
  exit(1618, "INSTALL_ALREADY_RUNNING", { means: "busy", says: "another installation is running" }),
  exit(1601, "INSTALL_SERVICE_FAILURE", { means: "try-again", says: "the Windows Installer service could not be reached" }),
  exit(1602, "INSTALL_USEREXIT", {
    says: "the installation was canceled",
    hint: "Somebody or something ended the installer; find out who before a retry.",
  }),
  exit(1603, "INSTALL_FAILURE", {
    says: "fatal error during the installation",
    hint: "Look for services that were left disabled; <Exchange>\\Bin\\ServiceControl.ps1 AfterPatch enables them again.",
  }),
  exit(1605, "UNKNOWN_PRODUCT", { says: "the product is not installed on this server" }),
  exit(1612, "INSTALL_SOURCE_ABSENT", {
    says: "the source or a cached package is missing",
    hint: "Look for missing files in C:\\Windows\\Installer.",
  }),
  exit(1619, "INSTALL_PACKAGE_OPEN_FAILED", {
    says: "the package could not be opened",
    hint: "Check the path, and whether Windows blocks the file.",
  }),
  exit(1620, "INSTALL_PACKAGE_INVALID", { says: "the package is not valid", hint: "Download it again." }),
  exit(1622, "INSTALL_LOG_FAILURE", { says: "the log could not be opened", hint: "The folder of the log must exist." }),
  exit(1624, "INSTALL_TRANSFORM_FAILURE", { says: "a transform could not be applied" }),
  exit(1625, "INSTALL_PACKAGE_REJECTED", { says: "a policy forbids the installation" }),
  exit(1632, "INSTALL_TEMP_UNWRITABLE", { says: "the folder for temporary files cannot be written" }),
  exit(1633, "INSTALL_PLATFORM_UNSUPPORTED", { says: "the package is not for this kind of processor" }),
  exit(1635, "PATCH_PACKAGE_OPEN_FAILED", {
    says: "the patch could not be opened",
    hint: "Typical for a path on a share: copy the package to the member.",
  }),
  exit(1636, "PATCH_PACKAGE_INVALID", { says: "the patch is not valid", hint: "Download it again." }),
  exit(1637, "PATCH_PACKAGE_UNSUPPORTED", { says: "the Windows Installer is too old for this patch" }),
  exit(1638, "PRODUCT_VERSION", { means: "perhaps-there", says: "another version of the product is installed" }),
  exit(1639, "INVALID_COMMAND_LINE", { says: "the command line is wrong", hint: "Check the arguments of the update-package." }),
  exit(1640, "INSTALL_REMOTE_DISALLOWED", { says: "an installation from a remote session is refused" }),
  exit(1642, "PATCH_TARGET_NOT_FOUND", {
    means: "perhaps-there",
    says: "the patch does not fit the installed version",
    hint: "Check the service pack or cumulative update that this patch is made for.",
  }),
  exit(1643, "PATCH_PACKAGE_REJECTED", { says: "a policy forbids the patch" }),
  exit(1645, "INSTALL_REMOTE_PROHIBITED", { says: "an installation from a terminal session is refused" }),
  exit(1646, "PATCH_REMOVAL_UNSUPPORTED", { says: "the patch cannot be removed" }),
  exit(1647, "UNKNOWN_PATCH", { says: "the patch is not installed" }),
  exit(1648, "PATCH_NO_SEQUENCE", {
    says: "the patches cannot be put into a valid sequence",
    hint: "Often an interim update: remove it first.",
  }),
  exit(1652, "INSTALL_SERVICE_SAFEBOOT", { says: "the server runs in safe mode" }),
];

/**
 * What wusa.exe and the Windows Update Agent end with besides: successes that are not 0, and why nothing was installed.
 * @see https://learn.microsoft.com/windows/win32/wua_sdk/wua-success-and-error-codes-
 * @see https://mskb.pkisolutions.com/kb/949545 (the article on wusa.exe)
 * @see https://learn.microsoft.com/windows/win32/debug/system-error-codes--1700-3999-
 * @see https://serverfault.com/questions/1153656 (what dism.exe says of a package that a newer one has replaced)
 */
export const exitCodesOfWindowsUpdate: readonly ExitCode[] = [
  exit(0x00240005, "WU_S_REBOOT_REQUIRED", { means: "restart-needed", says: "done, a restart is needed" }),
  exit(0x00240006, "WU_S_ALREADY_INSTALLED", { means: "there-already", says: "it is installed already" }),
  exit(0x00240003, "WU_S_UPDATE_ERROR", { says: "there were errors when updates were installed" }),
  exit(0x00242015, "WU_S_UH_INSTALLSTILLPENDING", { means: "restart-needed", says: "done but for what the next start does" }),
  exit(0x80240016, "WU_E_INSTALL_NOT_ALLOWED", {
    says: "another installation is running, or a restart has to come first",
    hint: "Restart the member, then retry the step.",
  }),
  exit(0x80240017, "WU_E_NOT_APPLICABLE", {
    means: "not-applicable",
    says: "the update does not apply to this server",
    hint: "Either a newer update that is installed has it, or it is made for another version of Windows or of the product.",
  }),
  exit(0x800f081e, "CBS_E_NOT_APPLICABLE", {
    means: "not-applicable",
    says: "the package does not apply to this server",
    hint: "Either a newer update that is installed has it, or it is made for another version of Windows.",
  }),
  exit(3017, "FAIL_REBOOT_REQUIRED", {
    says: "it failed, and a restart has to take back what it has done",
    hint: "Restart the member before anything else is installed there.",
  }),
  exit(3018, "FAIL_REBOOT_INITIATED", { says: "it failed, and the server restarts to take back what it has done" }),
];

/**
 * What setup of Exchange ends with besides: it has no table of codes. 0 is good and 1 is not, as its log repeats (`CurrentResult setupbase.maincore`;
 * domain reference 4.4), and which of the two it was is decided by that log.
 */
export const exitCodesOfSetup: readonly ExitCode[] = [exit(1, "", { says: "it has failed" })];

const installersOfWindows = [exitCodes, exitCodesOfWindowsUpdate];
/** Which codes an installer may end with. A command may run any of them; one with codes of its own has to end with one of these instead. */
const tables: Readonly<Record<UpdateKind, readonly (readonly ExitCode[])[]>> = {
  rollup: [exitCodes],
  "security-update": [exitCodes],
  setup: [exitCodes, exitCodesOfSetup],
  "windows-updates": installersOfWindows,
  command: installersOfWindows,
};

/** The number of Windows in an HRESULT that says nothing else: `0x80070643` is 1603. Others as they are, without a sign. */
function plain(code: number): number {
  const unsigned = code >>> 0;
  const [above, low] = [unsigned >>> 16, unsigned & 0xffff];
  return above === 0x8007 && low !== 0 ? low : unsigned;
}

/**
 * The meaning of an exit code of an installer; one that is in none of its tables counts as a failure.
 * @param code a program ends with 32 bits: with a sign or without
 */
export function meaningOf(code: number, kind: UpdateKind = "rollup"): ExitCode {
  const known = tables[kind].flat().find((entry) => entry.code === plain(code));
  return known === undefined
    ? { code, name: "", means: "failed", text: text(kind === "setup" ? "exit-code.unknown-of-setup" : "exit-code.unknown") }
    : { ...known, code };
}

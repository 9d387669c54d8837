import type { Text } from "../../texts";
import { text, textBeside } from "../../texts";

/** What the exit code of an installer means for the procedure. */
export interface ExitCode {
  readonly code: number;
  /** Windows Installer's name for it, without `ERROR_`. */
  readonly name: string;
  /** `busy`: nothing was done, another installation runs. `try-again`: worth one more attempt. */
  readonly means: "done" | "restart-needed" | "restart-under-way" | "busy" | "try-again" | "failed";
  readonly text: Text;
  readonly hint?: Text;
}

/** In English here, beside the code; other languages have it by the code. */
const exit = (code: number, name: string, means: ExitCode["means"], english: string): ExitCode => ({
  code,
  name,
  means,
  text: textBeside(`exit-code.${code}`, english),
});

const failed = (code: number, name: string, english: string, hint?: string): ExitCode => ({
  ...exit(code, name, "failed", english),
  ...(hint === undefined ? {} : { hint: textBeside(`exit-code.${code}.hint`, hint) }),
});

/** Windows Installer's exit codes; source: win32 documentation, desktop-src/Msi/error-codes.md. */
export const exitCodes: readonly ExitCode[] = [
  exit(0, "SUCCESS", "done", "done"),
  exit(3010, "SUCCESS_REBOOT_REQUIRED", "restart-needed", "done, a restart is needed"),
  exit(1641, "SUCCESS_REBOOT_INITIATED", "restart-under-way", "done, the installer restarts the server itself"),
  exit(1618, "INSTALL_ALREADY_RUNNING", "busy", "another installation is running"),
  exit(1601, "INSTALL_SERVICE_FAILURE", "try-again", "the Windows Installer service could not be reached"),
  failed(
    1602,
    "INSTALL_USEREXIT",
    "the installation was canceled",
    "Somebody or something ended the installer; find out who before a retry.",
  ),
  failed(
    1603,
    "INSTALL_FAILURE",
    "fatal error during the installation",
    "Read the end of the installer's log. Look for services that were left disabled; <Exchange>\\Bin\\ServiceControl.ps1 AfterPatch enables them again.",
  ),
  failed(1605, "UNKNOWN_PRODUCT", "the product is not installed on this server"),
  failed(1612, "INSTALL_SOURCE_ABSENT", "the source or a cached package is missing", "Look for missing files in C:\\Windows\\Installer."),
  failed(1619, "INSTALL_PACKAGE_OPEN_FAILED", "the package could not be opened", "Check the path, and whether Windows blocks the file."),
  failed(1620, "INSTALL_PACKAGE_INVALID", "the package is not valid", "Download it again."),
  failed(1622, "INSTALL_LOG_FAILURE", "the log could not be opened", "The folder of the log must exist."),
  failed(1624, "INSTALL_TRANSFORM_FAILURE", "a transform could not be applied"),
  failed(1625, "INSTALL_PACKAGE_REJECTED", "a policy forbids the installation"),
  failed(1632, "INSTALL_TEMP_UNWRITABLE", "the folder for temporary files cannot be written"),
  failed(1633, "INSTALL_PLATFORM_UNSUPPORTED", "the package is not for this kind of processor"),
  failed(
    1635,
    "PATCH_PACKAGE_OPEN_FAILED",
    "the patch could not be opened",
    "Typical for a path on a share: copy the package to the member.",
  ),
  failed(1636, "PATCH_PACKAGE_INVALID", "the patch is not valid", "Download it again."),
  failed(1637, "PATCH_PACKAGE_UNSUPPORTED", "the Windows Installer is too old for this patch"),
  failed(1638, "PRODUCT_VERSION", "another version of the product is installed"),
  failed(1639, "INVALID_COMMAND_LINE", "the command line is wrong", "Check the arguments of the update-package."),
  failed(1640, "INSTALL_REMOTE_DISALLOWED", "an installation from a remote session is refused"),
  failed(
    1642,
    "PATCH_TARGET_NOT_FOUND",
    "the patch does not fit the installed version",
    "Check the service pack or cumulative update that this patch is made for.",
  ),
  failed(1643, "PATCH_PACKAGE_REJECTED", "a policy forbids the patch"),
  failed(1645, "INSTALL_REMOTE_PROHIBITED", "an installation from a terminal session is refused"),
  failed(1646, "PATCH_REMOVAL_UNSUPPORTED", "the patch cannot be removed"),
  failed(1647, "UNKNOWN_PATCH", "the patch is not installed"),
  failed(1648, "PATCH_NO_SEQUENCE", "the patches cannot be put into a valid sequence", "Often an interim update: remove it first."),
  failed(1652, "INSTALL_SERVICE_SAFEBOOT", "the server runs in safe mode"),
];

/** The meaning of an exit code; one that is not in the table counts as a failure. */
export const meaningOf = (code: number): ExitCode =>
  exitCodes.find((entry) => entry.code === code) ?? { code, name: "", means: "failed", text: text("exit-code.unknown") };

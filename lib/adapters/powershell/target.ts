import { dirname, join } from "node:path";
import { existsSync } from "node:fs";
import type { Place } from "../../server";
import type { PowerShellSettings } from "./settings";

/** Where the modules are: beside `lib`, in the sources and in the package. */
const modules = ((): string => {
  for (let folder = dirname(__dirname); ; folder = dirname(folder)) {
    const found = join(folder, "powershell", "RollingUpdate");
    if (existsSync(found)) return dirname(found);
    if (folder === dirname(folder)) throw new Error("The PowerShell modules are missing from this installation.");
  }
})();

/** The module that runs in our own shells. */
export const callerModule = join(modules, "RollingUpdateCaller", "RollingUpdateCaller.psd1");

/** The module whose functions run on the servers. */
export const serverModule = join(modules, "RollingUpdate");

/** What check-windows asks beyond the operations; on this computer it is a module that has the functions of `serverModule` too. */
const checkModule = join(modules, "RollingUpdateCheck");

/** Those two, for a PowerShell of this computer. */
export const checkManifest = join(checkModule, "RollingUpdateCheck.psd1");

/** What a shell is told about its server; the text of a password is nowhere else. */
export type Target = Readonly<Record<string, string | number | boolean | null>>;

interface Whom {
  readonly address: string;
  /** The name that the computer must have; null if any name will do. */
  readonly expect: string | null;
  /** The questions of check-windows are to be there too; a restricted endpoint takes none. */
  readonly checks?: boolean;
}

/** How a shell reaches one server. */
export function targetOf(settings: PowerShellSettings, on: Place, { address, expect, checks = false }: Whom): Target {
  const common = { kind: settings.kind, module: serverModule, besides: checks ? checkModule : null, expect };
  if (settings.kind === "winrm" && settings.winrm !== undefined) {
    const { authentication, useSsl, port, endpoint, monitoringEndpoint, certificateThumbprint, credential } = settings.winrm;
    return {
      ...common,
      computer: address,
      authentication,
      useSsl,
      port,
      endpoint: on === "monitoring" ? monitoringEndpoint : endpoint,
      certificateThumbprint: authentication === "Certificate" ? certificateThumbprint : null,
      ...(credential === null || authentication === "Certificate" ? {} : { user: credential.user, password: credential.password }),
    };
  }
  if (settings.kind === "ssh" && settings.ssh !== undefined) return { ...common, computer: address, ...settings.ssh };
  return { ...common, module: checks ? checkManifest : join(serverModule, "RollingUpdate.psd1") };
}

import { maySwitch, switchTo } from "../../../../../lib/adapters/lab/machine/forefront";
import type { Machine } from "../../../../../lib/adapters/lab/machine/machine";
import type { Context, Tools } from "../handlers";
import { INSTALL_PATH } from "./updates";

type Wanted = "enabled" | "disabled";

/** It ends with 0 in any case: its exit codes are published nowhere, so nothing may depend on them. */
function run(context: Context, args: readonly string[]): { exitCode: number; output: string } {
  const { machine } = context.resident;
  const to: Wanted | null = args[0]?.toLowerCase() === "/enable" ? "enabled" : args[0]?.toLowerCase() === "/disable" ? "disabled" : null;
  if (to === null) return { exitCode: 0, output: "FSCUtility /enable | /disable | /status" };
  try {
    maySwitch(machine, to);
  } catch (error) {
    return { exitCode: 0, output: error instanceof Error ? error.message : "" };
  }
  context.change(to === "enabled" ? "forefront.enable" : "forefront.disable", {}, () => switchTo(machine, to));
  return { exitCode: 0, output: "Der Vorgang wurde abgeschlossen." };
}

export const forefrontTools: Tools = { "fscutility.exe": run };

/** Where Exchange's installer looks for a script of the administrators' own. */
export const customScript = ({ software }: Machine): string | null =>
  software.rollupScript ? `${INSTALL_PATH}Scripts\\Customization\\CustomPatchInstallerActions.ps1` : null;

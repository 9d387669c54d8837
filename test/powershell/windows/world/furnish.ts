import type { World } from "../../../../lib/adapters/lab/world";
import { tools } from "./all";
import type { Folders } from "./computers/folders";
import { customScript } from "./subjects/forefront";
import { FOREFRONT_FOLDER } from "./subjects/services";
import { INSTALL_PATH } from "./subjects/updates";

/** Whether the member takes traffic: as a user would write it. */
const SERVING = `
$node = @(Get-WmiObject -Namespace root\\MicrosoftNLB -Class MicrosoftNLB_Node | Where-Object { $_.StatusCode })[0]
$web = @(Get-WmiObject -Class Win32_Service -Filter "Name='W3SVC'")[0]
if (1007, 1008 -contains $node.StatusCode -and $web.State -eq 'Running') { 'serves'; exit 0 }
'does not serve'
exit 1
`;

/** The user's own, with the names by which the lab knows them. Batch files are for the world, which knows what they would do. */
const scripts: Readonly<Record<string, string>> = {
  "serving.ps1": SERVING,
  "fails.ps1": "'failed, as its name says'\nexit 1\n",
  "backup.cmd": "rem writes the file that its argument names\r\n",
  "backup-fails.cmd": "exit /b 1\r\n",
};

/** Sets the disks of all computers up. */
export function furnish(world: World, folders: Folders, monitoring: string, pwsh: string): void {
  // Forefront's program is not one of Windows.
  const names = Object.keys(tools).filter((name) => name !== "fscutility.exe");
  folders.furnish(monitoring, names, pwsh);
  for (const { machine } of world.all()) {
    folders.furnish(machine.name, names, pwsh);
    for (const [name, content] of Object.entries(scripts)) folders.write(machine.name, `C:\\Scripts\\${name}`, content);
    if (machine.role.setup !== null) folders.write(machine.name, `${INSTALL_PATH}bin\\ExSetup.exe`, "");
    folders.follow(machine);
    folders.putTool(machine.name, `${FOREFRONT_FOLDER}\\fscutility.exe`, "fscutility.exe");
    const script = customScript(machine);
    if (script !== null) machine.files.put(script, "function PrePatchInstallActions { }\r\n");
  }
}

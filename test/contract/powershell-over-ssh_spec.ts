import { contractOnPowerShell } from "./on-powershell";

contractOnPowerShell("ssh");

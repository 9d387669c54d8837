import { contractOnPowerShell } from "./on-powershell";

contractOnPowerShell("local");

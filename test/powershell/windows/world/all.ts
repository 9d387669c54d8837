import { base } from "./base";
import { events } from "./events";
import { forefrontTools } from "./forefront";
import type { Handlers, RegistryPart, Tools, WmiClasses } from "./handlers";
import { jobTools, processClasses, processes } from "./jobs";
import { nlb, nlbClasses } from "./nlb";
import { scom } from "./scom";
import { serviceClasses, serviceKeys, services } from "./services";
import { systemClasses, systemKeys, systemTools } from "./system";
import { files, installed, installedClasses } from "./updates";
import { wmi } from "./wmi";

/** Programs under C:\\Windows\\System32, by lower-case file name. */
export const tools: Tools = { ...jobTools, ...forefrontTools, ...systemTools };

const wmiClasses: WmiClasses = { ...processClasses, ...installedClasses, ...nlbClasses, ...serviceClasses, ...systemClasses };

const registry: readonly RegistryPart[] = [installed, serviceKeys, systemKeys];

/** What each subject has for the world. A new one is another entry here and above. */
export const handlers: Handlers = {
  ...base(wmiClasses, registry),
  ...processes,
  ...files,
  ...scom,
  ...wmi,
  ...nlb,
  ...services,
  ...events,
};

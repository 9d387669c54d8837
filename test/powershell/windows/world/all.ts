import { base } from "./base";
import { events } from "./subjects/events";
import { forefrontTools } from "./subjects/forefront";
import type { Handlers, RegistryPart, Tools, WmiClasses } from "./handlers";
import { jobTools, processClasses, processes } from "./subjects/jobs";
import { schedule } from "./subjects/schedule";
import { nlb, nlbClasses, nlbKeys, nlbTools } from "./subjects/nlb";
import { scom } from "./subjects/scom";
import { serviceClasses, serviceKeys, services } from "./subjects/services";
import { systemClasses, systemKeys, systemTools } from "./subjects/system";
import { agent, files, installed, installedClasses } from "./subjects/updates";
import { wmi } from "./subjects/wmi";

/** Programs under C:\\Windows\\System32, by lower-case file name. */
export const tools: Tools = { ...jobTools, ...forefrontTools, ...nlbTools, ...systemTools };

const wmiClasses: WmiClasses = { ...processClasses, ...installedClasses, ...nlbClasses, ...serviceClasses, ...systemClasses };

const registry: readonly RegistryPart[] = [installed, nlbKeys, serviceKeys, systemKeys];

/** What each subject has for the world. A new one is another entry here and above. */
export const handlers: Handlers = {
  ...base(wmiClasses, registry),
  ...processes,
  ...agent,
  ...files,
  ...scom,
  ...schedule,
  ...wmi,
  ...nlb,
  ...services,
  ...events,
};

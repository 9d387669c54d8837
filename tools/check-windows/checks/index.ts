import type { HostCheck, ServerCheck } from "../check";
import { events, hotfixes, policies } from "./windows";
import { exitCodes, jobs } from "./jobs";
import { hostInput, hostPolicy } from "./host";
import { cmdlets, drainAndBack, driver, wmi } from "./nlb";
import { push, quotas, shells } from "./sessions";
import { dependencies, services } from "./services";
import { lock, outside, rights, wrongPassword } from "./surroundings";
import { found, maintenance } from "./scom";
import { restart } from "./restart";
import { endpoint } from "./jea";

/** Of this computer: they come first, since nothing else can be asked where they fail. */
export const hostChecks: readonly HostCheck[] = [hostInput, hostPolicy];

/** Of a server, by their numbers. The restart comes last but for the endpoint: what it may lose is nothing that is still to be asked. */
export const serverChecks: readonly ServerCheck[] = [
  exitCodes,
  events,
  cmdlets,
  wmi,
  drainAndBack,
  driver,
  services,
  dependencies,
  hotfixes,
  jobs,
  policies,
  quotas,
  push,
  shells,
  outside,
  wrongPassword,
  rights,
  lock,
  found,
  maintenance,
  restart,
  endpoint,
];

import type { Connection } from "../server";
import { byPlace } from "./by-place";
import { controllerOf } from "./controller";
import type { Flat, Question } from "./powershell";
import { PowerShellConnection } from "./powershell";

type Options = ConstructorParameters<typeof PowerShellConnection>[0];

/** Real servers, and questions to them beyond the operations. */
export interface CheckedServers extends Connection {
  /** @throws ServerError */
  question(server: string, question: Question): Promise<readonly Flat[]>;
  /** Ends this side at once, as a crash would. */
  abandon(): Promise<void>;
}

/** The same connection to real servers as a run has, for check-windows. */
export function openForChecks(options: Options): CheckedServers {
  const powershell = new PowerShellConnection({ ...options, checks: true });
  const { invoke, kind, clock, answersOn } = powershell;
  return {
    kind,
    clock,
    answersOn,
    invoke: byPlace({ member: invoke, monitoring: invoke, controller: controllerOf(options.members) }),
    question: (server, question) => powershell.question(server, question),
    abandon: () => powershell.abandon(),
    close: () => powershell.close(),
  };
}

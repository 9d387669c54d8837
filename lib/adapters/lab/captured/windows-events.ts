import type { Capture } from "./capture";

export const windowsEvents: Capture<{
  readonly [event in
    | "serviceState"
    | "serviceCrashed"
    | "dependencyFailed"
    | "running"
    | "stopped"
    | "logStarted"
    | "logStopped"
    | "powerLost"
    | "restarted"]: string;
}> = {
  source:
    "learn.microsoft.com, events 7001, 7034 and 7036 of the Service Control Manager, 6005, 6006 and 6008 of EventLog, 1074 of USER32. The reason of 1074 is that of shutdown.exe without a reason of its own.",
  kind: "documented",
  product: "Windows Server",
  culture: "en-US",
  texts: {
    serviceState: "The {service} service entered the {state} state.",
    running: "running",
    stopped: "stopped",
    serviceCrashed: "The {service} service terminated unexpectedly.  It has done this 1 time(s).",
    dependencyFailed:
      "The {service} service depends on the {needed} service which failed to start because of the following error: \r\nThe dependency service or group failed to start.",
    logStarted: "The Event log service was started.",
    logStopped: "The Event log service was stopped.",
    powerLost: "The previous system shutdown at {time} on {date} was unexpected.",
    restarted:
      "The process C:\\Windows\\system32\\shutdown.exe ({computer}) has initiated the restart of computer {computer} on behalf of user CONTOSO\\svc-exupdate for the following reason: No title for this reason could be found\r\n Reason Code: 0x800000ff\r\n Shutdown Type: restart\r\n Comment: ",
  },
};

import { minutes } from "../../../time";
import { fill, windowsEvents } from "../captured";
import type { Faults, Timeline } from "../laws";
import { eventLog } from "./event-logs";
import type { Machine } from "./machine";

/** Restarts a machine: nothing answers for a few minutes, then Windows is back and its services start one after another. */
export function restart(machine: Machine, timeline: Timeline, faults: Faults): void {
  const lastsMs = minutes(4) + machine.hardware.boots.between(0, minutes(5));
  const { restarted, logStopped } = windowsEvents.texts;
  const message = fill(restarted, { computer: machine.name });
  machine.events.write({ log: "System", provider: "USER32", id: 1074, level: "information", message });
  machine.events.write({ ...eventLog, id: 6006, message: logStopped });
  if (faults.on(machine.name, "reboot-hangs")) {
    machine.goDown("gone");
    return;
  }
  machine.goDown("booting");
  comesUp(machine, timeline, { afterMs: lastsMs });
}

/** It comes up after this time, unless it has gone down again meanwhile: then that decides. */
export function comesUp(machine: Machine, timeline: Timeline, { afterMs, afterwards }: { afterMs: number; afterwards?: () => void }): void {
  const { downs } = machine.hardware;
  timeline.after(afterMs, () => {
    if (machine.up || machine.hardware.downs !== downs) return;
    machine.comeUp();
    afterwards?.();
  });
}

/** Somebody has switched on a machine that was gone. */
export function powerOn(machine: Machine, timeline: Timeline): void {
  machine.hardware.power = "booting";
  comesUp(machine, timeline, { afterMs: minutes(4) });
}

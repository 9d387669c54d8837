import { howManyIn } from "../../lib/run/batches";
import type { Pattern, Rule } from "../shared/fields";
import { choice, configNode, flowNode, minutes, ownUpdate, pattern, seconds, text, textOf, tick } from "../shared/fields";

const timeOfDay = pattern(/^([01]\d|2[0-3]):[0-5]\d$/, "time");

const countsLike: Pattern = { reason: "howMany", fits: (written) => howManyIn(written) !== null };

const bothEnds = (other: string): Rule<string> => ({
  reason: "bothEnds",
  broken: (time, of) => time === "" && textOf(of(other)) !== "",
});
const twoEnds = (other: string): Rule<string> => ({
  reason: "sameEnds",
  broken: (time, of) => time !== "" && time === textOf(of(other)),
});

const zoneNeeded: Rule<string> = { reason: "zoneNeeded", broken: (zone, of) => zone === "" && textOf(of("windowFrom")) !== "" };
const knownZone: Rule<string> = { reason: "zone", broken: (zone) => zone !== "" && !isTimeZone(zone) };

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name }).format();
    return true;
  } catch {
    return false;
  }
}

export const fields = {
  array: configNode("server-array", { needed: "array", icon: "server" }),
  /** Empty: the command names one. */
  update: ownUpdate(),
  /** A maintenance window; both ends empty: none. */
  windowFrom: text({
    like: timeOfDay,
    icon: "clock-o",
    section: "window",
    example: "22:00",
    rules: [bothEnds("windowTo"), twoEnds("windowTo")],
  }),
  windowTo: text({
    like: timeOfDay,
    beside: true,
    section: "window",
    example: "04:00",
    rules: [bothEnds("windowFrom"), twoEnds("windowFrom")],
  }),
  /** From the IANA list: a server's own zone is not enough. */
  windowZone: text({ icon: "globe", section: "window", offers: "timeZones", example: "Europe/Zurich", rules: [zoneNeeded, knownZone] }),
  /** Planned time for one member, for the loop and for preflight; 0: as long as earlier members took, 2 hours for the first. */
  memberMinutes: minutes({ from: 0, to: 1_440, initially: 0, icon: "hourglass-half", section: "window" }),
  /** A number, a part of all, or a list: the first batch, the second, and all that follow. Never more than the array can spare. */
  howMany: text({ like: countsLike, initially: "1", icon: "columns", section: "batches" }),
  order: choice(["listed", "reversed", "default-host-last"], { icon: "sort-amount-asc", section: "batches" }),
  /** 0: the next batch begins at once. */
  soakMinutes: minutes({ from: 0, to: 1_440, initially: 0, icon: "eye", section: "batches" }),
  /** What becomes of a run whose step fails. */
  whenStepFails: choice(["end", "hold"], { icon: "hand-paper-o", section: "failure" }),
  /** What becomes of a run in mid-run when its nodes or Node-RED are started again. */
  afterRestart: choice(["resume", "ask", "end"], { icon: "repeat", section: "failure" }),
  /** 0: until somebody answers. Also where a drain asks, or a loop that does not hold asks after a restart. */
  holdMinutes: minutes({ from: 0, to: 10_080, initially: 0, icon: "hourglass-half", section: "failure" }),
  holdThen: choice(["put-back", "abandon"], { icon: "reply", section: "failure" }),
  guardSeconds: seconds({ from: 5, to: 600, initially: 15, icon: "shield", section: "watch" }),
  watchdogMinutes: minutes({ from: 1, to: 1_440, initially: 15, icon: "bell-o", section: "watch" }),
  openHttp: tick({ icon: "unlock-alt", section: "http", notices: { true: "openHttp" } }),
};

export const definition = flowNode(fields, {
  about: "loop",
  input: "port.command",
  outputs: ["next", "finished", "stopped", "reply", "warning"].map((name) => `port.${name}`),
  label: (node) => ({ key: "short.unnamed", values: { array: node.named("array") ?? { key: "short.noArray" } } }),
});

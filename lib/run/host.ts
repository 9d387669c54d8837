import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Clock } from "../time";
import { idleClock } from "../time";

/**
 * What runs take from the computer that they live on, and no room of the run takes by itself: so whoever gives them another one (a simulation) gets
 * the same history again for the same seed. An array brings clocks of its own, for all that concerns its servers.
 */
export interface Host {
  readonly name: string;
  /** The time on the wall here: ids of runs sort by it, and locks go by it. */
  readonly clock: Clock;
  /** Random hexadecimal digits. Ids of runs and tokens of messages are made of them: nobody may guess them, and none may come twice. */
  readonly digits: (count: number) => string;
}

export const thisHost: Host = {
  name: hostname(),
  clock: idleClock,
  digits: (count) =>
    randomBytes(Math.ceil(count / 2))
      .toString("hex")
      .slice(0, count),
};

/** The id of a new run: sorts by time, and says where the run was started. */
export function newRunId({ name, clock, digits }: Host): string {
  const time = new Date(clock.now()).toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const host =
    name
      .split(".")[0]
      ?.replace(/[^0-9A-Za-z-]/g, "")
      .slice(0, 20) ?? "";
  return [time, host, digits(6)].filter((part) => part !== "").join("-");
}

/** Of a message: who does not have it moves no member. */
export const newToken = ({ digits }: Pick<Host, "digits">): string => digits(32);

import { wrap } from "../../program";
import type { Killed } from "./killing";

/** Whether all kills were made, every member is updated and serves, and nothing was done twice. */
export const survived = ({ asked, kills, doneTwice, notUpdated }: Killed): boolean =>
  kills === asked && doneTwice.length === 0 && notUpdated.length === 0;

/** What `--json` has more. */
export const killedDocument = ({ kills, resumes, doneTwice }: Killed) => ({ kills, resumes, doneTwice });

/**
 * The same for people.
 * @param width of the terminal
 */
export function killedLines(killed: Killed, width: number): readonly string[] {
  const { asked, kills, resumes, doneTwice, notUpdated } = killed;
  const late = kills < asked ? ` The run had ended before the other ${asked - kills} were due.` : "";
  const truly = notUpdated.length === 0 ? "every member is updated and serves" : `not updated, or not in service: ${notUpdated.join(", ")}`;
  const twice = doneTwice.length === 0 ? "nothing was done twice" : "not everything was done only once";
  return [
    ...wrap(
      `Node-RED was killed ${times(kills)}, and the run was taken up ${times(resumes)}.${late} By the lab's truth ${truly}, and ${twice}.`,
      width,
    ),
    ...doneTwice.map((text) => `  ${text}`),
  ];
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

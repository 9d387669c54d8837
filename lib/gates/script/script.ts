import type { Serving } from "../../server/array";
import { askAll, callWith, verdict, verdictOnError } from "../verdict";

/** What telling by a script asks of every member. */
export const usesOfScript = ["script.look"] as const;

/** Enough of a script's output to see what it means. */
const LONGEST_OUTPUT = 200;

/**
 * A member serves when the user's own script, run on it, ends with exit code 0.
 * @param file the script's path on the member
 */
export const servingByScript =
  (file: string): Serving<(typeof usesOfScript)[number]> =>
  (members, signal) =>
    askAll(members, async (member) => {
      try {
        const { exitCode, output } = await member.read("script.look", { file }, callWith(signal));
        if (exitCode === 0) return verdict(member, "serves", "its own script says that it serves");
        const said = output.trim().slice(0, LONGEST_OUTPUT);
        return verdict(
          member,
          "out",
          `its own script says that it does not serve (exit code ${exitCode})${said === "" ? "" : `: ${said}`}`,
        );
      } catch (error) {
        return verdictOnError(member, error);
      }
    });

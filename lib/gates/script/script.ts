import type { Serving } from "../../server";
import { text } from "../../texts";
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
        if (exitCode === 0) return verdict(member, "serves", text("gate.script-says-yes"));
        const said = output.trim().slice(0, LONGEST_OUTPUT);
        const why = said === "" ? text("gate.script-says-no", { exitCode }) : text("gate.script-says-no-and", { exitCode, output: said });
        return verdict(member, "out", why);
      } catch (error) {
        return verdictOnError(member, error);
      }
    });

import type { Serving } from "../../server";
import { LOOK_MS, Unreachable } from "../../server";
import type { Text } from "../../texts";
import { duration, text } from "../../texts";
import type { Answer, Ask } from "../answers";
import { askAll, callWith, verdict, verdictOnError } from "../verdict";

/** What telling by a script asks of every member. */
export const usesOfScript = ["script.look"] as const;

/** Enough of a script's output to see what it means. */
const LONGEST_OUTPUT = 200;

/** With this exit code a script says that the member takes no traffic. PowerShell itself gives others to a script that has failed. */
const SAYS_OUT = 2;

/** How a member answers by the user's own script, run on it. @param file the script's path on the member */
export const answersByScript =
  (file: string): Ask<(typeof usesOfScript)[number]> =>
  async (member, call): Promise<Answer> => {
    const { exitCode, output } = await member.read("script.look", { file }, call).catch(inTime);
    if (exitCode === 0) return { good: true, told: true, how: text("gate.script-says-yes") };
    const told = exitCode === SAYS_OUT;
    const said = output.trim().slice(0, LONGEST_OUTPUT);
    return { good: false, told, how: (told ? saysNo : doesNotSay)(exitCode, said) };
  };

/** Who has not heard of the limit of a look takes it for a member that is down. */
function inTime(error: unknown): never {
  if (!(error instanceof Unreachable)) throw error;
  const { server, operation, what } = error;
  throw new Unreachable({ server, operation, what: text("gate.script-limit", { what, limit: duration(LOOK_MS) }) });
}

const saysNo = (exitCode: number, output: string): Text =>
  output === "" ? text("gate.script-says-no", { exitCode }) : text("gate.script-says-no-and", { exitCode, output });

const doesNotSay = (exitCode: number, output: string): Text =>
  output === "" ? text("gate.script-does-not-say", { exitCode }) : text("gate.script-does-not-say-and", { exitCode, output });

/**
 * A member serves when the user's own script, run on it, ends with exit code 0, and is out when it ends with 2. Any other tells neither.
 * @param file the script's path on the member
 */
export const servingByScript =
  (file: string): Serving<(typeof usesOfScript)[number]> =>
  (members, signal) =>
    askAll(members, async (member) => {
      try {
        const { good, told, how } = await answersByScript(file)(member, callWith(signal));
        return verdict(member, good ? "serves" : told ? "out" : "no-answer", how);
      } catch (error) {
        return verdictOnError(member, error);
      }
    });

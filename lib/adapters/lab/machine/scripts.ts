import type { ResultOf } from "../../../server";

/**
 * What the user's own scripts answer. The lab knows them by the end of their file name: `serving.ps1` succeeds when the member
 * takes traffic and answers, `fails.ps1` never does; any other script is believed to succeed.
 */
export function runScript(file: string, serves: boolean): ResultOf<"script.look"> {
  if (/serving\.ps1$/i.test(file)) return serves ? { exitCode: 0, output: "serves" } : { exitCode: 1, output: "does not serve" };
  if (/fails\.ps1$/i.test(file)) return { exitCode: 1, output: "failed, as its name says" };
  return { exitCode: 0, output: `${file} was not really run: this is a lab` };
}

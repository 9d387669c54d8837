import type { ResultOf } from "../../../server";
import { fill, jobs } from "../captured";

/**
 * What the user's own scripts answer. The lab knows them by the end of their file name: `serving.ps1` succeeds when the member
 * takes traffic and answers, `fails.ps1` never does; any other script is believed to succeed.
 */
export function runScript(file: string, serves: boolean): ResultOf<"script.look"> {
  const { output } = jobs.texts;
  if (/serving\.ps1$/i.test(file)) return serves ? { exitCode: 0, output: output.serves } : { exitCode: 1, output: output.doesNotServe };
  if (/fails\.ps1$/i.test(file)) return { exitCode: 1, output: output.failed };
  return { exitCode: 0, output: fill(output.notRun, { file }) };
}

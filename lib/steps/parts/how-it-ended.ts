import type { Text, Words } from "../../texts";
import { text } from "../../texts";
import type { JobState } from "./job-to-its-end";

/**
 * How a job ended that did not end well, as a sentence: by its exit code, or killed (null), with what it says itself.
 * @param who what ran as the job, at the beginning of the sentence: "the backup", the name of a program
 */
export function howItEnded(who: Words, { exitCode: code, text: says }: Pick<JobState, "exitCode" | "text">): Text {
  if (code === null) return says === "" ? text("job.killed", { who }) : text("job.killed-saying", { who, says });
  // Members say of a job that has nothing else to tell that it "ended with exit code 3" (powershell/RollingUpdate/JobRunner.ps1).
  const adds = says !== "" && /exit code (-?\d+)$/.exec(says)?.[1] !== String(code);
  return adds ? text("job.ended-saying", { who, code, says }) : text("job.ended", { who, code });
}

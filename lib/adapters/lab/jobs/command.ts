import { instant, minutes, seconds } from "../../../time";
import { fill, jobs, windowsEvents } from "../captured";
import type { Work } from "../../../server/operations";
import type { Dice } from "../laws";
import type { Labour } from "./job-plan";
import type { Machine } from "../machine";

/** A path to a file at the end of an argument: `C:\Backup\proof.txt`, `/proof:C:\Backup\proof.txt`, `proof=C:\Backup\proof.txt`. */
const PATH = /[A-Z]:\\[^:*?"<>|]*\.[^\\:*?"<>|]+$/i;

/** A program of Windows, such as `ipconfig`, ends in seconds. */
const OF_WINDOWS = /^[A-Z]:\\Windows\\/i;

type Command = Extract<Work, { kind: "command" }>;

/**
 * A command. One of the user's own, such as a backup, takes a few minutes. It writes the file that an argument names, and ends with 0.
 * One whose name ends in `fails` (`backup-fails.cmd`) writes nothing and ends with 1.
 */
export function command(machine: Machine, { file, arguments: args }: Command, dice: Dice): Labour {
  const lastsMs = OF_WINDOWS.test(file) ? seconds(2) + dice.between(0, seconds(20)) : minutes(2) + dice.between(0, minutes(6));
  return {
    lastsMs,
    steps: [{ afterMs: 0, text: windowsEvents.texts.running }],
    end: () => {
      if (/fails(\.\w+)?$/i.test(file)) return 1;
      for (const argument of args) {
        const path = PATH.exec(argument)?.[0];
        if (path !== undefined)
          machine.files.put(path, fill(jobs.texts.output.written, { file, computer: machine.name, time: instant(machine.clock()) }));
      }
      return 0;
    },
  };
}

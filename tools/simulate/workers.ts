import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { join } from "node:path";
import { root } from "../program";
import { typeScript } from "../program/typescript";
import type { Judged } from "./worker";

interface Asked {
  readonly seeds: readonly number[];
  readonly workers: number;
  /** @returns whether there is enough */
  readonly judged: (one: Judged) => boolean;
}

/** Plays the nights of these seeds in processes side by side. What it tells comes in no order. @throws where a process ends before its night */
export async function playSeeds({ seeds, workers, judged }: Asked): Promise<void> {
  const waiting = [...seeds];
  const play = async (): Promise<void> => {
    const worker = fork(join(__dirname, "worker.ts"), [], {
      cwd: root,
      // Nights leave much behind that is soon nobody's.
      execArgv: ["--max-semi-space-size=64", ...typeScript],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    try {
      for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift())
        if (judged(await night(worker, seed))) waiting.length = 0;
    } finally {
      if (worker.connected) worker.disconnect();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, seeds.length) }, play));
}

const night = (worker: ChildProcess, seed: number): Promise<Judged> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`The process that played the night of seed ${seed} ended with ${code}.`));
    worker.once("exit", ended);
    worker.once("message", (one) => {
      worker.off("exit", ended);
      resolve(one as Judged);
    });
    worker.send(seed, (error) => {
      if (error !== null) reject(error);
    });
  });

import { spawn } from "node:child_process";
import type { Resident } from "../../../../../lib/adapters/lab/world";

/** A process that is none: an installer, say, whose labour goes on in the lab. Its id is beyond those of real processes. */
export interface Simulated {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Its labour, as the lab's jobs know it. */
  readonly job: string;
  /** Where it was over as soon as it began. */
  readonly exitCode: number | null;
}

const FIRST_SIMULATED = 5_000_000;
/** Longer than a call takes that was under way when its machine went down. */
const UNTIL_BURIED_MS = 3000;

interface Real {
  readonly server: string;
  /** Resolves when it has ended. */
  readonly gone: Promise<void>;
  /** Its machine is down. */
  lost: boolean;
}

/** What runs on the members: real processes that the world has started, and simulated ones. */
export class Processes {
  private readonly real = new Map<number, Real>();
  private readonly simulated = new Map<number, Simulated & { readonly resident: Resident }>();
  private next = FIRST_SIMULATED;

  /** Starts a real program with a member's environment; it dies with the member. */
  start(server: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv, ended: () => void): number {
    const child = spawn(file, [...args], { env, stdio: ["ignore", "ignore", "inherit"], detached: true });
    const { pid } = child;
    if (pid === undefined) {
      child.on("error", ended);
      return 0;
    }
    const gone = new Promise<void>((resolve) => {
      child.on("exit", () => {
        this.real.delete(pid);
        ended();
        resolve();
      });
    });
    this.real.set(pid, { server, gone, lost: false });
    return pid;
  }

  simulate(resident: Resident, parent: number, name: string, exitCode: number | null): Simulated {
    const pid = this.next++;
    const process = { pid, parent, name, job: `process ${pid}`, exitCode };
    this.simulated.set(pid, { ...process, resident });
    return process;
  }

  /** The simulated process with this id on this member. */
  simulatedOn(resident: Resident, pid: number): Simulated | undefined {
    const found = this.simulated.get(pid);
    return found?.resident === resident ? found : undefined;
  }

  on(resident: Resident): readonly Simulated[] {
    return [...this.simulated.values()].filter((one) => one.resident === resident);
  }

  isRunning(resident: Resident, pid: number): boolean {
    const simulated = this.simulatedOn(resident, pid);
    return simulated === undefined ? this.real.get(pid)?.lost === false : resident.jobs.poll(simulated.job).state === "running";
  }

  /** Ends a process with those that it has started. @returns whether there was one */
  killTree(resident: Resident, pid: number): boolean {
    const was = this.isRunning(resident, pid);
    for (const child of this.on(resident).filter(({ parent }) => parent === pid)) this.killTree(resident, child.pid);
    const simulated = this.simulatedOn(resident, pid);
    if (simulated !== undefined) resident.jobs.cancel(simulated.job);
    else if (this.real.has(pid)) kill(pid);
    return was;
  }

  /**
   * The machine has gone down: what the world has started on it is asked no more and answered no more, and dies. Not at once: a call on that
   * machine which is under way in a process of ours is cut off nowhere, and must not see what nobody could see, that the others are dead.
   * What is simulated dies in the lab by itself.
   */
  lost(server: string): void {
    const those = [...this.real].filter(([, process]) => process.server === server && !process.lost);
    for (const [, process] of those) process.lost = true;
    setTimeout(() => {
      for (const [pid, process] of those) if (this.real.get(pid) === process) kill(pid);
    }, UNTIL_BURIED_MS).unref();
  }

  /** The machine comes up: nothing of before its boot runs. Resolves when that is so: a process that is killed takes a moment to go. */
  async bury(server: string): Promise<void> {
    const those = [...this.real].filter(([, process]) => process.server === server && process.lost);
    for (const [pid] of those) kill(pid);
    await Promise.all(those.map(([, { gone }]) => gone));
  }

  /** Whether this is a process that the world has started, on a machine that is down. */
  isLost(pid: number): boolean {
    return this.real.get(pid)?.lost === true;
  }

  stop(): void {
    for (const pid of this.real.keys()) kill(pid);
  }
}

/** With its children: it leads a group of its own. */
function kill(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

import { WrongUsage } from "./command-line";

/** Where a program writes. */
export type Out = Pick<NodeJS.WritableStream, "write">;

export interface Streams<To extends Out = Out> {
  readonly out: To;
  readonly err: To;
}

/** A program: takes a command line and returns the exit code. */
export type Program = (args: readonly string[], env: NodeJS.ProcessEnv, streams: Streams<NodeJS.WriteStream>) => number | Promise<number>;

/** Runs a program as this process. If it throws, that is a bug of ours and shown with its stack. */
export function main(program: Program): void {
  // Whoever reads may have seen enough, as `| head` has: that is no fault.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  const play = async () => program(process.argv.slice(2), process.env, { out: process.stdout, err: process.stderr });
  play().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}

/**
 * Tells the user why a program could not do its work.
 * @returns the exit code: 2 for a wrong command line, 1 otherwise
 */
export function tellFailure(error: unknown, err: Out): number {
  err.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof WrongUsage ? 2 : 1;
}

import { WrongUsage } from "./command-line";

/** Where a program writes to. */
export type Out = Pick<NodeJS.WritableStream, "write">;

export interface Streams<To extends Out = Out> {
  readonly out: To;
  readonly err: To;
}

/** What a program of ours does with a command line; it gives back the exit code. */
export type Program = (args: readonly string[], env: NodeJS.ProcessEnv, streams: Streams<NodeJS.WriteStream>) => number | Promise<number>;

/** Runs a program as this process. What it throws is a bug of ours, and told with its stack. */
export function main(program: Program): void {
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
 * Tells the user why a program could not do what it was to do.
 * @returns the exit code: 2 for a wrong command line, 1 for all else
 */
export function tellFailure(error: unknown, err: Out): number {
  err.write(`${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof WrongUsage ? 2 : 1;
}

/**
 * A rehearsal as a process of its own: `node --require tsx/cjs test/powershell/windows/serve.ts '<RehearsalOptions as JSON>'` prints one line
 * of JSON when it is ready (see `Served`), and ends at SIGTERM or when its standard input ends.
 */
import type { Served } from "../../../tools/demo/rehearsal";
import { itselfOf } from "../../shared/powershell-itself";
import type { RehearsalOptions } from "./rehearsal";
import { Rehearsal } from "./rehearsal";

export type { Served };

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? "{}") as RehearsalOptions;
  const rehearsal = await Rehearsal.start({ ...options, pwsh: itselfOf(options.pwsh) });
  const { settings, members, scomServer, windows } = rehearsal;
  const clock = { speed: options.speed, startsAt: windows.clock.now(), wallStart: Date.now() };
  process.stdout.write(`${JSON.stringify({ settings, members, scomServer, clock } satisfies Served)}\n`);
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    rehearsal.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once("SIGTERM", end);
  // The signal of the terminal goes to whoever started this as well, and that one ends it.
  process.on("SIGINT", () => {});
  process.stdin.resume().once("end", end);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

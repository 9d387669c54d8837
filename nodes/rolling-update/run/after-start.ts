import type { ArraySetup, RunDocument, TakeUp } from "../../../lib/run";
import type { Text, Words } from "../../../lib/texts";
import { quoted, text } from "../../../lib/texts";
import type { Registry } from "../../shared/runtime";
import { sayThrown } from "../../shared/runtime";
import { reportIn } from "./report-in";

/** What a loop is asked for when its flows have started. */
interface Loop {
  /** What it goes by in records. */
  readonly place: string;
  /** Whether it goes on with its runs. */
  readonly resumes: boolean;
  /** @throws Refused if the array cannot be used */
  setup(): ArraySetup;
  /** Who is told of a run that goes on, and what is deployed for it now. */
  readonly takeUp: Pick<TakeUp, "deployed" | "listener">;
  /** Of its array; undefined where that is missing. */
  readonly array: string | undefined;
  warn(what: Text): void;
  /** Shows what its run waits for. */
  waits(what: Words): void;
  /** Shows a run that has ended, and passes it on. */
  interrupted(run: RunDocument): void;
}

/**
 * When the flows have started: goes on with the run that this loop had begun, and ends the records of other runs of its array that nobody can go on
 * with. Where that cannot be done now, it is said, and the run stays as it is until the next start.
 */
export async function afterStart(registry: Registry, loop: Loop): Promise<void> {
  const { runs, loops, say } = registry;
  let array: ArraySetup;
  try {
    array = loop.setup();
  } catch (error) {
    // Without an array there is nobody to ask. A run that waits for it must not be forgotten.
    return await cannotGoOn(registry, loop, quoted(sayThrown(error, say)));
  }
  try {
    if (loop.resumes) await runs.takeUp({ array, flow: loop.place, ...loop.takeUp });
    const others = (flow: string): boolean => flow !== loop.place && loops.has(flow);
    for (const run of await runs.closeInterrupted(array, others)) {
      loop.warn(text("loop.run-interrupted", { ...named(run.runId, run.array), report: reportIn(run) }));
      loop.interrupted(run);
    }
  } catch (error) {
    loop.warn(text("loop.record-left-open", { array: array.name, error: quoted(sayThrown(error, say)) }));
  }
}

/** The run of this loop waits, whether this process has let go of it or an earlier one died; and so does one of its array that nobody else has. */
async function cannotGoOn({ runs, say }: Pick<Registry, "runs" | "say">, loop: Loop, error: Text): Promise<void> {
  const isIts = ({ flow, array }: { readonly flow: string; readonly array: string }) => flow === loop.place || array === loop.array;
  const left = await runs
    .leftOpen((plan) => !isIts(plan))
    .catch((thrown: unknown) => {
      loop.warn(text("loop.open-not-known", { error: sayThrown(thrown, say) }));
      return [];
    });
  for (const { id, state } of [...runs.waiting.filter(({ state: { plan } }) => plan.flow === loop.place), ...left]) {
    runs.waits(id, error);
    loop.warn(text("loop.cannot-go-on", { ...named(id, state.plan.array), error }));
    loop.waits(error);
  }
}

const named = (run: string, array: string) => ({ run, array });

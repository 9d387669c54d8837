import type { Guard } from "../../../../../lib/run/changes";
import { fenced, guarded, journaled, planned } from "../../../../../lib/run/changes";
import type { Cause, Entry } from "../../../../../lib/run/record";
import { Recorder } from "../../../../../lib/run/store/recorder";
import type { Invoke } from "../../../../../lib/server/server";
import { layered, Server } from "../../../../../lib/server/server";
import { SmallArray } from "../../small-array";
import { SmallState } from "../small-state";

/** The layers of a run over a small array, with all that happens in them in its order, and a guard that does what the test says. */
export class SmallLayers {
  readonly array = new SmallArray();
  readonly run = new SmallState(this.array);
  /** What was asked of the guard, written and sent. */
  readonly happened: string[] = [];
  /** Throws what the guard has against it. */
  guardSays: (asked: "check" | "stillGood") => void = () => undefined;
  /** While the entry is written. */
  writing: (entry: Entry) => void = () => undefined;

  constructor() {
    const { journals } = this.array.store;
    const append = journals.append.bind(journals);
    journals.append = async (id, entry) => {
      this.happened.push(entry.type === "did change" ? `did change: ${entry.outcome}` : entry.type);
      this.writing(entry);
      await append(id, entry);
    };
  }

  /** CAS1, as a step has it, or as who else changes something for this cause. */
  server(cause: Cause = "step"): Server {
    const parts = this.parts(cause);
    return new Server(
      "CAS1",
      layered(this.sending, fenced(parts), guarded({ ...parts, tooLate: () => null, jobEnded: () => Promise.resolve() }), journaled(parts)),
    );
  }

  /** The same where nothing is to be changed. */
  dryRun(cause: Cause): Server {
    return new Server("CAS1", layered(this.sending, planned(this.parts(cause))));
  }

  /** The changes that the record has of CAS1. */
  get changes() {
    return this.run.state.members[0]?.changes ?? [];
  }

  private readonly sending = (async (...[name, op, args, call]: Parameters<Invoke>) => {
    this.happened.push(op);
    return await this.array.invoke(name, op, args, call);
  }) as Invoke;

  private parts(cause: Cause) {
    const { array, run, happened } = this;
    const ask = (asked: "check" | "stillGood") => () => {
      happened.push(asked);
      return Promise.resolve().then(() => this.guardSays(asked));
    };
    const guard = {
      members: [...array.members.keys()].map((name) => new Server(name, array.invoke)),
      check: ask("check"),
      stillGood: ask("stillGood"),
      quietly: (_signal: AbortSignal | undefined, send: () => Promise<unknown>) => {
        happened.push("in its turn");
        return send();
      },
    } as unknown as Guard;
    const recorder = new Recorder(run.state, array.store.journals, array.clock, () => undefined);
    return { recorder, guard, clock: array.clock, cause };
  }
}

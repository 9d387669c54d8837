import type { ArraySetup } from "../../../../lib/run/array-setup";
import { Guard } from "../../../../lib/run/changes";
import { Work } from "../../../../lib/run/member";
import type { MemberState } from "../../../../lib/run/record";
import { memberOf } from "../../../../lib/run/record";
import { defaultSettings } from "../../../../lib/run/settings";
import { Recorder } from "../../../../lib/run/store/recorder";
import type { SmallJournal } from "../report/small-journal";
import { SmallArray } from "../small-array";

/** An array as large as that of the small journal. */
export const fourMembers = (): SmallArray => new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);

/** The work on a member of which a journal tells how far it has come. */
export class SmallWork {
  readonly recorder: Recorder;
  readonly work: Work;
  readonly member: MemberState;
  /** Ends what is asked of the member. */
  readonly stop = new AbortController();
  /** Errors that must end the run. */
  readonly broken: unknown[] = [];

  constructor(
    journal: SmallJournal,
    readonly array: SmallArray = fourMembers(),
    setup: Partial<ArraySetup> = {},
    name = "CAS1",
  ) {
    const whole = { ...array.setup, ...setup };
    this.recorder = new Recorder(journal.state(), array.store.journals, array.clock, () => undefined);
    this.work = new Work(whole, this.recorder, new Guard(whole), defaultSettings, (error) => void this.broken.push(error));
    this.member = memberOf(this.recorder.state, name);
  }

  get signal(): AbortSignal {
    return this.stop.signal;
  }

  /** What was asked of the member, by the name of the operation. */
  asked(op: string): number {
    return this.array.asked.filter((one) => one.member === this.member.name && one.op === op).length;
  }

  /** Whatever happens with a member that must not serve, after so long. */
  after(ms: number, happens: () => void): void {
    void this.array.clock.sleep(ms).then(happens);
  }
}

import type { ChangeOp, ReadOp } from "../../lib/server/catalogue";
import { operationNames, operationOf } from "../../lib/server/catalogue";
import { minutes } from "../../lib/time/duration";
import { tells } from "../shared/tells";
import type { Adapter, Setting } from "./adapter";
import { Asked } from "./asked";
import {
  answersAsTheLab,
  asksNoOtherServer,
  doesNotReachOthers,
  isFenced,
  isMadeOnce,
  isRefusedWithTheErrorId,
  isSeenThoughItsAnswerIsLost,
  isTaken,
  saysThatAMemberIsDown,
  signsAUserOn,
} from "./promises";
import { changeSample } from "./samples";

const reads = operationNames.filter((op): op is ReadOp => operationOf(op).kind === "read");
const changes = operationNames.filter((op): op is ChangeOp => operationOf(op).kind === "change");

const world: Setting = {
  array: "contract",
  // A night on which jobs that are to be ended in the middle last nearly as long as they can.
  seed: 383,
  members: ["CAS1", "CAS2", "CAS3", "LOST1", "GONE1"],
  faults: [
    { name: "scom-refuses", member: "CAS2" },
    { name: "reboot-hangs", member: "GONE1" },
  ],
};

/** Every operation of the catalogue on an adapter: the same questions, the same answers, the same errors. */
export function contract(adapter: Adapter): void {
  describe(`The contract of the catalogue on ${adapter.name}`, function () {
    this.timeout(minutes(2));
    const asked = new Asked(adapter);
    before(() => asked.open(world));
    after(() => asked.close());
    // A run with a higher number has been there, which changed nothing.
    before(async () => {
      await asked.send("CAS3", "nlb.resume", {}, { fence: 9 });
      await asked.send("CAS3", "scom.end", {}, { fence: 9 });
    });

    for (const op of reads) answersAsTheLab(asked, op, world);
    signsAUserOn(asked);
    for (const op of changes) promisesOfAChange(asked, op);
    for (const op of tells) isTaken(asked, op);
    for (const op of operationNames) doesNotReachOthers(asked, op);
    if (adapter.misled !== undefined) asksNoOtherServer(asked, adapter.misled);
    saysThatAMemberIsDown(asked);
  });
}

function promisesOfAChange(asked: Asked, op: ChangeOp): void {
  const { refused } = changeSample(op);
  isMadeOnce(asked, op);
  isFenced(asked, op);
  if (refused !== undefined) isRefusedWithTheErrorId(asked, op, refused);
  isSeenThoughItsAnswerIsLost(asked, op);
}

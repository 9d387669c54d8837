import type { Disk } from "./disk";
import { realDisk } from "./disk";
import type { Survey } from "./journal-index";
import { JournalIndex } from "./journal-index";

/** A disk that is looked at only: what another account leaves there, Node-RED might not be able to write. */
const lookedAt: Disk = {
  ...realDisk,
  open: async (path, flags, mode) => {
    if (flags !== "r") throw new Error("only to be looked at");
    return await realDisk.open(path, flags, mode);
  },
};

/** What lies in a folder of journals, without a trace of having looked. */
export const surveyOf = (folder: string): Promise<Survey> => new JournalIndex(`${folder}.index`, folder, lookedAt).survey();

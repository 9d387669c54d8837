import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileStore } from "../../../../../lib/run/store/file";
import { keepsRuns } from "../contract";
import { SmallDisk } from "./small-disk";

const disks = new WeakMap<object, SmallDisk>();

keepsRuns(
  "a folder",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "store-"));
    const disk = new SmallDisk(folder);
    const stores: FileStore[] = [];
    const place = {
      open: () => {
        const store = new FileStore(folder, { disk: disk.disk });
        stores.push(store);
        return store;
      },
      // On some Windows a folder cannot be removed while a file in it is open.
      clear: async () => {
        for (const store of stores) for (const { run } of (await store.journals.survey()).runs) await store.journals.close(run);
        await rm(folder, { recursive: true, force: true });
      },
    };
    disks.set(place, disk);
    return place;
  },
  {
    shared: true,
    failing: (place) => {
      const disk = disks.get(place);
      disk?.failAt({ call: "datasync", nth: 3, code: "EIO" });
      return place.open();
    },
  },
);

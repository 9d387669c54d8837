import { Disk } from "../../../simulation/store";
import { keepsRuns } from "../../unit/run/store/contract";

keepsRuns(
  "a store that can crash",
  () => {
    const disk = new Disk();
    return Promise.resolve({ open: () => disk.open(), clear: () => Promise.resolve() });
  },
  {
    shared: true,
    failing: (place) => {
      const store = place.open() as ReturnType<Disk["open"]>;
      store.fail({ at: "append", nth: 2 });
      return store;
    },
  },
);

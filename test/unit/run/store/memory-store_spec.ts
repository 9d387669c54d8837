import { MemoryStore } from "../../../../lib/run/store/memory-store";
import { keepsRuns } from "./contract";

keepsRuns(
  "memory",
  () => {
    const store = new MemoryStore();
    return Promise.resolve({ open: () => store, clear: () => Promise.resolve() });
  },
  { shared: false },
);

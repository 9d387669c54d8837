/**
 * Records journals: `node --require tsx/cjs test/journals/record.ts`, once for each version of the entries, and again for as long as it is not out. They
 * are those of whole runs on the lab, each with the document that this version makes of it, in a folder named after the version of the package and of
 * the entries. What lies there from an earlier one is never recorded again: `journals_spec.ts` shows that this version still reads it.
 */
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dated } from "../../lib/run/record/entry";
import { VERSION } from "../../lib/run/record/version";
import { FileStore } from "../../lib/run/store/file/file-store";
import type { RunStore } from "../../lib/run/store/store";
import { MemoryStore, Runs } from "../../lib/run";
import { steps } from "../../lib/steps";
import { english } from "../shared/english";
import { playFlow } from "../unit/procedure/play";
import { optionsOf } from "../shared/node-fields";
import { byHandOn } from "../unit/run/play";
import { SmallArray } from "../unit/run/small-array";
import { documentIn } from "./document";

/** The id of every recorded run: those of real ones name the computer and the time at which they were made. */
const RUN = "20260110-220000-cas-0a1b2c";
const members = ["CAS1", "CAS2", "CAS3"];
const world = { members, minInService: 1 };

const { version } = JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")) as { readonly version: string };

type Play = (store: RunStore) => Promise<unknown>;

const plays: Readonly<Record<string, Play>> = {
  finished: (store) => playFlow({ ...world, store }),
  "dry-run": (store) => playFlow({ ...world, store, dryRun: true }),
  "stopped-and-put-back": (store) => playFlow({ ...world, store, faults: [{ name: "drain-never-ends", member: "CAS2" }] }),
  "stopped-and-at-rest": (store) => playFlow({ ...world, store, faults: [{ name: "installer-fails", member: "CAS2" }] }),
  "lost-in-mid-update": (store) => playFlow({ ...world, store, faults: [{ name: "reboot-hangs", member: "CAS2" }] }),
  "by-hand": (store) => {
    const array = new SmallArray(members);
    const step = steps.get("scom-maintenance");
    if (step === undefined) throw new Error("There is no step scom-maintenance.");
    return new Runs(store, english).byHand({
      ...byHandOn(array, "CAS1"),
      step,
      options: () => optionsOf("scom-maintenance", { action: "begin" }) as object,
    });
  },
};

/**
 * Plays a run and returns its journal, under the id that all recorded runs have. It is kept in memory meanwhile: a virtual clock does not wait for a
 * disk, and a run would not come out the same twice.
 */
async function played(play: Play): Promise<readonly Dated[]> {
  const store = new MemoryStore();
  await play(store);
  const [run] = store.journals.kept.keys();
  if (run === undefined) throw new Error("The run has left no journal.");
  const entries = JSON.parse(JSON.stringify(store.journals.kept.get(run)).replaceAll(run, RUN)) as Dated[];
  // Hours of waiting tell nothing new of how a journal is read.
  return entries.filter((entry, index) => entry.type !== "progress" || entries[index - 1]?.type !== "progress");
}

/** A journal as it lies on the disk. */
async function file(entries: readonly Dated[], path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "journal-"));
  try {
    const store = new FileStore(folder);
    for (const entry of entries) await store.journals.append(RUN, entry);
    await store.journals.close(RUN);
    copyFileSync(join(folder, "runs", `${RUN}.jsonl`), path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function record(): Promise<void> {
  const folder = join(__dirname, `${version}-entries-${VERSION}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const keep = async (name: string, entries: readonly Dated[], torn = "") => {
    const path = join(folder, `${name}.jsonl`);
    await file(entries, path);
    appendFileSync(path, torn);
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(await documentIn(path), null, 2)}\n`);
    process.stdout.write(`${name}: ${entries.length} entries, ${readFileSync(path).length} bytes\n`);
  };
  for (const [name, play] of Object.entries(plays)) {
    const entries = await played(play);
    await keep(name, entries);
    if (name !== "finished") continue;
    // A process that is killed leaves a journal that ends anywhere: here in mid-line, while the second member's installer runs.
    const starts = entries.findLastIndex((entry) => entry.type === "will change" && entry.member === "CAS2" && entry.startsUpdate);
    await keep("killed-in-mid-update", entries.slice(0, starts + 3), '{"n":99,"befo');
  }
}

void record();

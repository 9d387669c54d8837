import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import should from "should";

const root = resolve(__dirname, "../../..");

/** The rooms that take the time, chance and this computer's name from whoever starts them: so the same seed gives the same history again. */
const ROOMS = ["lib/run", "lib/gates", "lib/server", "lib/steps"];

/** What asks the computer itself. A `Clock` or a `Host` that was handed in is asked instead. */
const DIRECT: Readonly<Record<string, RegExp>> = {
  "the time": /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b|\bhrtime\b|\buptime\(|\bDateTime\.(now|local|utc\(\s*\))/,
  timers: /\bset(Timeout|Interval|Immediate)\b|"(node:)?timers(\/promises)?"|\bAbortSignal\.timeout\b/,
  chance: /\bMath\.random\b|\brandom(UUID|Bytes|Int|Fill)\b|\bgetRandomValues\b/,
  "this computer": /\bhostname\b|\bprocess\.pid\b/,
  "a clock of its own": /\b(real|idle)Clock\b|\brealTimer\b|\bscaledClock\b|\bthisHost\b/,
};

/** Where it is right to ask, and why. One that is no longer needed fails the test. */
const ALLOWED: Readonly<Record<string, string>> = {
  "lib/run/host.ts: this computer": "the one place that asks this computer, for all that is not given another host",
  "lib/run/host.ts: chance": "the one place that asks this computer, for all that is not given another host",
  "lib/run/host.ts: a clock of its own": "the one place that asks this computer, for all that is not given another host",
  "lib/run/engine/runs.ts: a clock of its own": "whoever opens the runs of a process may give another host",
  "lib/run/array-setup.ts: a clock of its own": "a connection may give another timer for single operations",
  "lib/run/changes/look.ts: a clock of its own": "a connection may give another timer for single operations",
  "lib/server/layers/time-limit.ts: a clock of its own": "the layer for tools, which ask real servers and no others",
  "lib/run/store/memory-store.ts: a clock of its own": "whoever opens it may give another clock",
  "lib/run/store/memory-store.ts: this computer": "says which process holds an array, as the files do",
  "lib/run/store/file/reserve.ts: chance": "what a disk cannot make smaller than it is",
  "lib/run/store/file/lock/fence.ts: the time": "several processes compare what it says: only their wall clock is common to them",
  "lib/run/store/file/lock/file-locks.ts: the time": "several processes compare what it says: only their wall clock is common to them",
  "lib/run/store/file/lock/file-locks.ts: timers": "a sign of life for other processes",
  "lib/run/store/file/lock/file-locks.ts: chance": "the mark that tells two owners of the same run apart",
  "lib/run/store/file/lock/file-locks.ts: this computer": "says which process holds an array",
  "lib/run/store/file/lock/owner-file.ts: the time": "several processes compare what it says: only their wall clock is common to them",
  "lib/run/store/file/lock/owner-file.ts: timers": "a sign of life for other processes",
  "lib/run/store/file/lock/owner-file.ts: this computer": "tells whether the owner is a process of this computer, and lives",
  "lib/run/store/file/lock/place.ts: the time": "several processes compare what it says: only their wall clock is common to them",
  "lib/run/store/file/lock/place.ts: this computer": "tells whether the owner is a process of this computer, and lives",
  "lib/run/store/file/lock/socket.ts: timers": "a limit for the answers of other processes",
};

interface File {
  readonly path: string;
  readonly text: string;
}

const filesIn = (folder: string): readonly File[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(".ts"))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

/** `file: what it asks for`, once for each; comments do not count. */
function askedDirectly(files: readonly File[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const code = text
      .split("\n")
      .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line))
      .join("\n");
    return Object.entries(DIRECT).flatMap(([what, pattern]) => (pattern.test(code) ? [`${path}: ${what}`] : []));
  });
}

describe("Time, chance and the name of this computer", () => {
  const found = ROOMS.flatMap(filesIn);

  it("come from outside, but for the places that are listed with a reason", () => {
    askedDirectly(found)
      .filter((place) => !(place in ALLOWED))
      .should.eql([]);
  });

  it("are asked for directly in each place of the list", () => {
    const asked = new Set(askedDirectly(found));
    Object.keys(ALLOWED)
      .filter((place) => !asked.has(place))
      .should.eql([]);
  });

  it("are seen wherever somebody asks for them", () => {
    const asks = (text: string) => askedDirectly([{ path: "a.ts", text }]);
    for (const text of [
      "const at = Date.now();",
      "const at = new Date().toISOString();",
      "const now: () => number = Date.now;",
      "performance.now();",
      "setTimeout(wake, 5);",
      `import { setTimeout as delay } from "node:timers/promises";`,
      "AbortSignal.timeout(5);",
      "Math.random();",
      `import { randomUUID } from "node:crypto";`,
      "const name = hostname();",
      "const clock = realClock;",
    ])
      should(asks(text)).have.length(1, text);
    should(asks("const at = new Date(clock.now());\n// Date.now() is not asked")).eql([]);
  });
});

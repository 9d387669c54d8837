import { randomBytes } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Flat } from "../../../lib/adapters/powershell";
import { minutes, seconds } from "../../../lib/time";
import type { Asked, Fact, Said } from "../check";
import { counted, fine, look, notHere, numberOf, serverCheck, textOf, unknown } from "../check";

/** Two lanes per server, their successors, and some that a lost client has left behind. */
const SHELLS_NEEDED = 10;
const MEMORY_NEEDED = 512;
const SET = `winrm set winrm/config/winrs '@{MaxShellsPerUser="15";MaxMemoryPerShellMB="512"}'`;

interface Allowed {
  readonly quotas: readonly Flat[];
  /** Private memory of the session's process, in MB, after each kind of work. */
  readonly memory: readonly (readonly [after: string, mb: number])[];
}

export const judgeQuotas = ({ quotas, memory }: Allowed): Said => {
  const facts: readonly Fact[] = [
    ...quotas.map((one): Fact => [`${textOf(one, "place")}: ${textOf(one, "name")}`, textOf(one, "value")]),
    ...memory.map(([after, mb]): Fact => [`memory of the session after ${after}`, `${mb} MB`]),
  ];
  const least = (name: string): number | null => {
    const values = quotas.filter((one) => textOf(one, "name") === name).flatMap((one) => numberOf(one, "value") ?? []);
    return values.length === 0 ? null : Math.min(...values);
  };
  const [shells, allowed] = [least("MaxShellsPerUser"), least("MaxMemoryPerShellMB")];
  if (shells === null || allowed === null) return unknown("WinRM does not say what it allows", "Run winrm get winrm/config there.", facts);
  // 0 is no limit (MS-WSMV: quotas of shells).
  if (shells !== 0 && shells < SHELLS_NEEDED)
    return look(`WinRM allows an account ${counted(shells, "shell")}`, `Run on that server: ${SET}`, facts);
  const most = Math.max(0, ...memory.map(([, mb]) => mb));
  if (allowed !== 0 && allowed < MEMORY_NEEDED) return look(`WinRM allows a session ${allowed} MB`, `Run on that server: ${SET}`, facts);
  if (allowed !== 0 && most > allowed * 0.8)
    return look(`a session needs ${most} MB of the ${allowed} MB that it may have`, `Run on that server: ${SET}`, facts);
  return fine(`WinRM allows an account ${shells === 0 ? "any number of shells" : counted(shells, "shell")}`, facts);
};

export const quotas = serverCheck({
  number: "13",
  title: "Quotas of WinRM",
  tells: "How many sessions and how much memory WinRM allows an account, and how much a session of this package really takes.",
  changes: null,
  needs: "member",
  ask: async (asked): Promise<Allowed> => {
    const memory: [string, number][] = [];
    const weigh = async (after: string): Promise<void> => {
      const [session] = await asked.question("Get-RUCheckSession");
      memory.push([after, numberOf(session, "privateMb") ?? 0]);
    };
    await weigh("its beginning");
    await asked.read("services.list", {});
    await weigh("services.list");
    await asked.read("events.since", {
      cursor: { Application: 0, System: 0 },
      levels: ["critical", "error", "warning", "information"],
      atMost: 5000,
    });
    await weigh("5000 events");
    return { quotas: await asked.question("Get-RUCheckQuota"), memory };
  },
  judge: judgeQuotas,
});

interface Pushed {
  readonly mib: number;
  readonly freshMs: number;
  readonly wornMs: number;
  readonly calls: number;
  /** As the server has it. */
  readonly same: boolean;
  readonly memoryMb: number | null;
}

/** Requests after which a session of ours is replaced soon. */
const WORN_CALLS = 400;

export const judgePush = ({ mib, freshMs, wornMs, calls, same, memoryMb }: Pushed): Said => {
  const facts: readonly Fact[] = [
    ["MiB", mib],
    ["in a fresh session", `${freshMs} ms`],
    [`after ${calls} more requests`, `${wornMs} ms`],
    ["memory of the session", memoryMb === null ? "not known" : `${memoryMb} MB`],
  ];
  if (!same) return look("the file that was sent is not the file that arrived", "Please report it, with this page.", facts);
  if (mib < 1001)
    return unknown(
      `${mib} MiB arrived, which is less than the thousand commands that WinRM allows a session`,
      "Ask with --push-mib 1100.",
      facts,
    );
  return fine(`${mib} MiB arrive, twice`, facts);
};

const hashOf = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest("hex");
};

/** Sends a file of zeros with a random head, in a session that has just begun and in one that has answered much. */
async function pushTwice(asked: Asked): Promise<Pushed> {
  const { pushMib: mib } = asked.options.changes;
  const [right] = await asked.question("Get-RUCheckRight");
  const there = `${textOf(right, "folder")}\\check\\package.bin`.replaceAll("\\", textOf(right, "folder").includes("/") ? "/" : "\\");
  const isNew = right?.["exists"] === false;
  const folder = mkdtempSync(join(tmpdir(), "rolling-update-check-"));
  asked.undo("the file that was sent", async ({ question }) => {
    const [removed] = await question("Remove-RUCheck", { Folder: isNew });
    const left = textOf(removed, "left");
    if (left !== "") throw new Error(left);
  });
  try {
    const file = join(folder, "package.bin");
    const send = async (): Promise<number> => {
      writeFileSync(file, randomBytes(64));
      truncateSync(file, mib * 1024 * 1024);
      const sha256 = await hashOf(file);
      const begun = performance.now();
      await asked.change("files.copy", { from: file, to: there, sha256 });
      const ms = Math.round(performance.now() - begun);
      same &&= (await asked.read("files.stat", { path: there })).sha256 === sha256;
      return ms;
    };
    let same = true;
    const freshMs = await send();
    for (let call = 0; call < WORN_CALLS; call++) await asked.question("Get-RUCheckEcho", { Text: String(call) });
    const wornMs = await send();
    const [session] = await asked.question("Get-RUCheckSession");
    return { mib, freshMs, wornMs, calls: WORN_CALLS, same, memoryMb: numberOf(session, "privateMb") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const push = serverCheck({
  number: "14 T",
  title: "A large package",
  tells:
    "Whether a package of more than a thousand parts arrives whole through the session, in a fresh one and in one that has answered much.",
  changes:
    "sends a file of zeros twice to a folder of its own under C:\\ProgramData\\RollingUpdate, and removes it; --push-mib says how large it is",
  needs: "member",
  ask: pushTwice,
  judge: judgePush,
});

interface Shells {
  /** Sessions of this account, by moment. */
  readonly counts: readonly (readonly [when: string, count: number])[];
  readonly local: boolean;
}

export const judgeShells = ({ counts, local }: Shells): Said => {
  const facts = counts.map(([when, count]): Fact => [when, count]);
  if (local) return notHere("there are sessions only by WinRM", facts);
  const [before = 0, after = 0] = [counts[0]?.[1], counts.at(-1)?.[1]];
  if (counts.length < 3) return unknown("the sessions were not counted to the end", "Ask again.", facts);
  if (after > before)
    return look(
      `five minutes after a client was killed, ${counted(after - before, "session")} more than before`,
      "Servers count them against what an account may have. Report it, with the quotas of check 13.",
      facts,
    );
  return fine("sessions that a killed client leaves behind go away", facts);
};

export const shells = serverCheck({
  number: "15",
  title: "Sessions left behind",
  tells:
    "How long the server keeps the session of a client that was killed: an account may have only a few. This takes up to five minutes.",
  changes: null,
  needs: "member",
  ask: async (asked): Promise<Shells> => {
    const local = asked.options.kind !== "winrm";
    if (local) return { counts: [], local };
    const count = async (): Promise<number> => (await asked.question("Get-RUCheckShell")).filter((shell) => shell["mine"] === true).length;
    const counts: [string, number][] = [["before", await count()]];
    const other = asked.second();
    try {
      await other.invoke(asked.server, "system.info", {}, { signal: asked.signal });
      counts.push(["with a second client", await count()]);
    } finally {
      await other.abandon();
    }
    counts.push(["right after it was killed", await count()]);
    for (const [after, ms] of [
      ["a minute later", seconds(60)],
      ["five minutes later", minutes(4)],
    ] as const) {
      if ((counts.at(-1)?.[1] ?? 0) <= (counts[0]?.[1] ?? 0)) break;
      await asked.clock.sleep(ms, asked.signal);
      counts.push([after, await count()]);
    }
    return { counts, local };
  },
  judge: judgeShells,
});

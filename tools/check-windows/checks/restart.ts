import type { ResultOf } from "../../../lib/server";
import type { Flat } from "../../../lib/adapters/powershell";
import { minutes, seconds } from "../../../lib/time";
import type { Asked, Fact, Said } from "../check";
import { counted, fine, look, numberOf, serverCheck, textOf } from "../check";

type Info = ResultOf<"system.info">;

interface Restarted {
  readonly shutdown: Flat | undefined;
  readonly before: Info;
  /** Asked once more while it was under way: `accepted`, or the code of the error. */
  readonly again: string;
  /** Codes of the errors while it was down, and how often each. */
  readonly down: Readonly<Record<string, number>>;
  readonly after: Info | null;
  /** A few minutes later, when the clock was synchronized. */
  readonly later: Info | null;
  readonly gone: readonly string[];
}

/** One boot has one boot time, though it moves a little whenever the clock is set. */
const MOVES_MS = minutes(1);

export const judgeRestart = ({ shutdown, before, again, down, after, later, gone }: Restarted): Said => {
  const facts: readonly Fact[] = [
    [
      "exit codes of shutdown.exe: first, second, canceled",
      ["first", "second", "canceled"].map((name) => textOf(shutdown, name) || "none").join(", "),
    ],
    ["asked again while it was under way", again],
    ["booted before", before.bootedAt],
    ["booted after", after?.bootedAt ?? "not known"],
    ["the same, later", later?.bootedAt ?? "not known"],
    ...Object.entries(down).map(([code, times]): Fact => [`while it was down: ${code}`, times]),
    ["services that ran before and do not run now", gone.join(", ") || "none"],
  ];
  if (numberOf(shutdown, "first") === 0 && numberOf(shutdown, "canceled") !== 0)
    return look("the restart that was to be canceled is still scheduled, an hour away", "Run shutdown /a on that server.", facts);
  if (numberOf(shutdown, "first") !== 0)
    return look("a restart could not be scheduled", "See who has scheduled one, and whether the account may shut the system down.", facts);
  if (after === null) return look("the server did not come back", "Look at its console.", facts);
  if (Math.abs(Date.parse(after.bootedAt) - Date.parse(before.bootedAt)) < MOVES_MS)
    return look("it has not booted", "Look at its System log.", facts);
  if (later !== null && Math.abs(Date.parse(later.bootedAt) - Date.parse(after.bootedAt)) >= MOVES_MS)
    return look(
      "its boot time moved by more than a minute when the clock was set",
      "Such a move counts as a boot: synchronize its clock with its host.",
      facts,
    );
  const odd = Object.keys(down).filter((code) => code !== "unreachable");
  if (odd.length > 0)
    return look(
      `a server that is down answers ${odd.join(", ")}`,
      "Please report it: a run waits for a server that cannot be reached.",
      facts,
    );
  if (numberOf(shutdown, "second") !== 1190)
    return look(
      `a second restart is answered with ${textOf(shutdown, "second")}, not with 1190`,
      "Please report it, with this page.",
      facts,
    );
  if (gone.length > 0) return look(`${counted(gone.length, "service")} did not come back`, "Compare it with check 8.", facts);
  return fine("it restarts once, and comes back", facts);
};

const DOWN_MS = minutes(20);
const SYNCHRONISED_MS = minutes(3);

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? "failed";

async function running(asked: Asked): Promise<readonly string[]> {
  const { services } = await asked.read("services.list", {});
  return services.filter(({ status }) => status === "running").map(({ name }) => name);
}

async function playRestart(asked: Asked): Promise<Restarted> {
  let answered = false;
  asked.undo("a restart that is scheduled for an hour later", async ({ question }) => {
    // If the answer was lost, nobody knows whether it was canceled.
    if (!answered) await question("Stop-RUCheckShutdown");
  });
  const [shutdown] = await asked.question("Test-RUCheckShutdown");
  answered = true;
  const before = await asked.read("system.info", {});
  const nothing = { shutdown, before, again: "not asked", down: {}, after: null, later: null, gone: [] };
  if (numberOf(shutdown, "canceled") !== 0) return nothing;
  const ran = await running(asked);
  await asked.change("system.restart", { bootedAt: before.bootedAt });
  // If it has booted by then, this does nothing: the boot time on which it was decided goes with it.
  const again = await asked.change("system.restart", { bootedAt: before.bootedAt }).then(() => "accepted", codeOf);
  const down: Record<string, number> = {};
  let after: Info | null = null;
  for (
    const until = performance.now() + DOWN_MS;
    after === null && performance.now() < until;
    await asked.clock.sleep(seconds(2), asked.signal)
  ) {
    try {
      const now = await asked.read("system.info", {});
      if (Math.abs(Date.parse(now.bootedAt) - Date.parse(before.bootedAt)) >= MOVES_MS) after = now;
    } catch (error) {
      asked.signal.throwIfAborted();
      down[codeOf(error)] = 1 + (down[codeOf(error)] ?? 0);
    }
  }
  if (after === null) return { ...nothing, again, down };
  await asked.clock.sleep(SYNCHRONISED_MS, asked.signal);
  const later = await asked.read("system.info", {});
  const now = await running(asked);
  return { shutdown, before, again, down, after, later, gone: ran.filter((name) => !now.includes(name)) };
}

export const restart = serverCheck({
  number: "19 T",
  title: "A restart",
  tells: "What shutdown.exe says where a restart is scheduled, how boot times and lost sessions look, and which services do not come back.",
  changes: "schedules a restart an hour away and cancels it at once; then restarts this server, which nothing takes back",
  switch: "restart",
  needs: "member",
  ask: playRestart,
  judge: judgeRestart,
});

import type { Flat } from "../../../lib/adapters/powershell";
import { minutes, seconds } from "../../../lib/time";
import type { Asked, Fact, Said } from "../check";
import { fine, linesOf, look, numberOf, serverCheck, textOf, unknown } from "../check";

const SLOW_MS = seconds(30);

interface Found {
  readonly window: Flat | undefined;
  readonly ms: number;
}

const factsOf = (window: Flat | undefined): readonly Fact[] => [
  ["known as", textOf(window, "known"), [textOf(window, "known")]],
  ["in maintenance", window?.["on"] === true ? `until ${textOf(window, "end")}` : "no"],
  ["kinds of its times", [textOf(window, "startKind"), textOf(window, "endKind")].filter((kind) => kind !== "").join(", ") || "not known"],
  ["objects in it", textOf(window, "contained") || "not known"],
  ["of these in maintenance", textOf(window, "inMaintenance") || "not known"],
];

export const judgeFound = ({ window, ms }: Found): Said => {
  const facts: readonly Fact[] = [...factsOf(window), ["found after", `${ms} ms`]];
  if (ms > SLOW_MS)
    return look("SCOM needs long to find a computer", "A question may take 60 s: look at the load of the management server.", facts);
  if (window?.["on"] === true)
    return look("the computer is in maintenance mode now", "Somebody else's window: a run leaves it as it is.", facts);
  return fine("SCOM is connected and knows this computer", facts);
};

export const found = serverCheck({
  number: "18",
  title: "SCOM",
  tells: "Whether Operations Manager is connected, finds one computer of this name, and how long that takes.",
  changes: null,
  needs: "scom",
  ask: async (asked): Promise<Found> => {
    await asked.read("scom.maintenance", {});
    const begun = performance.now();
    const [window] = await asked.question("Get-RUCheckMaintenance", { Computer: asked.server }, { scom: true });
    return { window, ms: Math.round(performance.now() - begun) };
  },
  judge: judgeFound,
});

interface Windowed {
  readonly alreadyOn: boolean;
  /** After it was begun, given another end, and told to end at once. */
  readonly begun: Flat | undefined;
  readonly moved: Flat | undefined;
  readonly ended: { readonly on: boolean; readonly endsAt: string | null } | null;
  readonly startedAt: number;
}

export const judgeWindow = ({ alreadyOn, begun, moved, ended, startedAt }: Windowed): Said => {
  if (alreadyOn)
    return unknown("the computer was in maintenance mode already, so nothing was tried", "Ask again when that window is over.");
  const facts: readonly Fact[] = [
    ...factsOf(begun),
    ["its end after it was moved", textOf(moved, "end")],
    ["ends of the objects in it then", linesOf(moved, "ends").join(", ") || "not known"],
    ["told to end at once", ended === null ? "no answer" : ended.on ? `ends at ${ended.endsAt ?? "an unknown time"}` : "it has ended"],
  ];
  if (begun?.["on"] !== true) return look("a window with an empty comment was not begun", "Write a comment in scom-maintenance.", facts);
  const kinds = [textOf(begun, "startKind"), textOf(begun, "endKind")];
  if (textOf(moved, "end") === textOf(begun, "end"))
    return look("a window without a comment cannot be given another end", "End such windows by hand.", facts);
  const stays = linesOf(moved, "ends").filter((end) => Math.abs(Date.parse(end) - Date.parse(textOf(moved, "end"))) > minutes(1));
  if (stays.length > 0)
    return look(
      "the objects in the computer keep their former end",
      "Monitoring of its roles ends at another time than that of the computer: please report it.",
      facts,
    );
  if (kinds.some((kind) => kind === "Local"))
    return look("SCOM gives local times", "Please report it: they are read as such, which has not been tried.", facts);
  if (ended === null) return look("the window could not be ended", "End it in the console.", facts);
  // It may last until its five minutes are over.
  if (ended.on && (ended.endsAt === null || Date.parse(ended.endsAt) - startedAt > minutes(7)))
    return look("a young window does not end", "End it in the console.", facts);
  // A computer contains its disks at least: an account that is shown none does not see them.
  if ((numberOf(moved, "contained") ?? 0) === 0)
    return unknown("what becomes of the objects in the computer is not known", "Look at one of them in the console.", facts);
  return fine("a window begins, moves with what is in it, and ends", facts);
};

async function playWindow(asked: Asked): Promise<Windowed> {
  const look = async (): Promise<Flat | undefined> =>
    (await asked.question("Get-RUCheckMaintenance", { Computer: asked.server }, { scom: true }))[0];
  const before = await asked.read("scom.maintenance", {});
  const startedAt = Date.parse(before.clock);
  const nothing = { begun: undefined, moved: undefined, ended: null, startedAt };
  if (before.on) return { alreadyOn: true, ...nothing };
  asked.undo("maintenance mode in SCOM", async ({ read, change }) => {
    if ((await read("scom.maintenance", {})).on) await change("scom.end", {});
  });
  await asked.change("scom.begin", { minutes: 15, reason: "PlannedOther", comment: "" });
  const begun = await look();
  await asked.change("scom.setEnd", { endsAt: new Date(startedAt + minutes(25)).toISOString() });
  const moved = await look();
  await asked.change("scom.end", {});
  const { on, endsAt } = await asked.read("scom.maintenance", {});
  return { alreadyOn: false, begun, moved, ended: { on, endsAt }, startedAt };
}

export const maintenance = serverCheck({
  number: "18 T",
  title: "A maintenance window",
  tells:
    "Whether SCOM takes an empty comment, moves the end of a window that has none, moves the objects in the computer too, and ends a young one.",
  changes: "puts this server into maintenance mode for 15 minutes, moves the end, and ends it; SCOM may keep it for five minutes",
  needs: "scom",
  ask: playWindow,
  judge: judgeWindow,
});

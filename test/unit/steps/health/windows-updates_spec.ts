import "should";
import { OperationFailed } from "../../../../lib/server/errors";
import type { Layer } from "../../../../lib/server/server";
import { answering, packageOf, world } from "../harness";

const KB = "KB0890830";
const update = packageOf("rollup6", {
  name: "Patch night",
  kind: "windows-updates",
  file: "",
  expectedBuild: null,
  fitsBuilds: "",
  kbs: [KB],
});

interface Lists {
  /** What the lists have after the installation. */
  readonly listed?: readonly string[];
  /** What the agent has done, by minutes from the start of the work on; null: it does not tell. */
  readonly history: readonly { readonly minute: number; readonly operation?: string; readonly result: string }[] | null;
  readonly installs?: boolean;
}

/** How verify-health ends where this is in the lists. */
async function verified({ listed = [], history, installs = true }: Lists): Promise<{ says: string; warnings: string }> {
  const at = world();
  const began = at.lab.clock.now();
  const lists = answering("update.installed", async (real) => ({
    ...((await real()) as object),
    updates: listed.map((kb) => ({ name: kb, kb, installedAt: null })),
  }));
  const agent = answering("update.history", () => {
    if (history === null)
      throw new OperationFailed({ server: "CAS1", operation: "update.history", what: "access is denied", errorId: "denied" });
    const entries = history.map(({ minute, operation = "installation", result }) => ({
      name: KB,
      kb: KB,
      at: new Date(began + minute * 60_000).toISOString(),
      operation,
      result,
    }));
    return { entries };
  });
  let done = false;
  const fromThenOn: Layer = (next) => {
    const changed = lists(agent(next));
    return (server, op, args, call) => (done ? changed : next)(server, op, args, call);
  };
  const work = await at.work({ instead: fromThenOn });
  await work.do("preflight-check", { package: update, differentVersions: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  await work.do("nlb-set-default-state", { state: "stopped" });
  if (installs) {
    await work.do("install-update", { package: update });
    await work.do("restart-server");
  }
  done = true;
  work.forgetWarnings();
  try {
    return { says: (await work.do("verify-health", { package: update, settleMinutes: 2 })).text, warnings: work.warnings.join("; ") };
  } catch (error) {
    return { says: (error as Error).message, warnings: work.warnings.join("; ") };
  }
}

const late = 600;
const cases: readonly (readonly [what: string, lists: Lists, says: RegExp, warnings: RegExp])[] = [
  ["a list has it", { listed: [KB], history: [] }, /^healthy/, /^$/],
  ["only the agent knows of it", { history: [{ minute: late, result: "succeeded" }] }, /^healthy/, /^$/],
  [
    "nobody knows of it",
    { listed: ["KB5000001"], history: [] },
    /^healthy/,
    /could not be confirmed that KB0890830 is on CAS1: its installer said so/,
  ],
  ["the agent knows of an earlier month only", { history: [{ minute: -late, result: "succeeded" }] }, /^healthy/, /could not be confirmed/],
  ["the agent does not tell", { history: null }, /^healthy/, /could not be confirmed .* Windows Update Agent: access is denied/],
  ["it has not ended", { history: [{ minute: late, result: "unfinished" }] }, /^healthy/, /could not be confirmed/],
  [
    "it failed when Windows started",
    { history: [{ minute: late, result: "failed" }] },
    /KB0890830 is not installed: .* its installation failed/,
    /^$/,
  ],
  [
    "it was removed",
    { history: [{ minute: late, operation: "uninstallation", result: "succeeded" }] },
    /KB0890830 is not installed: .* was removed/,
    /^$/,
  ],
  [
    "it could not be removed",
    {
      history: [
        { minute: late + 1, operation: "uninstallation", result: "failed" },
        { minute: late, result: "succeeded" },
      ],
    },
    /^healthy/,
    /^$/,
  ],
  ["this run has not installed it", { history: [], installs: false }, /Patch night is not among the installed updates/, /^$/],
  [
    "this run has not installed it, the agent has",
    { history: [{ minute: -late, result: "succeeded" }], installs: false },
    /^healthy/,
    /^$/,
  ],
];

describe("verify-health, of Windows updates", () => {
  for (const [what, lists, says, warnings] of cases)
    it(`asks more than one list (${what})`, async () => {
      const told = await verified(lists);
      told.says.should.match(says);
      told.warnings.should.match(warnings);
    });
});

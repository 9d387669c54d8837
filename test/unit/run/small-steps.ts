import type { ArgsOf } from "../../../lib/server/catalogue";
import { operationNames } from "../../../lib/server/catalogue";
import type { Step, StepContext, StepResult } from "../../../lib/run/step";
import { quoted } from "../../../lib/texts";

/** A step that does what the test says. */
export const doing = (name: string, run: (context: StepContext) => Promise<Partial<StepResult> | void>, verifies?: true): Step => ({
  name,
  summary: name,
  uses: operationNames,
  ...(verifies === undefined ? {} : { verifies }),
  run: async (context) => ({ changed: true, text: quoted(name), ...(await run(context)) }),
});

const stop = doing("stop", (c) => c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] }));
const stay = doing("stay out", (c) =>
  c.server.change("nlb.setDefaultState", { state: "stopped" }, { undo: ["nlb.setDefaultState", { state: "started" }] }),
);
export const installArgs = (id: string): ArgsOf<"job.start"> => ({
  id,
  work: { kind: "command", file: "update.exe", arguments: [] },
  limitMinutes: 60,
  brings: { build: "14.3.195.1" },
});
const install = doing("install", (c) => c.server.change("job.start", installArgs(c.workId(1)), { startsUpdate: true }));
const verify = doing("verify", () => Promise.resolve(), true);
const start = doing("start", (c) => c.server.change("nlb.start", {}));
const usual = doing("as found", (c) => c.server.change("nlb.setDefaultState", { state: "started" }));

/** The procedure in short. */
export const procedure = { stop, stay, install, verify, start, usual };

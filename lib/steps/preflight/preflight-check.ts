import type { StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import { ServerError } from "../../server";
import type { Before } from "../parts";
import type { Text } from "../../texts";
import { enumerated, joined, text } from "../../texts";
import { takeBefore } from "../parts";
import { isOut } from "../traffic";
import { isInstalled } from "../update";
import { type Check, type PreflightContext, usesOfPreflight } from "./check";
import { findingsOf, outcome, withItsCheck } from "./findings";
import { othersNotFit } from "./of-the-others";
import { pendingRestart } from "./of-the-server";
import { forefront } from "./of-the-surroundings";
import { earlierRuns, outByRun, toBringBack } from "./of-our-own-runs";
import type { PreflightOptions } from "./options";

export interface PreflightResult extends StepResult {
  readonly port: "fit" | "already-updated";
  readonly before: Before;
  /** All of its warnings. */
  readonly warnings: readonly Text[];
  /** It is out of service, and is to be updated and left out. */
  readonly foundOut?: true;
}

/** Is this member, and the array, fit to start? Changes nothing, and takes the picture with which later steps compare. */
async function run(context: PreflightContext, options: PreflightOptions): Promise<PreflightResult> {
  const { server, member, warn } = context;
  if (options.package !== null) {
    const installed = await installedIfAnswering(context);
    if (installed !== null && isInstalled(options.package, installed) === true)
      return await alreadyUpdated(context, options, { name: options.package.name, build: installed.build });
  }

  const findings = await findingsOf(context, options);
  const refusing = findings.filter(({ refuses }) => refuses);
  const [first] = refusing;
  // Nothing is wrong with a member that has only come too late.
  if (first?.code !== undefined && refusing.every(({ code }) => code === first.code))
    throw new StepFailed(first.code, first.text, text("preflight.too-late.hint"));
  if (first !== undefined) {
    const number = text("preflight.findings", { count: refusing.length });
    const what = text("preflight.not-fit", { member: member.name, number, findings: joined(refusing.map(withItsCheck)) });
    const others = await othersNotFit(context, options);
    const all = enumerated([member.name, ...others.map(({ name }) => name)]);
    throw await notFit(
      context,
      others.length === 0 ? what : text("preflight.nor-others", { what, notFit: all, others: joined(others.map(({ said }) => said)) }),
    );
  }
  const others = await othersNotFit(context, options);
  if (others.length > 0) {
    const about = { notFit: enumerated(others.map(({ name }) => name)), others: joined(others.map(({ said }) => said)) };
    throw new StepFailed("not-fit", text("preflight.others-not-fit", { ...about, count: others.length }), text("preflight.not-fit.hint"));
  }
  const warnings = findings.map(withItsCheck);
  for (const warning of warnings) warn(warning);
  const before = await takeBefore(server);
  const foundOut = before.nlb !== null && isOut(before.nlb) ? ({ foundOut: true } as const) : {};
  const fit = warnings.length === 0 ? text("preflight.fit") : text("preflight.fit-with", { count: warnings.length });
  return { changed: false, text: fit, port: "fit", before, warnings, ...foundOut };
}

/** That it is out of service comes before all else. */
async function notFit(context: PreflightContext, what: Text): Promise<StepFailed> {
  const alarm = await outByRun(context);
  return new StepFailed("not-fit", alarm === null ? what : text("leave.first", { alarm, what }), text("preflight.not-fit.hint"));
}

async function installedIfAnswering({ server }: PreflightContext) {
  try {
    return await server.read("update.installed", {});
  } catch (error) {
    // The checks say it better.
    if (error instanceof ServerError) return null;
    throw error;
  }
}

/** Where nothing is to be installed, hooks that are out were left so, and stay so. */
const hooksAreIn: Check = {
  ...forefront,
  run: async ({ server }) => {
    const { state } = await server.read("forefront.status", {});
    return state === "disabled" ? [{ refuses: false, text: text("preflight.hooks-out") }] : [];
  },
};

/** Nothing is left to install. But a member that an earlier run left out, perhaps unverified, must not be skipped: the array would lose one more. */
async function alreadyUpdated(
  context: PreflightContext,
  options: PreflightOptions,
  { name, build }: { readonly name: string; readonly build: string | null },
): Promise<PreflightResult> {
  const before = await takeBefore(context.server);
  const { member } = context;
  const state = before.nlb?.state ?? "converged";
  const warnings: Text[] = [];
  const [left] = await outcome(earlierRuns, context, options);
  if (left !== undefined) {
    const isLeft = text("preflight.has-it-but-is-left", { member: member.name, package: name, left: left.text });
    if (left.refuses || (state !== "converged" && options.foundOut === "refuse")) throw await notFit(context, isLeft);
    warnings.push(isLeft);
  } else if (state !== "converged") {
    const outOfService = text("preflight.has-it-but-is-out", { member: member.name, package: name, state });
    if (options.foundOut === "refuse")
      throw new StepFailed("not-fit", outOfService, text("preflight.has-it-but-is-out.so", { command: toBringBack(member, state) }));
    warnings.push(outOfService);
  }
  for (const check of [hooksAreIn, pendingRestart]) warnings.push(...(await outcome(check, context, options)).map(withItsCheck));
  for (const warning of warnings) context.warn(warning);
  return {
    changed: false,
    text: build === null ? text("preflight.has-it", { package: name }) : text("preflight.has-it-build", { package: name, build }),
    port: "already-updated",
    alreadyUpdated: true,
    before,
    warnings,
  };
}

export const preflightCheck = step({
  name: "preflight-check",
  summary: "Is this member, and this array, fit to start? Takes the picture with which later steps compare",
  uses: usesOfPreflight,
  reliedOn: true,
  run,
});

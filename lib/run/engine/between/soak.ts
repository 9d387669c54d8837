import type { EventCursor, LoggedEvent, ReadableServer } from "../../../server";
import { eventsAfter, ServerError } from "../../../server";
import type { Reason, Words } from "../../../texts";
import { duration, enumerated, joined, reason, text, wordsOf } from "../../../texts";
import type { Work } from "../../member";
import type { MemberState, RunState, Soak } from "../../record";
import { openSoak } from "../../record";
import type { Health } from "../../rules";
import { worseThan } from "../../rules";
import type { RunSettings } from "../../settings";
import type { Recorder } from "../../store/recorder";

interface Parts {
  readonly recorder: Recorder;
  readonly work: Work;
  readonly settings: Pick<RunSettings, "soakMs">;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** One answer has this many events at most, and this many answers are asked for: with more errors than that a member does worse anyway. */
const PAGE = 500;
const PAGES = 20;

/**
 * Waits before the next batch, while the watch looks whether the members that are updated serve on, and then looks how they have done in these minutes
 * beside those that are not updated yet. Where they have done worse, or that cannot be told, the run ends by what is recorded. Whoever goes on with
 * the run goes on with the soak, of which all is in the record.
 */
export async function soak({ recorder, work, settings, signal }: Parts): Promise<void> {
  const { state } = recorder;
  const { clock } = work;
  if (openSoak(state) === undefined) {
    const cursors = await cursorsOf(work, state, signal);
    await recorder.record(({ phase }) =>
      phase === "running" ? { type: "soak started", until: Math.round(clock.now() + settings.soakMs), cursors } : null,
    );
  }
  const begun = openSoak(state);
  if (begun === undefined) return;
  await clock.sleep(Math.max(0, begun.until - clock.now()), signal);
  const { said, why } = await cameOf({ work, state, signal }, begun);
  await recorder.record(({ phase }) => (phase === "running" ? { type: "soak ended", text: said, reason: why } : null));
}

const isUpdated = ({ outcome }: MemberState): boolean => outcome === "updated";
const isToCome = ({ phase }: MemberState): boolean => phase === "waiting";

async function cursorsOf(work: Work, { members }: RunState, signal: AbortSignal): Promise<Record<string, EventCursor | null>> {
  const looked = members
    .filter((member) => isUpdated(member) || isToCome(member))
    .map(async ({ name }) => {
      const cursor = await answered(async () => (await work.asItIs(name).read("events.cursor", {}, { signal })).cursor);
      return [name, cursor instanceof ServerError ? null : cursor] as const;
    });
  return Object.fromEntries(await Promise.all(looked));
}

/** What came of it, and why the run ends if it does. */
async function cameOf(
  { work, state: { members }, signal }: Pick<Parts, "work" | "signal"> & { readonly state: RunState },
  { cursors, startedAt }: Soak,
): Promise<{ readonly said: Words; readonly why: Reason | null }> {
  const looked = await Promise.all(
    members
      .filter((member) => isUpdated(member) || isToCome(member))
      .map(async (member) => ({ member, health: await healthOf(work.asItIs(member.name), cursors[member.name] ?? null, signal) })),
  );
  const known = looked.flatMap(({ member, health }) => ("errors" in health ? [{ member, health }] : []));
  const updated = known.filter(({ member }) => isUpdated(member)).map(({ health }) => health);
  const others = known.filter(({ member }) => isToCome(member)).map(({ health }) => health);
  const silent = looked.flatMap(({ member, health }) => ("errors" in health ? [] : [{ member, why: health.why }]));
  const about = {
    updated: enumerated(members.filter(isUpdated).map(({ name }) => name)),
    others: enumerated(members.filter(isToCome).map(({ name }) => name)),
    time: duration(work.clock.now() - startedAt),
  };
  const unknown = silent.filter(({ member }) => isUpdated(member) || others.length === 0);
  if (unknown.length > 0) {
    const whys = joined(unknown.map(({ member: { name }, why }) => text("soak.silent", { member: name, why })));
    const what = text("soak.unknown", { ...about, whys });
    return { said: what, why: reason("soak-unknown", what, text("soak.unknown.hint", about)) };
  }
  const worse = worseThan(updated, others);
  if (worse.length === 0) return { said: text("soak.well", about), why: null };
  const what = text("soak.worse", { ...about, worse: joined(worse) });
  return { said: what, why: reason("soak-worse", what, text("soak.worse.hint", about)) };
}

async function healthOf(
  server: ReadableServer,
  cursor: EventCursor | null,
  signal: AbortSignal,
): Promise<Health | { readonly why: Words }> {
  const looked = await answered(async () => {
    const { services } = await server.read("services.list", {}, { signal });
    if (cursor === null) return null;
    const errors: LoggedEvent[] = [];
    const ask = (at: EventCursor) => server.read("events.since", { cursor: at, levels: ["critical", "error"], atMost: PAGE }, { signal });
    for await (const { events } of eventsAfter(cursor, ask, PAGES)) errors.push(...events);
    return { member: server.name, errors, services };
  });
  if (looked === null) return { why: text("soak.no-cursor") };
  return looked instanceof ServerError ? { why: wordsOf(looked.reason) } : looked;
}

/** What a server answers, or why it does not. */
async function answered<T>(ask: () => Promise<T>): Promise<T | ServerError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ServerError) return error;
    throw error;
  }
}

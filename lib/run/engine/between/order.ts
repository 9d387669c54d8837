import type { Text } from "../../../texts";
import { text } from "../../../texts";
import type { Work } from "../../member";
import type { Recorder } from "../../store/recorder";

interface Parts {
  readonly recorder: Recorder;
  readonly work: Work;
  readonly signal: AbortSignal;
}

/**
 * The default host takes what no port rule names: it is updated last, so that this moves once. Where nobody says who that is, the members stay in the
 * order of the array, and the run says so.
 */
export async function setOrder({ recorder, work, signal }: Parts): Promise<void> {
  const names = recorder.state.members.map(({ name }) => name);
  const { last, said } = await defaultHost(work, signal);
  const members = last === null || !names.includes(last) ? names : [...names.filter((name) => name !== last), last];
  await recorder.record({ type: "order set", members, text: said });
  if (last === null) recorder.note({ type: "warning", member: null, text: said });
}

/** By one look at all members of the array, also those that are not concerned. */
async function defaultHost(work: Work, signal: AbortSignal): Promise<{ readonly last: string | null; readonly said: Text }> {
  const verdicts = await work.guard.look(signal);
  const hosts = verdicts.filter(({ isDefaultHost }) => isDefaultHost === true);
  const [one] = hosts;
  if (one !== undefined && hosts.length === 1) return { last: one.member, said: text("order.default-host", { member: one.member }) };
  const silent = hosts.length === 0 ? verdicts.find(({ serves }) => !serves) : undefined;
  if (silent === undefined) return { last: null, said: text("order.no-default-host") };
  return { last: null, said: text("order.default-host-unknown", { member: silent.member, why: silent.why }) };
}

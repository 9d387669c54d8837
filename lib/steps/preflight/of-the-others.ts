import type { Text } from "../../texts";
import { joined, text } from "../../texts";
import { isInstalled } from "../update";
import type { PreflightContext } from "./check";
import { checksOfTheMember } from "./checks";
import type { Said } from "./findings";
import { outcome, withItsCheck } from "./findings";
import { reachable } from "./of-the-server";
import { version } from "./of-the-update";
import type { PreflightOptions } from "./options";

/** What each of the others is asked. Whether all have one version has been asked of all already. */
const checks = checksOfTheMember.filter((check) => check !== version);

/** A member that comes later and is not fit, with what was found. */
interface NotFit {
  readonly name: string;
  readonly said: Text;
}

/**
 * Before the first member of a run is touched: what refuses each of those that come after it, so that nobody learns at three in the morning, with half
 * of the array updated, what could have been seen at ten in the evening. They are looked at again when their turn comes.
 */
export async function othersNotFit(context: PreflightContext, options: PreflightOptions): Promise<readonly NotFit[]> {
  const { array, report } = context;
  const toCome = array.others.filter(({ name }) => array.toCome.includes(name));
  if (toCome.length === 0) return [];
  report({ text: text("preflight.others", { count: toCome.length }) });
  const all = await Promise.all(toCome.map((other) => refusals(seenFrom(context, other), options)));
  return toCome.flatMap(({ name }, index) => {
    const found = all[index] ?? [];
    const about = { member: name, number: text("preflight.findings", { count: found.length }) };
    return found.length === 0 ? [] : [{ name, said: text("preflight.other", { ...about, findings: joined(found.map(withItsCheck)) }) }];
  });
}

/** The same, for the eyes of a check that is made for the member at work: it reads, and nothing more. */
const seenFrom = (context: PreflightContext, other: PreflightContext["array"]["others"][number]): PreflightContext => ({
  ...context,
  server: other as PreflightContext["server"],
  member: { ...context.member, name: other.name },
  leftHalfDone: () => context.leftHalfDone(other.name),
  report: () => undefined,
});

async function refusals(context: PreflightContext, options: PreflightOptions): Promise<readonly Said[]> {
  const silent = await outcome(reachable, context, options);
  if (silent.length > 0) return silent;
  if (await hasIt(context, options)) return [];
  const findings: Said[] = [];
  for (const check of checks) findings.push(...(await outcome(check, context, options)));
  return findings.filter(({ refuses }) => refuses);
}

/** Nothing is to be installed there. Where that is not known, the checks say so. */
async function hasIt({ server }: PreflightContext, { package: update }: PreflightOptions): Promise<boolean> {
  if (update === null) return false;
  const installed = await server.read("update.installed", {}).catch(() => null);
  return installed !== null && isInstalled(update, installed) === true;
}

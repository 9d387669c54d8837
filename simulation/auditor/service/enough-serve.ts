import type { Finding } from "../finding";
import type { Night, Out, Span } from "../night";
import { common, freshMs, noticedMs, outBecauseOfUs, secondsOf, spansWhere, timeOf } from "../night";
import { unverified } from "./unverified";

/**
 * Promise 1: enough other members serve, always. Reads who really served (NLB gave it clients and it answered), who was out by whose doing, and
 * which changes were made. Nobody can prevent that others fail or are stopped by somebody: then the run must notice it within its time, stop,
 * and send nothing meanwhile that it decided on an old look.
 */
export function enoughServe(night: Night): readonly Finding[] {
  const outs = outBecauseOfUs(night);
  return outs.flatMap((out) => {
    const lasts = { from: out.from, to: Math.min(out.to, out.run.to) };
    return deficits(night, out).flatMap((deficit) => {
      const span = common(deficit, lasts);
      return span === null
        ? []
        : [...byUs(night, outs, { out, span }), ...takenTooLate(night, out, deficit), ...notNoticed(night, out, span)];
    });
  });
}

interface Short {
  readonly out: Out;
  readonly span: Span;
}

/** When fewer others served than must, whether the member was out or not. */
const deficits = ({ truth }: Night, { member, run }: Out): readonly Span[] =>
  spansWhere(truth.serving, truth.nowMs, ({ members }) => members.filter((name) => name !== member).length < run.minInService);

/** Others are missing by our own doing, so many that too few would serve whatever becomes of the rest: no time is allowed. */
function byUs(night: Night, outs: readonly Out[], { out, span }: Short): readonly Finding[] {
  const others = outs.filter((one) => one.member !== out.member && one.run.to > span.from && common(one, span) !== null);
  for (const other of others) {
    const at = Math.max(span.from, other.from);
    const missing = new Set(others.filter((one) => one.from <= at && one.to > at).map(({ member }) => member));
    if (night.members.length - 1 - missing.size >= out.run.minInService) continue;
    const names = [...missing].join(" and ");
    const text = `While ${out.member} was out too few others served, since ${names} ${missing.size === 1 ? "was" : "were"} out by our own doing.`;
    return [finding(out, at, text)];
  }
  return [];
}

/** It was taken out though others had failed before. */
function takenTooLate(night: Night, out: Out, deficit: Span): readonly Finding[] {
  const before = out.from - deficit.from;
  if (before <= freshMs(night.limits) || deficit.to <= out.from || isClosed(night, out)) return [];
  return [finding(out, out.from, `${out.member} was taken out though too few others had served for ${secondsOf(before)}.`)];
}

/** It was stopped since it must not serve at all: promise 3. */
const isClosed = (night: Night, { member, from }: Out): boolean =>
  unverified(night).some((span) => span.member === member && span.from <= from && from <= span.to);

/** The run goes on as if enough served. */
function notNoticed(night: Night, out: Out, span: Span): readonly Finding[] {
  const fresh = span.from + freshMs(night.limits);
  const late = out.run.announced.find(({ at, op, cause }) => cause === "step" && op !== "nlb.start" && at >= fresh && at < span.to);
  const sent =
    late === undefined
      ? []
      : [finding(out, late.at, `${late.op} was sent to ${late.member} though too few others had served since ${timeOf(span.from)}.`)];
  const limit = night.after(span.from, noticedMs(night.limits));
  const { failedAt } = out.run;
  if (span.to <= limit || (failedAt !== null && failedAt <= limit)) return sent;
  return [
    ...sent,
    finding(out, limit, `While ${out.member} was out too few others served from ${timeOf(span.from)} on, and the run went on.`),
  ];
}

const finding = ({ member }: Out, at: number, text: string): Finding => ({ promise: 1, at, member, text });

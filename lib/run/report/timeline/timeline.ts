import type { MemberState, RunState, StepState } from "../../record";
import type { Text } from "../../../texts";
import { text } from "../../../texts";
import { lasting, timeIn } from "../format";
import type { Markup, Piece } from "../markup";
import { markup, shown } from "../markup";
import { saysOf } from "../tables";
import { labelOf, ticksOf } from "./ticks";
import { standing } from "../../record";
import { offsetOf } from "../../../time";

const WIDTH = 1000;
const GUTTER = 150;
const RIGHT = 12;
const TOP = 8;
const ROW = 46;
const BAR = 20;
const AXIS = 34;
/** Width of a character of the labels, in units of the drawing. */
const CHARACTER = 6.1;
const NARROWEST = 2;

/** Of a step: its outcome, or that it was cut off. */
const kindOf = ({ outcome, cutOff }: StepState): StepState["outcome"] | "cut off" => (cutOff ? "cut off" : outcome);

const OUTCOMES = {
  "cut off": "timeline.cut-off",
  "at work": "timeline.at-work",
  done: "timeline.done",
  unchanged: "timeline.unchanged",
  failed: "timeline.failed",
} as const;

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly x: (at: number) => number;
}

/** What is drawn, and where times are in it. */
interface Drawing {
  readonly state: RunState;
  readonly scale: Scale;
}

/** Members and their steps over time, as a drawing that needs nothing else; nothing where no member was at work. */
export function timeline(state: RunState, now: number, zone: string): Markup | null {
  if (state.members.every(({ startedAt }) => startedAt === null)) return null;
  const from = state.startedAt;
  const to = Math.max(endOf(state, now), from + 1000);
  const scale: Scale = { from, to, x: (at) => GUTTER + ((at - from) / (to - from)) * (WIDTH - GUTTER - RIGHT) };
  const bottom = TOP + state.members.length * ROW;
  return markup`<h2>${text("timeline.title")}</h2><div class="wide"><svg class="timeline" viewBox="0 0 ${WIDTH} ${bottom + AXIS}" role="img" aria-label="${text("timeline.label")}">
${patterns}
${axis(scale, bottom, zone)}
${state.members.map((member, index) => row(member, TOP + index * ROW, { state, scale }))}
</svg></div>
${legend}`;
}

const endOf = (state: RunState, now: number): number => {
  const known = state.members.flatMap((member) => [
    member.finishedAt ?? 0,
    ...member.steps.map(({ startedAt, finishedAt }) => finishedAt ?? startedAt),
  ]);
  return state.finishedAt ?? (state.phase === "ended" ? Math.max(state.startedAt, ...known) : now);
};

function axis({ from, to, x }: Scale, bottom: number, zone: string): Markup {
  const { every, at } = ticksOf(from, to, offsetOf(from, zone));
  const ticks = at.map((tick) => {
    const [time, date] = labelOf(tick, every, zone);
    const place = x(tick).toFixed(1);
    const anchor = x(tick) > WIDTH - 30 ? "end" : "middle";
    return markup`<line class="tick" x1="${place}" x2="${place}" y1="${TOP}" y2="${bottom}"/>
<text class="axis" x="${place}" y="${bottom + 14}" text-anchor="${anchor}">${time}${date === null ? null : markup`<tspan x="${place}" dy="13">${date}</tspan>`}</text>`;
  });
  return markup`<line class="tick" x1="${GUTTER}" x2="${WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}"/><text class="axis" x="0" y="${bottom + 14}">${shortened(zone, 22)}</text>${ticks}`;
}

function row(member: MemberState, top: number, drawing: Drawing): Markup {
  const { state, scale } = drawing;
  const middle = top + BAR / 2 + 6;
  const name = shortened(member.name, Math.floor((GUTTER - 12) / (CHARACTER * 1.25)));
  const { startedAt } = member;
  if (startedAt === null) {
    return markup`<text class="member" x="0" y="${middle + 4}">${name}<title>${member.name}</title></text>
<text class="axis" x="${GUTTER + 6}" y="${middle + 4}">${standing(state, member)}</text>`;
  }
  const end = member.finishedAt ?? scale.to;
  const whole = text("timeline.member", {
    member: member.name,
    from: timeIn(state, startedAt),
    to: timeIn(state, end),
    duration: lasting(end - startedAt),
  });
  return markup`<text class="member" x="0" y="${middle - 1}">${name}<title>${member.name}</title></text>
<text class="axis" x="0" y="${middle + 13}">${shown(lasting(end - startedAt))}</text>
<line class="span" x1="${scale.x(startedAt).toFixed(1)}" x2="${scale.x(end).toFixed(1)}" y1="${middle}" y2="${middle}"><title>${whole}</title></line>
${member.steps.map((step) => bar({ step, member: member.name }, top + 6, drawing))}`;
}

function bar({ step, member }: { readonly step: StepState; readonly member: string }, top: number, { state, scale }: Drawing): Markup {
  const start = state.startedAt;
  const end = step.finishedAt ?? scale.to;
  const left = scale.x(step.startedAt);
  const width = Math.max(NARROWEST, scale.x(end) - left);
  const kind = kindOf(step).replace(" ", "-");
  const says = saysOf(step, member);
  const what = {
    step: step.name,
    outcome: text(OUTCOMES[kindOf(step)]),
    from: timeIn({ startedAt: start }, step.startedAt),
    to: timeIn({ startedAt: start }, end),
    duration: lasting(end - step.startedAt),
  };
  const title = says === "" ? text("timeline.step", what) : text("timeline.step-says", { ...what, says });
  return markup`<g class="bar ${kind}"><title>${title}</title><rect x="${left.toFixed(1)}" y="${top}" width="${width.toFixed(1)}" height="${BAR}"/>${label(step, { left, width, top })}</g>`;
}

interface Place {
  readonly left: number;
  readonly width: number;
  readonly top: number;
}

/** A bar has its step's name in it where it is wide enough; a failed one, one that was cut off, and the one at work, under it in any other case. */
function label(of: StepState, { left, width, top }: Place): Markup | null {
  const { name: step } = of;
  const kind = kindOf(of);
  const inside = width >= step.length * CHARACTER + 6;
  if (kind === "failed" || kind === "cut off" || (kind === "at work" && !inside)) {
    const said = kind === "at work" ? step : text(`timeline.${kind === "failed" ? "failed-step" : "cut-off-step"}`, { step });
    return markup`${(say): Piece => {
      const fits = left + say(said).length * CHARACTER < WIDTH;
      return markup`<text x="${(fits ? left : left + width).toFixed(1)}" y="${top + BAR + 13}" text-anchor="${fits ? "start" : "end"}">${said}</text>`;
    }}`;
  }
  return inside ? markup`<text x="${(left + width / 2).toFixed(1)}" y="${top + BAR / 2 + 4}" text-anchor="middle">${step}</text>` : null;
}

const shortened = (text: string, longest: number): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`);

const patterns = markup`<defs>
<pattern id="hatched" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="bad-fill" width="6" height="6"/><rect class="ground-fill" width="2" height="6"/></pattern>
<pattern id="dotted" width="5" height="5" patternUnits="userSpaceOnUse"><rect class="ground-fill" width="5" height="5"/><circle class="muted-fill" cx="2.5" cy="2.5" r="0.8"/></pattern>
</defs>`;

const swatch = (kind: string, meaning: Text): Markup =>
  markup`<li><svg width="26" height="14" aria-hidden="true"><g class="bar ${kind}"><rect x="1" y="1" width="24" height="12"/></g></svg> ${meaning}</li>`;

const legend = markup`<ul class="legend">
${swatch("done", text("timeline.done"))}${swatch("unchanged", text("timeline.legend-unchanged"))}${swatch("failed", text("timeline.failed"))}${swatch("cut-off", text("timeline.legend-cut-off"))}${swatch("at-work", text("timeline.at-work"))}
<li><svg width="26" height="14" aria-hidden="true"><line class="span" x1="0" x2="26" y1="7" y2="7"/></svg> ${text("timeline.legend-span")}</li></ul>`;

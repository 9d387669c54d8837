import type { Measured } from "./jobs";
import type { Aim } from "./report";
import type { Case, ServersFound, ServersRow } from "./servers";

const EIGHT_MB = 300;
const FURTHER_MB = 15;
const SIXTY_FOUR_MB = 1500;
const TIMES_CALLS = 2.5;

const titleOf = ({ way, servers }: Case): string =>
  `${servers} ${servers === 1 ? "server" : "servers"}, ${way === "ssh" ? "a real read over SSH" : "the same script"}`;

const cells = (load: Measured | null): string[] =>
  load === null
    ? ["", "", "", "", ""]
    : [
        load.perSecond.toFixed(0),
        load.call.p50.toFixed(1),
        load.call.p99.toFixed(1),
        load.memory?.shells.toFixed(0) ?? "",
        String(load.memory?.processes ?? ""),
      ];

const HEADINGS = ["calls/s", "p50 ms", "p99 ms", "MB", "processes"];

/** The table as `docs/performance.md` has it, and the aims below it. */
export function serversInMarkdown({ rows, beside, missing, aims }: ServersFound): string {
  const hasBefore = beside !== null;
  const line = (parts: readonly string[]): string => `| ${parts.join(" | ")} |`;
  const headings = ["asked at the same time", ...HEADINGS, ...(hasBefore ? HEADINGS.map((name) => `${beside}: ${name}`) : [])];
  return [
    "Every server has a shell of its own. MB: PowerShell, `ssh` and what else it has started, resident, pages that processes share counted for each; without Node.",
    "",
    line(headings),
    line(headings.map((_, index) => (index === 0 ? "---" : "--:"))),
    ...rows.map((row) => line([titleOf(row), ...cells(row.now), ...(hasBefore ? cells(row.before) : [])])),
    "",
    ...aims.map(({ aim, met, found }) => `- ${met ? "met" : "NOT MET"}: ${aim} (${found})`),
    ...missing.map((what) => `- NOT MEASURED: ${what}`),
  ].join("\n");
}

const find = (rows: readonly ServersRow[], way: Case["way"], servers: number): ServersRow | undefined =>
  rows.find((row) => row.way === way && row.servers === servers);
const shellsMb = (row: ServersRow | undefined): number | undefined => row?.now?.memory?.shells;

function judgeMemory(rows: readonly ServersRow[]): Aim[] {
  const aims: Aim[] = [];
  const [two, eight] = [2, 8].map((servers) => shellsMb(find(rows, "ssh", servers)));
  if (eight !== undefined) {
    aims.push({ aim: `8 servers over SSH in ${EIGHT_MB} MB`, met: eight <= EIGHT_MB, found: `${eight.toFixed(0)} MB` });
    const each = two === undefined ? undefined : (eight - two) / 6;
    if (each !== undefined) {
      aims.push({ aim: `each further server over SSH ${FURTHER_MB} MB at most`, met: each <= FURTHER_MB, found: `${each.toFixed(1)} MB` });
      const all = eight + 56 * each;
      const found = `${all.toFixed(0)} MB, reckoned from 8 servers and what each further one takes`;
      aims.push({ aim: `64 servers over SSH below ${SIXTY_FOUR_MB} MB`, met: all < SIXTY_FOUR_MB, found });
    }
  }
  const local = shellsMb(find(rows, "local", 64));
  if (local !== undefined)
    aims.push({ aim: `64 shells of this host below ${SIXTY_FOUR_MB} MB`, met: local < SIXTY_FOUR_MB, found: `${local.toFixed(0)} MB` });
  return aims;
}

/** Whether what was aimed at was reached. */
export function judgeServers({ rows, beside }: Omit<ServersFound, "aims">): readonly Aim[] {
  const aims = judgeMemory(rows);
  const [one, eight] = [1, 8].map((servers) => find(rows, "local", servers));
  if (eight?.now != null && eight.before !== null) {
    const times = eight.now.perSecond / eight.before.perSecond;
    aims.push({
      aim: `8 servers: ${TIMES_CALLS} times the calls/s of ${beside}`,
      met: times >= TIMES_CALLS,
      found: `${times.toFixed(2)} times`,
    });
  }
  if (one?.now != null && one.before !== null) {
    const [now, before] = [one.now.call.p99, one.before.call.p99];
    aims.push({
      aim: `1 server: p99 not above that of ${beside}`,
      met: now <= before,
      found: `${now.toFixed(2)} ms, before ${before.toFixed(2)} ms`,
    });
  }
  return aims;
}

import type { LoggedEvent } from "../../../../../lib/server/operations/events";
import type { Context, Given, Handlers } from "../handlers";
import { instantOf, text, WindowsError } from "../handlers";

const NUMBER = { critical: 1, error: 2, warning: 3, information: 4 } as const;
const LEVELS = Object.keys(NUMBER) as (keyof typeof NUMBER)[];

const asWindows = ({ log, record, id, provider, level, at, message }: LoggedEvent): Given => ({
  LogName: log,
  RecordId: record,
  Id: id,
  ProviderName: provider,
  Level: NUMBER[level],
  TimeCreated: instantOf(Date.parse(at)),
  Message: message,
});

/** What lies in a log from before the world began, of which only the number is known. */
const former = (log: LoggedEvent["log"], record: number, bootedAt: number): LoggedEvent => ({
  log,
  record,
  id: 1,
  provider: "Microsoft-Windows-Kernel-General",
  level: "information",
  at: new Date(bootedAt).toISOString(),
  message: "",
});

type Test = (event: LoggedEvent) => boolean;

/**
 * The parts of XPath that are understood: `*[System[(EventRecordID > 5) and (Level=1 or Level=2)]]`, and
 * `*[System[Provider[@Name='Microsoft-Windows-NLB'] and (EventID=77 or EventID=78)]]`.
 */
function understood(xpath: string): Test {
  if (xpath === "") return () => true;
  const newer = /^\*\[System\[\(EventRecordID > (\d+)\) and \(((?:Level=\d(?: or )?)+)\)\]\]$/.exec(xpath);
  const from = /^\*\[System\[Provider\[@Name='([^']+)'\] and \(((?:EventID=\d+(?: or )?)+)\)\]\]$/.exec(xpath);
  const numbers = [...((newer ?? from)?.[2] ?? "").matchAll(/\d+/g)].map(Number);
  if (newer !== null) return ({ record, level }) => record > Number(newer[1]) && numbers.includes(NUMBER[level]);
  if (from !== null) return ({ provider, id }) => provider === from[1] && numbers.includes(id);
  throw new WindowsError("System.Diagnostics.Eventing.Reader.EventLogException", "The specified query is invalid");
}

function query(context: Context, args: Given): readonly Given[] {
  const { machine } = context.resident;
  const name = text(args["log"]).toLowerCase();
  const log = (["Application", "System"] as const).find((one) => one.toLowerCase() === name);
  if (log === undefined) {
    throw new WindowsError("NoMatchingLogsFound", `There is not an event log that matches "${text(args["log"])}".`, {
      category: "ObjectNotFound",
    });
  }
  const matches = understood(text(args["xpath"]));
  const last = machine.events.cursor()[log];
  const known = machine.events
    .since({ Application: 0, System: 0 }, LEVELS, Number.MAX_SAFE_INTEGER)
    .events.filter((event) => event.log === log);
  const list = known.length === 0 ? [former(log, last, machine.hardware.bootedAt)] : known;
  const found = list.filter(matches);
  return (args["oldest"] === true ? found : found.toReversed()).slice(0, Number(args["max"] ?? found.length)).map(asWindows);
}

export const events: Handlers = { "events.query": query };

import type { Flat } from "../../../lib/adapters/powershell";
import { minutes, seconds } from "../../../lib/time";
import type { Asked, Fact, Said } from "../check";
import { counted, fine, linesOf, look, notHere, numberOf, serverCheck, textOf, unknown } from "../check";

const SLOW_MS = seconds(10);

export const judgeCmdlet = (ways: readonly Flat[]): Said => {
  const named = (way: Flat): string => (textOf(way, "way") === "" ? "without a host" : `-HostName ${textOf(way, "way")}`);
  const facts = ways.flatMap((way): readonly Fact[] => [
    [named(way), `${linesOf(way, "nodes").length} nodes, ${textOf(way, "errors")} errors, ${textOf(way, "ms")} ms`],
    ...linesOf(way, "nodes").map((node): Fact => ["node", node, [node.replace(/: [^:]*$/, "")]]),
    ...linesOf(way, "why").map((why): Fact => ["error", why]),
  ]);
  // The product asks by the server's own name.
  const ours = ways.find((way) => !["", "."].includes(textOf(way, "way")));
  if (ours === undefined) return unknown("the cmdlet was not asked", "Run Get-NlbClusterNode on that server.", facts);
  if (numberOf(ours, "own") === 0)
    return look(
      "Get-NlbClusterNode does not show this server in a remote session",
      "NLB is read and turned by WMI all the same; but how many connections are left while it drains may not be known.",
      facts,
    );
  if ((numberOf(ours, "errors") ?? 0) > 0)
    return look(
      "Get-NlbClusterNode shows this server, and reports errors about others",
      "Nothing is wrong with this server: its session may not ask the others, or one of them is down. The product asks each server about itself alone, by WMI.",
      facts,
    );
  if ((numberOf(ours, "ms") ?? 0) > SLOW_MS)
    return look(
      `Get-NlbClusterNode takes ${textOf(ours, "ms")} ms`,
      "A host that is down is usually the reason. The product waits for it only where WMI does not answer.",
      facts,
    );
  return fine("Get-NlbClusterNode shows the cluster in a remote session", facts);
};

export const cmdlets = serverCheck({
  number: "4",
  title: "NLB's cmdlets in a session",
  tells: "What Get-NlbClusterNode answers in a remote session, where it has no credentials for the other hosts, and how long it takes.",
  changes: null,
  needs: "member",
  ask: (asked) => asked.question("Get-RUCheckNlbCmdlet"),
  judge: judgeCmdlet,
});

/** The codes of MicrosoftNLB_Node, and what the cmdlets print for them. */
const codes: ReadonlyMap<number, RegExp> = new Map([
  [1005, /stopped/i],
  [1006, /converging/i],
  [1007, /converged/i],
  [1008, /converged/i],
  [1009, /drain|stopping/i],
  [1013, /suspend/i],
]);

export const judgeWmi = (nodes: readonly Flat[]): Said => {
  const facts = nodes.map(
    (node): Fact => [
      textOf(node, "computer") || textOf(node, "name"),
      `priority ${textOf(node, "priority")}, status code ${textOf(node, "code")}, printed "${textOf(node, "text")}", settings: ${textOf(node, "settings")}`,
      [textOf(node, "computer")],
    ],
  );
  if (nodes.length === 0) return notHere("this server is in no NLB cluster", facts);
  const own = nodes.filter((node) => node["own"] === true);
  if (own.length !== 1)
    return look(`WMI shows ${counted(own.length, "node")} of this server`, "Only servers in one NLB cluster are supported.", facts);
  const [node] = own;
  const [code, text] = [numberOf(node, "code") ?? 0, textOf(node, "text")];
  const printed = codes.get(code);
  if (printed === undefined)
    return look(`the status code ${code} is not one of the known ones`, "Please report it, with what NLB Manager shows.", facts);
  if (text !== "" && !printed.test(text))
    return look(
      `WMI says ${code} where the cmdlets print "${text}"`,
      "Please report it, with what NLB Manager shows: the code decides.",
      facts,
    );
  if (numberOf(node, "settings") !== 1)
    return look("WMI has no settings for this server's node", "Look at the host parameters in NLB Manager.", facts);
  if (text === "") return fine("WMI shows this server's node; the cmdlets do not", facts);
  return fine("WMI and the cmdlets agree", facts);
};

export const wmi = serverCheck({
  number: "5",
  title: "NLB in WMI",
  tells: "Whether WMI shows this server's node, with a status code that fits what the cmdlets print.",
  changes: null,
  needs: "member",
  ask: (asked) => asked.question("Get-RUCheckNlbWmi"),
  judge: judgeWmi,
});

interface Drained {
  readonly was: string;
  readonly returnedMs: number;
  readonly states: readonly string[];
  readonly endedMs: number | null;
  /** What the other servers' own nodes said meanwhile. */
  readonly others: readonly (readonly [server: string, code: number])[];
  readonly clientsBefore: number | null;
}

export const judgeDrain = ({ was, returnedMs, states, endedMs, others, clientsBefore }: Drained): Said => {
  const facts: readonly Fact[] = [
    ["state before", was],
    ["client connections before", clientsBefore ?? "not known"],
    ["the order came back after", `${returnedMs} ms`],
    ["states that were seen", states.join(", ")],
    ["stopped after", endedMs === null ? "not within the limit" : `${endedMs} ms`],
    ...others.map(([server, code]): Fact => [`status code of ${server} meanwhile`, code]),
  ];
  if (was !== "converged")
    return unknown(`not drained: it was ${was}`, "Start NLB on this server, wait until it has converged, and ask again.", facts);
  const misled = others.filter(([, code]) => code === 1009);
  if (misled.length > 0)
    return look(
      `while this server drains, ${misled.map(([server]) => server).join(", ")} says 1009 (draining) too`,
      "They must count as serving all the same: see that Test connection says converged of them, and please report it if not.",
      facts,
    );
  if (returnedMs > SLOW_MS)
    return look("the order to drain does not come back at once", "Please report it: the step nlb-drainstop has 60 s for it.", facts);
  if (!states.some((state) => state === "draining" || state === "stopped"))
    return look("NLB shows no drain", "Look at NLB Manager, and report it.", facts);
  return fine("a drain begins at once, is seen, and is taken back", facts);
};

const DRAIN_MS = minutes(2);

/** Drains, looks at this server and the others meanwhile, and starts NLB again. */
async function drain(asked: Asked): Promise<Drained> {
  const found = await asked.read("nlb.host", {});
  const clientsBefore = await asked.read("nlb.connections", {}).then(
    ({ total }) => total,
    () => null,
  );
  const drained = { was: found.state, returnedMs: 0, states: [], endedMs: null, others: [], clientsBefore };
  if (found.state !== "converged") return drained;
  // Somebody may still use the array.
  if (found.convergedWith?.length === 1) return { ...drained, was: "the only host that has converged" };
  asked.undo("NLB, which is to be started", async ({ change, read, clock, signal }) => {
    await change("nlb.start", {});
    for (const until = performance.now() + DRAIN_MS; (await read("nlb.host", {})).state !== "converged"; await clock.sleep(1000, signal))
      if (performance.now() > until) throw new Error("it was started and has not converged yet");
  });
  const begun = performance.now();
  await asked.change("nlb.drain", {});
  const returnedMs = Math.round(performance.now() - begun);
  const states = new Set<string>();
  const others = new Map<string, number>();
  for (const until = begun + DRAIN_MS; ; await asked.clock.sleep(1000, asked.signal)) {
    const { state } = await asked.read("nlb.host", {});
    states.add(state);
    for (const server of asked.others) {
      const [own] = (await asked.question("Get-RUCheckNlbWmi", {}, { server }).catch(() => [])).filter((node) => node["own"] === true);
      const code = numberOf(own, "code");
      // One that was misled once is told, whatever it says later.
      if (code !== null && others.get(server) !== 1009) others.set(server, code);
    }
    if (state === "stopped")
      return { ...drained, returnedMs, states: [...states], endedMs: Math.round(performance.now() - begun), others: [...others] };
    if (performance.now() > until) return { ...drained, returnedMs, states: [...states], others: [...others] };
  }
}

export const drainAndBack = serverCheck({
  number: "6 T",
  title: "A drain",
  tells: "When the order to drain comes back, what NLB shows meanwhile, and what the other servers show of themselves.",
  changes: "drains this server in NLB, which stops it there, and starts it again; it must have converged before",
  needs: "member",
  ask: drain,
  judge: judgeDrain,
});

const wanted: Readonly<Record<string, readonly string[]>> = {
  driver: ["PersistedHostStates"],
  connections: ["SourceIPAddress", "DestinationPorts"],
};

export const judgeDriver = (shown: readonly Flat[]): Said => {
  const facts = shown.flatMap((one): readonly Fact[] => [
    [textOf(one, "what"), counted(numberOf(one, "count") ?? 0, "record")],
    ...linesOf(one, "properties").map((property): Fact => ["property", property]),
  ]);
  const empty = shown.filter((one) => numberOf(one, "count") === 0).map((one) => textOf(one, "what"));
  const missing = shown
    .filter((one) => numberOf(one, "count") !== 0)
    .flatMap((one) =>
      (wanted[textOf(one, "what")] ?? []).filter((name) => !linesOf(one, "properties").some((line) => line.startsWith(`${name}:`))),
    );
  if (missing.length > 0)
    return look(`Get-NlbClusterDriverInfo does not show ${missing.join(", ")}`, "Please report it with the names that it shows.", facts);
  if (empty.length > 0)
    return unknown(
      `Get-NlbClusterDriverInfo shows no ${empty.join(" and no ")}`,
      "Ask again while clients are connected to the array.",
      facts,
    );
  return fine("the driver's information has the names that this package reads", facts);
};

export const driver = serverCheck({
  number: "7",
  title: "NLB's driver",
  tells: "Names and types of what Get-NlbClusterDriverInfo shows: how many clients are left, and whether states are kept across a boot.",
  changes: null,
  needs: "member",
  ask: (asked) => asked.question("Get-RUCheckNlbDriver"),
  judge: judgeDriver,
});

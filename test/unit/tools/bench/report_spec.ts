import should from "should";
import type { Measured } from "../../../../bench/powershell/jobs";
import { judgeExit, judgeNoise, judgeTimeOut, judgeValues, judgeWarning } from "../../../../bench/powershell/questions";
import type { Findings } from "../../../../bench/powershell/report";
import { inTables, judge } from "../../../../bench/powershell/report";

const spread = (p50: number, p99: number) => ({ count: 100, p50, p99 });
const load = (p50: number, p99: number): Measured => ({
  atOnce: 1,
  call: { ...spread(p50 + 1, p99 + 1), longest: p99 + 2 },
  script: spread(1, 1),
  above: spread(p50, p99),
  perSecond: 1000 / p50,
  loop: { p99: 1, longest: 2 },
  memory: null,
});
const found = (ours: Measured, exec: Measured): Omit<Findings, "aims"> => ({
  machine: {},
  work: [
    { peer: "ours", name: "ours: 1 at once", load: ours },
    { peer: "exec", name: "exec: 1 at once", load: exec },
  ],
  readAlone: spread(4, 6),
  reads: [{ name: "ssh, one server: 1 at once", load: load(12, 40) }],
  verdicts: [{ peer: "ours", question: "exit", judged: { right: true, what: `told: ${"very ".repeat(40)}long` } }],
  missing: [],
});

describe("The bench", () => {
  it("says whether the aims were met, and by how much", () => {
    const good = judge(found(load(3, 9), load(250, 400)));
    should(good.map(({ met }) => met)).deepEqual([true, false, true, true]);
    should(good.map(({ found }) => found)).deepEqual([
      "p50 3.00, p99 9.00 ms above it",
      "p50 9.00, p99 35.00 ms above (percentile less percentile)",
      "0 wrong of 1 questions",
      "63 times by p50 (251 : 4.00 ms), 40 by p99 (401 : 10.00 ms)",
    ]);
    should(judge(found(load(5, 11), load(250, 400))).map(({ met }) => met)).deepEqual([false, false, true, false]);
  });

  it("prints tables of at most 100 columns", () => {
    const findings = found(load(3, 9), load(250, 400));
    const lines = inTables({ ...findings, aims: judge(findings) }).split("\n");
    should(lines.filter((line) => line.length > 100)).deepEqual([]);
  });

  it("takes no silence, noise or half truth for an answer", () => {
    const right = [
      judgeExit({ failed: "PowerShell ended" }),
      judgeWarning({ answer: { done: true } }),
      judgeNoise({ answer: `xxx\n{"done":true}\n` }, { seconds: 1, stallMs: 1 }),
      judgeNoise({ failed: "too much" }, { seconds: 1, stallMs: 1 }),
      judgeTimeOut({ failed: "" }, 1, { answer: { said: "next" } }, false),
      judgeValues([{ value: "a", call: { answer: { said: "a" } } }], false),
    ];
    const wrong = [
      judgeExit({ answer: "" }),
      judgeWarning({ failed: "note" }),
      judgeWarning({ answer: 'WARNING: careful\n{"done":true}' }),
      judgeNoise({ answer: "xxx" }, { seconds: 1, stallMs: 1 }),
      judgeTimeOut({ answer: { done: true } }, 4, { answer: { said: "next" } }, true),
      judgeTimeOut({ failed: "" }, 1, { failed: "" }, false),
      judgeTimeOut({ failed: "" }, 1, { answer: { said: "late" } }, false),
      judgeTimeOut({ failed: "" }, 1, { answer: { said: "next" } }, true),
      judgeValues([{ value: "a", call: { answer: { said: "b" } } }], false),
      judgeValues([{ value: "a", call: { answer: { said: "a" } } }], true),
    ];
    should([...right, ...wrong].map((judged) => judged.right)).deepEqual([...right.map(() => true), ...wrong.map(() => false)]);
  });
});

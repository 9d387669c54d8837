import type { Parameters } from "../../../lib/adapters/powershell";
import { functionOf } from "../../../lib/adapters/powershell";
import { plainReads, tryReads } from "../../../lib/connection-test";
import type { Asked, Fact, Said } from "../check";
import { fine, look, serverCheck } from "../check";
import { OperationFailed } from "../../../lib/server";

interface Offered {
  readonly works: readonly string[];
  readonly missing: readonly string[];
  readonly notOffered: readonly string[];
  readonly failed: readonly string[];
  /** What became of a function that the endpoint must not have, of a parameter that does not exist, and of a value that is not allowed. */
  readonly refused: Readonly<Record<string, string>>;
}

export const judgeEndpoint = ({ works, missing, notOffered, failed, refused }: Offered): Said => {
  const facts: readonly Fact[] = [
    ["answers", works.join(", ") || "none"],
    ["not offered", notOffered.join(", ") || "none"],
    ["a module is missing", missing.join(", ") || "none"],
    ["failed", failed.join(", ") || "none"],
    ...Object.entries(refused).map(([what, how]): Fact => [what, how]),
  ];
  const answered = Object.entries(refused).filter(([, how]) => how === "answered");
  if (answered.length > 0)
    return look(
      `the endpoint answers what it must refuse: ${answered.map(([what]) => what).join(", ")}`,
      "It is not an endpoint of this package: register it again.",
      facts,
    );
  if (failed.length > 0)
    return look(
      `functions of the endpoint fail: ${failed.join(", ")}`,
      "See what they say in the list of reads; virtual accounts are administrators.",
      facts,
    );
  if (works.length === 0) return look("the endpoint offers no function of this package", "Check its name, and register it again.", facts);
  if (notOffered.length > 0)
    return look(
      `the endpoint does not offer: ${notOffered.join(", ")}`,
      "That is right if no step of your flow uses them; otherwise write and register it again.",
      facts,
    );
  return fine("the endpoint offers this package's reads, and refuses everything else", facts);
};

/** Asks what must be refused. */
async function refusalOf(asked: Asked, name: string, parameters: Parameters): Promise<string> {
  try {
    await asked.question(name, parameters);
    return "answered";
  } catch (error) {
    return error instanceof OperationFailed
      ? `refused: ${error.errorId}`
      : `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}

export const endpoint = serverCheck({
  number: "20",
  title: "The JEA endpoint",
  tells: "Whether each read of this package answers inside the endpoint, with its modules, and whether everything else is refused.",
  changes: null,
  needs: "endpoint",
  ask: async (asked): Promise<Offered> => {
    const tried = await tryReads(
      { server: asked.server, invoke: (_server, op, args) => asked.read(op as never, args as never) as never },
      plainReads("member"),
      {
        signal: asked.signal,
      },
    );
    const of = (...outcomes: readonly string[]): readonly string[] =>
      tried.filter(({ outcome }) => outcomes.includes(outcome)).map(({ op }) => functionOf(op)?.name ?? op);
    const wrong: Parameters = { AfterApplication: 0, AfterSystem: 0, Level: ["nonsense"], AtMost: 1 };
    return {
      works: of("works"),
      missing: of("missing-module"),
      notOffered: of("not-offered"),
      failed: of("failed", "access-denied", "unreachable"),
      refused: {
        "a function of the check's own": await refusalOf(asked, "Get-RUCheckSession", {}),
        "a parameter that does not exist": await refusalOf(asked, "Get-RUFile", { Path: "C:\\", Nonsense: "x" }),
        "a value that is not allowed": await refusalOf(asked, "Get-RUEvent", wrong),
      },
    };
  },
  judge: judgeEndpoint,
});

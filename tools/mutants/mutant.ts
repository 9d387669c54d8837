/** A place in a file: lines and columns count from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** A small bug that was planted. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  /** Stryker's name for the kind of change: "EqualityOperator". */
  readonly kind: string;
  /** The lines that it changes, as one line: before and after. */
  readonly was: string;
  readonly becomes: string;
  /** The whole file with the bug. */
  readonly source: string;
  /** Noticed by a test, by the compiler, by nobody, or by nobody because no test comes there. */
  readonly seen: "noticed" | "not reached" | "survived" | "not played";
  /** Noticed only since its tests did not end in time. */
  readonly late: boolean;
}

/** What we read of Stryker's report (mutation-testing-report-schema). */
export interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly status: string;
          readonly statusReason?: string;
          readonly location: { readonly start: Place; readonly end: Place };
        }[];
      }
    >
  >;
}

const seenAs: Readonly<Record<string, Mutant["seen"]>> = {
  Killed: "noticed",
  Timeout: "noticed",
  RuntimeError: "noticed",
  Survived: "survived",
  NoCoverage: "not reached",
};

/** As `mocha-runner.ts` says it of a loop that was counted. */
const ENDLESS_LOOP = "an endless loop";

const LONGEST = 240;

/** Code as one line, so that it is the same however it is indented and broken. */
function inOneLine(code: string): string {
  const line = code.replaceAll(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Where a place is in a text. */
function offsetOf(source: string, { line, column }: Place): number {
  let at = 0;
  for (let n = 1; n < line; n++) at = source.indexOf("\n", at) + 1;
  return at + column - 1;
}

/** All mutants of a report. */
export const mutantsOf = ({ files }: Report): readonly Mutant[] =>
  Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ mutatorName, replacement = "", status, statusReason, location: { start, end } }): Mutant => {
      const [from, to] = [offsetOf(source, start), offsetOf(source, end)];
      const lineStart = source.lastIndexOf("\n", from - 1) + 1;
      const nextLine = source.indexOf("\n", to);
      const lineEnd = nextLine === -1 ? source.length : nextLine;
      const before = source.slice(lineStart, from);
      return {
        file,
        line: start.line,
        kind: mutatorName,
        was: inOneLine(source.slice(lineStart, lineEnd)),
        becomes: inOneLine(before + replacement + source.slice(to, lineEnd)),
        source: source.slice(0, from) + replacement + source.slice(to),
        seen: seenAs[status] ?? "not played",
        late: status === "Timeout" && statusReason !== ENDLESS_LOOP,
      };
    }),
  );

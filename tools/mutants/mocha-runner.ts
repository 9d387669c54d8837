/**
 * Runs our specs under Stryker, as a test runner of its plugin interface. Stryker's own runner for mocha does not find the files of mocha 12, and its
 * newer major asks for Node.js 22. Stryker loads this file in its workers, so it is compiled by itself and imports nothing of ours.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import Mocha from "mocha";

const { EVENT_TEST_FAIL, EVENT_TEST_PASS } = Mocha.Runner.constants;

interface TestResult {
  readonly id: string;
  readonly name: string;
  readonly timeSpentMs: number;
  /** 0: passed, 1: failed. */
  readonly status: 0 | 1;
  readonly failureMessage?: string;
}

/** What the instrumented code reads and writes, under a name that Stryker gives it. */
interface Instrumented {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: unknown;
}
const instrumented = ((globalThis as { __stryker__?: Instrumented }).__stryker__ ??= {});

interface Options {
  readonly ourMocha: {
    readonly specs: readonly string[];
    /** A file for how long the tests take without a bug. The first run of all writes it. */
    readonly durations: string;
  };
}

interface MutantRun {
  readonly activeMutant: { readonly id: string };
  readonly testFilter?: readonly string[];
  readonly hitLimit?: number;
  readonly mutantActivation: "static" | "runtime";
}

/** How long each test took without a bug, in milliseconds, by its file and its title. */
type Durations = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A test hangs that takes this much longer than without a bug: the computer may be busy. */
const hangsAfter = (usualMs: number): number => 6000 + 5 * usualMs;
/** Without a bug nothing hangs. */
const NEVER_MS = 600_000;

class OurMocha {
  static readonly inject = ["options"];
  private readonly mocha = new Mocha({ timeout: NEVER_MS });
  private loaded = false;

  constructor(private readonly options: Options) {}

  /** Modules stay loaded: a mutant that acts while one is loaded needs a new process. */
  capabilities() {
    return { reloadEnvironment: false };
  }

  init(): void {
    require("tsx/cjs");
    this.mocha.cleanReferencesAfterRun(false);
    const took = this.durations();
    const sum = (file: string) => Object.values(took[file] ?? {}).reduce((ms, more) => ms + more, 0);
    // The first test that fails ends a run, so those that take long come last.
    for (const file of [...this.options.ourMocha.specs].sort((one, other) => sum(one) - sum(other))) this.mocha.addFile(file);
    this.mocha.suite.beforeEach(function () {
      instrumented.currentTestId = this.currentTest?.fullTitle();
    });
  }

  /** All tests, without a mutant: which reach which? */
  async dryRun() {
    await this.load(undefined);
    everyTest(this.mocha.suite, (test) => test.timeout(NEVER_MS));
    const tests = await this.tests(/./, false);
    const took: Record<string, Record<string, number>> = {};
    everyTest(this.mocha.suite, (test) => {
      (took[fileOf(test)] ??= {})[test.fullTitle()] = test.duration ?? 0;
    });
    writeFileSync(this.options.ourMocha.durations, JSON.stringify(took));
    return { status: "complete", tests, mutantCoverage: instrumented.mutantCoverage };
  }

  /** The tests that reach a mutant, until one fails. */
  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }: MutantRun) {
    instrumented.hitLimit = hitLimit;
    instrumented.hitCount = hitLimit === undefined ? undefined : 0;
    await this.load(mutantActivation === "static" ? activeMutant.id : undefined);
    instrumented.activeMutant = activeMutant.id;
    const tests = await this.tests(titles(testFilter), true);
    if (hitLimit !== undefined && (instrumented.hitCount ?? 0) > hitLimit) return { status: "timeout", reason: "an endless loop" };
    const failed = tests.filter(({ status }) => status === 1);
    const nrOfTests = tests.length;
    if (failed.length === 0) return { status: "survived", nrOfTests };
    return { status: "killed", killedBy: failed.map(({ id }) => id), failureMessage: failed[0]?.failureMessage ?? "", nrOfTests };
  }

  private durations(): Durations {
    const { durations } = this.options.ourMocha;
    return existsSync(durations) ? (JSON.parse(readFileSync(durations, "utf8")) as Durations) : {};
  }

  private async load(active: string | undefined): Promise<void> {
    if (this.loaded) return;
    this.loaded = true;
    instrumented.activeMutant = active;
    await this.mocha.loadFilesAsync();
    const took = this.durations();
    everyTest(this.mocha.suite, (test) => test.timeout(hangsAfter(took[fileOf(test)]?.[test.fullTitle()] ?? 0)));
  }

  private async tests(which: RegExp, bail: boolean): Promise<readonly TestResult[]> {
    const results: TestResult[] = [];
    const reporter = class extends Mocha.reporters.Base {
      constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
        super(runner, options);
        runner.on(EVENT_TEST_PASS, (test: Mocha.Test) => results.push(resultOf(test, 0)));
        // A failed hook comes here too.
        runner.on(EVENT_TEST_FAIL, (test: Mocha.Test, { message }: { message: string }) =>
          results.push({ ...resultOf(test, 1), failureMessage: message }),
        );
      }
    };
    bailing(this.mocha.suite, bail);
    this.mocha.grep(which);
    this.mocha.reporter(reporter);
    await new Promise<void>((done) => {
      this.mocha.run(() => done());
    });
    return results;
  }
}

const fileOf = ({ file }: Mocha.Test): string => relative(process.cwd(), file ?? "");

function everyTest(suite: Mocha.Suite, act: (test: Mocha.Test) => void): void {
  for (const test of suite.tests) act(test);
  for (const inner of suite.suites) everyTest(inner, act);
}

function bailing(suite: Mocha.Suite, bail: boolean): void {
  suite.bail(bail);
  for (const inner of suite.suites) bailing(inner, bail);
}

const resultOf = (test: Mocha.Test, status: 0 | 1): TestResult => ({
  id: test.fullTitle(),
  name: test.fullTitle(),
  timeSpentMs: test.duration ?? 0,
  status,
});

/** Those with these titles; all if none are named. */
const titles = (filter: readonly string[] | undefined): RegExp =>
  filter === undefined ? /./ : new RegExp(`^(?:${filter.map((title) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})$`);

/** As Stryker looks for it. */
export const strykerPlugins = [{ kind: "TestRunner", name: "our-mocha", injectableClass: OurMocha }];

import { writeFileSync } from "node:fs";
import Mocha from "mocha";

const { EVENT_RUN_END, EVENT_SUITE_END, EVENT_TEST_BEGIN, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } = Mocha.Runner.constants;

export interface Failure {
  readonly title: string;
  readonly message: string;
}

/** What mocha has done so far. */
export interface Counts {
  passed: number;
  skipped: number;
  readonly failures: Failure[];
  /** The last test that began. */
  begun: string | null;
  finished: boolean;
}

/**
 * Mocha's spec reporter that also writes its counts to a file (`--reporter-option file=…`), so that nobody has to parse output for people.
 * It writes when a test begins and after every suite, so a run that ends half-way has reported what it did.
 */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { file } = options.reporterOptions as { readonly file: string };
    const counts: Counts = { passed: 0, skipped: 0, failures: [], begun: null, finished: false };
    const write = () => {
      writeFileSync(file, JSON.stringify(counts));
    };
    runner.on(EVENT_TEST_BEGIN, (test: Mocha.Test) => {
      counts.begun = nameOf(test);
      write();
    });
    runner.on(EVENT_TEST_PASS, () => {
      counts.passed += 1;
    });
    runner.on(EVENT_TEST_PENDING, () => {
      counts.skipped += 1;
    });
    // A failed hook comes here too: it is one failure, however many tests it kept from running.
    runner.on(EVENT_TEST_FAIL, (test: Mocha.Test, { message }: { readonly message: string }) => {
      counts.failures.push({ title: nameOf(test), message });
      write();
    });
    runner.on(EVENT_SUITE_END, write);
    runner.once(EVENT_RUN_END, () => {
      counts.finished = true;
      write();
    });
    write();
  }
}

const nameOf = (test: Mocha.Test): string => test.titlePath().join(" › ");

import type { HostOptions, Shell } from "../../../lib/adapters/powershell/shell";
import { Hosts } from "../../../lib/adapters/powershell/shell";
import { needsPowerShell, thePowerShell } from "../../shared/powershell";
import { windowsReader } from "../reader/host";
import { closeAfterTest, closeShells, openHosts, openShell, testCaller } from "./shells";

/** A PowerShell that the shell is tried on. */
export interface OnHost {
  readonly name: string;
  readonly executable: () => string;
  /** A shell in a process of its own, which its test may end. */
  readonly own: (options?: Partial<HostOptions>) => Shell;
  /** Processes of its own, for shells of several servers. */
  readonly hosts: (options?: Partial<HostOptions>, placing?: { readonly servers?: number }) => Hosts;
  /** A shell in the process that all tests of a suite share, since starting one takes half a second. Nothing may end that process. */
  readonly warm: (server?: string) => Shell;
  /** What that process has printed during this test, other than answers. */
  readonly printed: string[];
}

/**
 * PowerShell as it is, and its engine behind the reader of Windows PowerShell, which leaves nothing on standard input for a command that
 * looks for it there.
 */
const hostsToTry = [
  ["PowerShell 7", () => thePowerShell()],
  ["a host that reads commands as Windows PowerShell does", windowsReader],
] as const;

/** A shell counts its servers: one that is always there keeps the process when the last other one leaves. */
const KEEPER = "keeper";

function hostIn([name, executable]: (typeof hostsToTry)[number]): OnHost {
  const printed: string[] = [];
  let shared: Hosts | null = null;
  beforeEach(() => {
    printed.length = 0;
  });
  after(() => shared?.close());
  const options = { caller: testCaller, limits: { maxChars: 60_000_000 }, onText: (line: string) => printed.push(line) };
  return {
    name,
    executable,
    printed,
    own: (differently = {}) => openShell({ executable: executable(), ...differently }),
    hosts: (differently = {}, placing = {}) => openHosts({ executable: executable(), ...differently }, placing),
    warm: (server = "test") => {
      if (shared === null) {
        shared = new Hosts({ executable: executable(), ...options });
        shared.shell(KEEPER);
      }
      return closeAfterTest(shared.shell(server));
    },
  };
}

/** On Windows the test of Windows PowerShell's reader is Windows PowerShell. */
const skipped = (name: string): boolean => process.platform === "win32" && name !== hostsToTry[0][0];

/** The hosts, for a suite that has its own hooks; called inside `describe`. */
export const hostsHere = (): readonly OnHost[] => hostsToTry.filter(([name]) => !skipped(name)).map(hostIn);

/** The same suite on each host. */
export function describeOnEachHost(title: string, tests: (host: OnHost) => void): void {
  for (const one of hostsToTry.filter(([name]) => !skipped(name)))
    describe(`${title}, on ${one[0]}`, function () {
      this.timeout(90_000);
      before(needsPowerShell);
      afterEach(closeShells);
      tests(hostIn(one));
    });
}

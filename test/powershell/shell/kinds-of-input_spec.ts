import { readlinkSync } from "node:fs";
import should from "should";
import { describeOnEachHost } from "./on-hosts";
import { ask, failure, runs, said, script } from "./shells";

/**
 * What standard input can be. Node makes a named pipe of it on Windows and a socket elsewhere, and there are readers that only get on with
 * one of them: Windows PowerShell of Windows Server 2016, as released, hung on named pipes (PowerShell/PowerShell#2071).
 */
const kinds = [
  {
    kind: "a named pipe",
    link: /\/standard-input$/,
    // Whoever opens one end of it waits for the other.
    start: (pwsh: string) =>
      `fifo="$(dirname "$0")/standard-input"; mkfifo "$fifo"; exec 3<&0; cat <&3 >"$fifo" & exec "${pwsh}" "$@" <"$fifo" 3<&-`,
  },
  { kind: "a pipe", link: /^pipe:/, start: (pwsh: string) => `exec 3<&0; cat <&3 | "${pwsh}" "$@"` },
  { kind: "a socket", link: /^socket:/, start: (pwsh: string) => `exec "${pwsh}" "$@"` },
] as const;

describeOnEachHost("A process whose standard input", ({ hosts: processes, executable }) => {
  before(function () {
    // There it is a named pipe already.
    if (process.platform === "win32") this.skip();
  });

  for (const { kind, link, start } of kinds)
    it(`is ${kind} takes requests, secrets and stops, and ends with its input`, async () => {
      const hosts = processes({ executable: script(`#!/bin/sh\n${start(executable())}\n`) });
      const [one, other] = [hosts.shell("CAS1"), hosts.shell("CAS2")];
      const [pid] = (await said(one, { do: "pid" })) as [number];
      if (process.platform === "linux") should(readlinkSync(`/proc/${pid}/fd/0`)).match(link);
      const value = `${"Prüfung 日本 \u{1f4a5}".repeat(1000)}${"x".repeat(200_000)}`;
      const [back] = (await said(one, { do: "echo", value })) as string[];
      // Not by should, which would print both.
      should(back === value).equal(true);
      should((await ask(other, [{ do: "secret" }], { secret: "pl4nted Ö" })).frame["said"]).deepEqual(["pl4nted Ö"]);
      const late = failure(ask(one, [{ do: "sleep", ms: 20_000 }], { limitMs: 50 }));
      should(await said(other, { do: "echo", value: "meanwhile" })).deepEqual(["meanwhile"]);
      should(await late).match({ code: "timed-out", sent: true });
      should(await said(one, { do: "echo", value: "goes on" })).deepEqual(["goes on"]);
      await hosts.close();
      should(await runs(pid)).equal(false);
    });
});

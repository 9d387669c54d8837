import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { connect } from "node:tls";
import type { Flat } from "../../../lib/adapters/powershell";
import { hostLabel } from "../../../lib/server";
import { minutes, seconds } from "../../../lib/time";
import type { Asked, Fact, Said } from "../check";
import { fine, look, numberOf, serverCheck, textOf, unknown } from "../check";

/** Kerberos allows five minutes. */
const CLOCK_MS = minutes(4);
const HTTPS_PORT = 5986;

interface Outside {
  readonly server: string;
  /** Accounts that have the service principal name HTTP/<server>; null: nobody could be asked. */
  readonly spn: readonly string[] | null;
  readonly aheadMs: number;
  /** Names in the certificate of WinRM over HTTPS; null: there is no answer on that port. */
  readonly names: readonly string[] | null;
  readonly https: boolean;
}

export const judgeOutside = ({ server, spn, aheadMs, names, https }: Outside): Said => {
  const facts: readonly Fact[] = [
    [`accounts with HTTP/${hostLabel(server)}*`, spn === null ? "not known: setspn.exe is not here" : spn.join(", ") || "none", spn ?? []],
    ["its clock is ahead by", `${Math.round(aheadMs / 1000)} s`],
    ["names in its certificate", names === null ? "no answer over HTTPS" : names.join(", "), names ?? []],
  ];
  const foreign = (spn ?? []).filter((account) => hostLabel(account) !== hostLabel(server));
  if (foreign.length > 0)
    return look(
      `the name HTTP/${hostLabel(server)} belongs to ${foreign.join(", ")}`,
      "Kerberos for WinRM fails then with 0x80090322. Use Negotiate over HTTPS, a certificate, or give that service a name of its own.",
      facts,
    );
  if (Math.abs(aheadMs) > CLOCK_MS)
    return look("its clock differs from that of this computer", "Kerberos allows five minutes: synchronize both clocks.", facts);
  if (https && names !== null && !names.some((name) => fits(name, server)))
    return look(`the certificate is not for ${server}`, "Give WinRM a certificate with the name by which it is asked.", facts);
  if (https && names === null) return unknown("the certificate could not be read", "See that WinRM listens with HTTPS.", facts);
  if (spn === null)
    return unknown(
      "who has its service principal name is not known",
      "Run on a computer of the domain: setspn -Q HTTP/" + hostLabel(server) + "*",
      facts,
    );
  return fine("its name, its clock and its certificate fit", facts);
};

const fits = (name: string, server: string): boolean => {
  const [one, other] = [name.toLowerCase(), server.toLowerCase()];
  return one === other || (one.startsWith("*.") && other.slice(other.indexOf(".")) === one.slice(1));
};

/** Its output is in the language of Windows; the distinguished names are not. */
export const accountsIn = (output: string): readonly string[] =>
  [...output.matchAll(/^CN=((?:\\,|[^,])+),/gm)].map(([, name = ""]) => name.replaceAll("\\,", ","));

function setspn(server: string): Promise<readonly string[] | null> {
  if (process.platform !== "win32") return Promise.resolve(null);
  const tool = join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "setspn.exe");
  return new Promise((resolve) => {
    execFile(tool, ["-Q", `HTTP/${hostLabel(server)}*`], { timeout: seconds(30), windowsHide: true }, (error, stdout) => {
      // It ends with another code where nothing was found.
      resolve(error !== null && stdout === "" ? null : accountsIn(stdout));
    });
  });
}

function certificateOf(server: string, port: number): Promise<readonly string[] | null> {
  return new Promise((resolve) => {
    // Only its names are wanted: whether it is trusted is for WinRM to say.
    const socket = connect({ host: server, port, servername: server, rejectUnauthorized: false, timeout: seconds(10) }, () => {
      const { subject, subjectaltname = "" } = socket.getPeerCertificate();
      socket.destroy();
      const others = subjectaltname.split(", ").flatMap((one) => (one.startsWith("DNS:") ? [one.slice(4)] : []));
      resolve([...new Set([...[subject?.CN ?? []].flat(), ...others])]);
    });
    const no = (): void => {
      socket.destroy();
      resolve(null);
    };
    socket.once("error", no);
    socket.once("timeout", no);
  });
}

export const outside = serverCheck({
  number: "16",
  title: "The server from outside",
  tells:
    "Who has the service principal name HTTP/<server>, whether the clocks agree, and for whom the certificate is: why a logon fails that should not.",
  changes: null,
  needs: "member",
  ask: async ({ server, options, read }): Promise<Outside> => {
    const { clock } = await read("system.info", {});
    const aheadMs = Date.parse(clock) - Date.now();
    const { https, port } = options;
    return {
      server,
      aheadMs,
      https,
      spn: await setspn(server),
      names: await certificateOf(server, https ? (port ?? HTTPS_PORT) : HTTPS_PORT),
    };
  },
  judge: judgeOutside,
});

interface Wrong {
  readonly before: number;
  readonly after: number;
  readonly denied: boolean;
}

export const judgeWrongPassword = ({ before, after, denied }: Wrong): Said => {
  const facts: readonly Fact[] = [
    ["failed logons (4625) of the last hour, before", before],
    ["and after", after],
    ["access was denied", denied ? "yes" : "no"],
  ];
  if (!denied)
    return look(
      "a wrong password was not answered with access denied",
      "Please report it: such a logon may be tried again and lock the account.",
      facts,
    );
  if (after - before > 1)
    return look(`one wrong password is ${after - before} failed logons`, "Know this when you choose the lockout threshold.", facts);
  if (after === before)
    return unknown(
      "the failed logon is not in this server's Security log",
      "Look on the domain controllers, and at the audit policy.",
      facts,
    );
  return fine("one wrong password is one failed logon", facts);
};

export const wrongPassword = serverCheck({
  number: "16 T",
  title: "A wrong password",
  tells: "How many failed logons a single wrong password costs: a few lock the account.",
  changes: "one logon with the account of --user and a wrong password: a failed logon that nothing takes back",
  switch: "wrong-password",
  needs: "member",
  ask: async (asked): Promise<Wrong> => {
    const count = async (): Promise<number> => numberOf((await asked.question("Get-RUCheckFailedLogon", { Minutes: 60 }))[0], "count") ?? 0;
    const before = await count();
    const other = asked.second(randomBytes(12).toString("base64"));
    try {
      const denied = await other.invoke(asked.server, "system.info", {}, { signal: asked.signal }).then(
        () => false,
        (error: unknown) => (error as { code?: string }).code === "access-denied",
      );
      return { before, denied, after: await count() };
    } finally {
      await other.close();
    }
  },
  judge: judgeWrongPassword,
});

interface Rights {
  readonly right: Flat | undefined;
  /** Of a file of Windows; null: it could not be computed. */
  readonly sha256: string | null;
  /** Whether that file is there. */
  readonly hasFile: boolean;
  /** PowerShell's. */
  readonly version: string;
}

export const judgeRights = ({ right, sha256, hasFile, version }: Rights): Said => {
  const [exists, sddl] = [right?.["exists"] === true, textOf(right, "sddl")];
  const facts: readonly Fact[] = [
    [textOf(right, "folder"), exists ? sddl : "does not exist yet"],
    ["FIPS policy", textOf(right, "fips") === "1" ? "on" : "off"],
    [".NET Framework 3.5", textOf(right, "net35") === "1" ? "installed" : "not found"],
    [".NET Framework 4, release", textOf(right, "net4") || "not found"],
    ["SHA-256 of a file of Windows", sha256 ?? (hasFile ? "could not be computed" : "no such file")],
    ["PowerShell", version],
  ];
  if (exists && !/^O:(BA|SY)/.test(sddl))
    return look("the folder of this package belongs to somebody else", "Find out who made it, then delete it: jobs run as SYSTEM.", facts);
  // Everybody, authenticated users, users.
  if (exists && (!sddl.includes("D:P") || /;;;(WD|AU|BU)\)/.test(sddl)))
    return look(
      "others than administrators have rights on the folder of this package",
      "Delete it, or give it rights for administrators and SYSTEM alone.",
      facts,
    );
  if (hasFile && sha256 === null)
    return look("the SHA-256 of a file cannot be computed", "A package could not be checked. Look at the FIPS policy and at .NET.", facts);
  if (textOf(right, "net35") !== "1" && /^[12]\./.test(version))
    return look(
      "there is no .NET Framework 3.5",
      "On Windows Server 2008 R2 install the feature .NET Framework 3.5.1: Get-WinEvent needs it.",
      facts,
    );
  if (!hasFile) return unknown("whether SHA-256 can be computed is not known", "See files.stat in the reads of this server.", facts);
  return fine(
    exists
      ? "only administrators and SYSTEM can write where this package keeps its state"
      : "nobody has made the folder of this package before",
    facts,
  );
};

export const rights = serverCheck({
  number: "17",
  title: "Rights, FIPS and .NET",
  tells:
    "Who may write where jobs and the fencing number are kept, whether SHA-256 works under the policies in force, and which .NET is there.",
  changes: null,
  needs: "member",
  ask: async (asked): Promise<Rights> => {
    const [right] = await asked.question("Get-RUCheckRight");
    const { exists, sha256 } = await asked.read("files.stat", { path: "C:\\Windows\\System32\\ntdll.dll" });
    const [session] = await asked.question("Get-RUCheckSession");
    return { right, sha256, hasFile: exists, version: textOf(session, "version") };
  },
  judge: judgeRights,
});

export const judgeLock = (held: readonly (Flat | undefined)[]): Said => {
  const opened = held.filter((one) => one?.["opened"] === true);
  const facts: readonly Fact[] = [["sessions that could open it", opened.length]];
  if (opened.length === 1) return fine("a file that one session holds alone cannot be opened by another", facts);
  if (opened.length === 0) return unknown("no session could open it", "Look at the rights of C:\\ProgramData\\RollingUpdate.", facts);
  const [one, other] = opened.toSorted((a, b) => (numberOf(a, "from") ?? 0) - (numberOf(b, "from") ?? 0));
  if ((numberOf(one, "to") ?? 0) <= (numberOf(other, "from") ?? 0))
    return unknown("the two sessions came one after the other", "Ask again.", facts);
  return look("two sessions can hold the fence at the same time", "Please report it: a superseded run would not be refused.", facts);
};

/** Both are asked at once, and a session may be busy for a moment. */
const HOLD_MS = 4000;

export const lock = serverCheck({
  number: "17 T",
  title: "The fence",
  tells: "Whether two sessions keep each other out of a file, on which the fencing number relies.",
  changes: "makes a file in a folder of its own under C:\\ProgramData\\RollingUpdate, opens it from two sessions, and removes it",
  needs: "member",
  ask: async (asked: Asked) => {
    const [right] = await asked.question("Get-RUCheckRight");
    const isNew = right?.["exists"] === false;
    asked.undo("the file of the check", ({ question }) => question("Remove-RUCheck", { Folder: isNew }));
    const other = asked.second();
    try {
      // Ready, so that both come at the same time.
      await other.invoke(asked.server, "system.info", {}, { signal: asked.signal });
      const question = { on: "member", name: "Test-RUCheckLock", parameters: { Milliseconds: HOLD_MS }, limitMs: minutes(1) } as const;
      const both = await Promise.all([
        asked.question("Test-RUCheckLock", { Milliseconds: HOLD_MS }),
        other.question(asked.server, question),
      ]);
      return both.map(([one]) => one);
    } finally {
      await other.close();
    }
  },
  judge: judgeLock,
});

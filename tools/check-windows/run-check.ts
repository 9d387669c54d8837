import { writeFileSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { CheckedServers } from "../../lib/adapters";
import { openForChecks } from "../../lib/adapters";
import type { PowerShellSettings } from "../../lib/adapters/powershell";
import { columns, manifestIn, tellFailure, untilSignal, WrongUsage } from "../program";
import type { Streams } from "../program";
import type { Left } from "./asking";
import { Asking } from "./asking";
import { hostChecks, serverChecks } from "./checks";
import type { Fact, HostCheck, Said, ServerCheck } from "./check";
import type { CheckOptions } from "./options";
import { ANYWHERE, helpText, readOptions } from "./options";
import type { Keyboard } from "./password";
import { readPassword } from "./password";
import { askReads, judgeReads, rowOf } from "./reads";
import type { Document, Row } from "./report";
import { answers, answerWords, anonymous, containsNames, isGood, pageOf } from "./report";
import { logged } from "./screen";
import { settingsOf, wayInWords } from "./way";

type Way = Parameters<typeof openForChecks>[0];

interface Surroundings extends Streams {
  /** Opens the connection to the servers. Default: the real one. */
  readonly open?: (way: Way) => CheckedServers;
  /** For the PowerShells of this computer, added to what this process has. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where a password is typed. */
  readonly input?: Keyboard;
  /** Interrupts the check, as Ctrl+C does. */
  readonly signal?: AbortSignal;
}

/** @returns the exit code */
export async function runCheck(args: readonly string[], env: NodeJS.ProcessEnv, around: Surroundings): Promise<number> {
  const { out, err, input = process.stdin } = around;
  try {
    const options = readOptions(args, env);
    if (options.help) {
      out.write(helpText());
      return 0;
    }
    if (process.platform !== "win32" && env[ANYWHERE] !== "1") {
      err.write(`This check needs Windows; this is ${process.platform}. Run it on the Windows computer that is to run Node-RED.\n`);
      return 1;
    }
    const names = options.servers.length > 0 ? options.servers : [env["COMPUTERNAME"] ?? hostname()];
    const { testMember } = options.changes;
    if (testMember !== null && !names.some((name) => same(name, testMember)))
      throw new WrongUsage(`--test-member must be ${names.join(" or ")}.`);
    refuseUnknown(options.only ?? []);
    mayWrite([options.written.json, options.written.page]);
    const { user, kind, passwordFile } = options;
    const password = user !== null && kind === "winrm" ? await readPassword({ file: passwordFile, user, input, out }) : null;
    const asked = { ...around, out: logged(out, options.written.log), settings: settingsOf(options, password) };
    return await new Check(options, names, asked).run(env);
  } catch (error) {
    return tellFailure(error, err);
  }
}

/** A number stands for both parts of a check. */
const isMeant = (asked: string, number: string): boolean => asked === number || asked === number.replace(" T", "");

/** What is asked for must exist: nothing asked would look like nothing found. @throws WrongUsage */
function refuseUnknown(only: readonly string[]): void {
  const numbers = [...new Set([readsCheck, ...hostChecks, ...serverChecks].map(({ number }) => number))];
  const unknown = only.find((asked) => !numbers.some((number) => isMeant(asked, number)));
  if (unknown !== undefined) throw new WrongUsage(`--only: there is no check "${unknown}". There are ${numbers.join(", ")}.`);
}

/** Before anything is asked: a check can take long. */
function mayWrite(files: readonly (string | null)[]): void {
  for (const file of files) if (file !== null) writeFileSync(file, "");
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** One run of the program. */
class Check {
  private readonly rows: Row[] = [];
  private readonly changed: string[] = [];
  private readonly left: Left[] = [];
  private readonly stop = new AbortController();

  constructor(
    private readonly options: CheckOptions,
    private readonly names: readonly string[],
    private readonly around: Surroundings & { readonly settings: PowerShellSettings },
  ) {}

  async run(env: NodeJS.ProcessEnv): Promise<number> {
    const { out, signal } = this.around;
    const interrupt = (): void => {
      out.write("\nInterrupted. What was changed is taken back; press again to end at once and leave it as it is.\n");
      this.stop.abort(new Error("interrupted"));
    };
    const listenNoMore = untilSignal(interrupt);
    signal?.addEventListener("abort", interrupt, { once: true });
    const head = this.head(env);
    const servers: { name: string; is: string }[] = [];
    try {
      out.write(`check-windows ${head.version} on ${head.host}, ${head.node}, as ${head.account}; ${head.way}\n${this.announcement()}`);
      for (const check of hostChecks) if (this.isWanted(check)) await this.askHost(check);
      const connection = this.open();
      try {
        for (const name of this.names) servers.push({ name, is: await this.askServer(connection, name) });
      } finally {
        await connection.close();
      }
    } finally {
      listenNoMore();
      signal?.removeEventListener("abort", interrupt);
    }
    return this.end({ ...head, servers, rows: this.rows, changed: this.changed, left: this.left, interrupted: this.stop.signal.aborted });
  }

  private head(env: NodeJS.ProcessEnv): Omit<Document, "servers" | "rows" | "changed" | "left" | "interrupted"> {
    const domain = env["USERDOMAIN"];
    const { username } = userInfo();
    return {
      program: "check-windows",
      version: (manifestIn(packageRoot()) as unknown as { version: string }).version,
      at: new Date().toISOString(),
      contains: containsNames,
      anonymous: false,
      host: env["COMPUTERNAME"] ?? hostname(),
      account: domain === undefined ? username : `${domain}\\${username}`,
      way: wayInWords(this.options),
      node: `Node.js ${process.version} on ${process.platform}`,
    };
  }

  private open(password?: string): CheckedServers {
    const { winrm } = this.around.settings;
    const credential = winrm?.credential;
    const settings =
      password === undefined || winrm === undefined || credential == null
        ? this.around.settings
        : { ...this.around.settings, winrm: { ...winrm, credential: { ...credential, password } } };
    const members = this.names.map((name) => ({ name, address: name }));
    return (this.around.open ?? openForChecks)({ settings, members, scomServer: this.options.scom });
  }

  private isWanted({ number }: { readonly number: string }): boolean {
    return this.options.only?.some((asked) => isMeant(asked, number)) ?? true;
  }

  /** What will be changed, before anything is asked. */
  private announcement(): string {
    const { testMember, yes } = this.options.changes;
    if (testMember === null) return "";
    const lines = this.changing().map(({ number, changes }) => `  ${number.padEnd(5)} ${changes ?? ""}`);
    const will = yes
      ? `On the test member, ${testMember}, this will be done`
      : `With --yes this would be done on the test member, ${testMember}`;
    return `\n${will}:\n${lines.join("\n")}\nWhat can be taken back is taken back at the end of each check, and when you interrupt it.\n`;
  }

  private changing(): readonly ServerCheck[] {
    return serverChecks.filter((check) => check.changes !== null && this.isWanted(check) && this.whyNot(check) === null);
  }

  /** Why the command line does not ask for a check; null if it does. */
  private whyNot({ needs, switch: own }: ServerCheck): string | null {
    const { scom, endpoint, changes } = this.options;
    if (needs === "scom" && scom === null) return "no SCOM server was named: --scom NAME";
    if (needs === "endpoint" && endpoint === null) return "no JEA endpoint was named: --endpoint NAME";
    if (own === "restart" && !changes.restart) return "it restarts the server: --restart";
    if (own === "wrong-password" && !changes.wrongPassword) return "it costs a failed logon: --wrong-password";
    return null;
  }

  private notAsked(check: ServerCheck, server: string): string | null {
    const { testMember, yes } = this.options.changes;
    if (check.changes !== null && (testMember === null || !same(testMember, server)))
      return "it changes something: --test-member NAME --yes";
    return this.whyNot(check) ?? (check.changes !== null && !yes ? "it changes something: --yes" : null);
  }

  private async askHost(check: HostCheck): Promise<void> {
    const { executable } = this.around.settings;
    const asked = {
      options: this.options,
      executables: [...new Set([executable, "powershell.exe", "pwsh"])],
      environment: this.around.environment ?? {},
    };
    const begun = performance.now();
    for (const said of await check.play(asked)) this.add(null, check, { said, begun });
  }

  /** @returns what the server is */
  private async askServer(connection: CheckedServers, server: string): Promise<string> {
    const { out } = this.around;
    const { signal } = this.stop;
    const begun = performance.now();
    const reads = await askReads({ server, invoke: connection.invoke }, this.options, signal);
    const is = reads.info === null ? "" : `${reads.info.os}, PowerShell ${reads.info.powershell} there`;
    out.write(`\n${server}${is === "" ? "" : `: ${is}`}\n`);
    if (this.isWanted({ number: "reads" })) {
      out.write(`${columns(reads.tried.map(rowOf)).join("\n")}\n`);
      this.add(server, readsCheck, { said: judgeReads(reads), begun });
    }
    const second = (password?: string): CheckedServers => this.open(password);
    const asking = new Asking(server, { connection, options: this.options, servers: this.names, second, signal });
    for (const check of serverChecks) {
      if (!this.isWanted(check)) continue;
      const why = this.notAsked(check, server);
      if (why !== null) this.add(server, check, { said: { answer: "not-asked", what: why } });
      else if (signal.aborted)
        this.add(server, check, { said: { answer: "unknown", what: "it was interrupted before", todo: "Start the check again." } });
      else if (!reads.reached)
        this.add(server, check, {
          said: { answer: "unknown", what: `the server was not reached: ${judgeReads(reads).what}`, todo: "See the reads of this server." },
        });
      else await this.playOn(asking, server, check);
    }
    return is;
  }

  private async playOn(asking: Asking, server: string, check: ServerCheck): Promise<void> {
    const begun = performance.now();
    if (check.changes !== null) this.changed.push(`${server}, check ${check.number}: ${check.changes}`);
    const { said, left } = await asking.play(check);
    this.left.push(...left);
    this.add(server, check, { said, begun });
  }

  private add(
    server: string | null,
    { number, title, tells }: Pick<ServerCheck | HostCheck, "title" | "tells"> & { number: string },
    { said, begun }: Asked,
  ): void {
    const { answer, what, todo = "" } = said;
    const facts = (said.facts ?? []).map(
      ([name, value, names]): Fact =>
        names === undefined ? [name, this.withoutSecret(String(value))] : [name, this.withoutSecret(String(value)), names],
    );
    const ms = begun === undefined ? 0 : Math.round(performance.now() - begun);
    this.rows.push({ server, number, title, tells, answer, what: this.withoutSecret(what), todo: this.withoutSecret(todo), facts, ms });
    const hint = todo !== "" && (answer === "look" || answer === "unknown") ? `\n                   ${todo}` : "";
    this.around.out.write(`  ${number.padEnd(5)} ${answerWords[answer].padEnd(9)}  ${title}: ${this.withoutSecret(what)}${hint}\n`);
  }

  /** Windows puts no password into a message; if it ever did, it would stay here. */
  private withoutSecret(text: string): string {
    const secret = this.around.settings.winrm?.credential?.password ?? "";
    return secret === "" ? text : text.replaceAll(secret, "(password)");
  }

  private end(whole: Document): number {
    const { out } = this.around;
    const { json, page, anonymous: isAnonymous } = this.options.written;
    const counts = answers.map((answer) => `${whole.rows.filter((row) => row.answer === answer).length} ${answerWords[answer]}`);
    out.write(`\n${counts.join(", ")}\n${this.state(whole)}`);
    const document = isAnonymous ? anonymous(whole, this.options) : whole;
    if (json !== null) writeFileSync(json, `${JSON.stringify(document, null, 1)}\n`);
    if (page !== null) writeFileSync(page, pageOf(document));
    for (const file of [json, page]) if (file !== null) out.write(`${file} contains ${document.contains}\n`);
    if (whole.interrupted) return 130;
    return isGood(whole) ? 0 : 1;
  }

  private state({ changed, left }: Document): string {
    if (changed.length === 0) return "Nothing was changed.\n";
    if (left.length === 0) return "What was changed was taken back, where it can be.\n";
    return left.map(({ server, what, why }) => `${server} is not as it was found: ${what} (${why}). Look at it.\n`).join("");
  }
}

interface Asked {
  readonly said: Said;
  readonly begun?: number;
}

const readsCheck = {
  number: "reads",
  title: "All reads",
  tells: "Everything that a run asks of this server, through the connection that a run has, and whether each answer is as agreed.",
} as const;

/** Where package.json is: in a clone two folders up, in the built package one more. */
function packageRoot(): string {
  const up = join(__dirname, "..", "..");
  return up.endsWith("dist") ? join(up, "..") : up;
}

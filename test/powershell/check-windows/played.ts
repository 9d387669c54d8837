import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { openForChecks } from "../../../lib/adapters";
import { serverModule } from "../../../lib/adapters/powershell/target";
import { realClock } from "../../../lib/time";
import type { Keyboard } from "../../../tools/check-windows/password";
import type { Document, Row } from "../../../tools/check-windows/report/document";
import { runCheck } from "../../../tools/check-windows/run-check";
import { needsPowerShell, thePowerShell } from "../../shared/powershell";
import { localPwsh } from "../windows/ways/local-pwsh";
import { WindowsWorld } from "../windows/world/server";

const SETTINGS = join(__dirname, "modules", "StandInSettings");
export const SECOND_HOP = join(__dirname, "modules-second-hop");
/** Waits of the check last only this part of their time, as in the world. */
const FASTER = 60;
/** Between two looks: they would take the processor from the very processes that are waited for. */
const LOOK_MS = 120;
/** How long a wait of the check really is. */
const really = (ms: number, faster: number): number => Math.max(ms / faster, Math.min(ms, LOOK_MS));

interface Told {
  readonly code: number;
  readonly said: string;
  readonly rows: readonly Row[];
  readonly document: Document;
  readonly page: string;
}

interface How {
  /** What is wrong: words of the stand-in's settings. */
  readonly unkind?: string;
  /** Instead of a PowerShell that works. */
  readonly executable?: string;
  /** Folders of modules that come before all others. */
  readonly modules?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The computer that asks has nothing of Windows. */
  readonly isPlain?: boolean;
  /** Its servers are reached by sessions of WinRM, which are stand-ins. */
  readonly winrm?: boolean;
  /** Where the password is typed. */
  readonly input?: Keyboard;
  readonly signal?: AbortSignal;
  /** How many times as fast its waits are, where none is for the world. */
  readonly faster?: number;
  /** Sees what is written while it is written. */
  readonly heard?: (text: string) => void;
}

/** A world, and the check that is played on it. */
export class Played {
  windows!: WindowsWorld;
  folder = "";

  /** Hooks of mocha. @param speed of the world */
  constructor(speed = 60) {
    before(needsPowerShell);
    before(async () => {
      this.folder = mkdtempSync(join(tmpdir(), "check-windows-"));
      this.windows = await WindowsWorld.start({
        array: "CAS",
        members: ["CAS1", "CAS2"],
        seed: 1,
        speed,
        faults: [],
        pwsh: thePowerShell(),
      });
    });
    after(async () => {
      await this.windows?.stop();
      if (this.folder !== "") rmSync(this.folder, { recursive: true, force: true });
    });
  }

  /** Whether a path exists on CAS1. */
  there(path: string): boolean {
    return existsSync(this.windows.folders.real("CAS1", path));
  }

  /** The environment of a PowerShell on a computer. */
  private environment(computer: string, { unkind = "", modules = [], environment = {} }: How): Record<string, string> {
    const own = this.windows.environment(computer);
    return {
      ...own,
      PSModulePath: [...modules, own["PSModulePath"]].join(delimiter),
      STAND_INS_OF_THE_TEST: SETTINGS,
      UNKIND: unkind,
      SESSIONS: this.folder,
      SERVER_MODULE: join(serverModule, "RollingUpdate.psd1"),
      RIGHT_PASSWORD: "",
      ...environment,
    };
  }

  /** Plays the check on CAS1 and reads what it wrote. */
  async check(args: readonly string[], how: How = {}): Promise<Told> {
    const computers = ["CAS1", "CAS2", this.windows.monitoring];
    const executable = how.executable ?? localPwsh(this.folder, thePowerShell(), computers, (computer) => this.environment(computer, how));
    const environment = how.isPlain === true ? {} : this.environment("CAS1", how);
    const { faster = FASTER } = how;
    const open = (way: Parameters<typeof openForChecks>[0]) => {
      const opened = openForChecks({ ...way, environment });
      return {
        ...opened,
        clock: { ...realClock, sleep: (ms: number, signal?: AbortSignal) => realClock.sleep(really(ms, faster), signal) },
      };
    };
    const [json, page] = [join(this.folder, "answers.json"), join(this.folder, "page.html")];
    let said = "";
    const stream = {
      write: (text: string) => {
        said += text;
        how.heard?.(text);
        return true;
      },
    } as never;
    const where = how.winrm === true ? ["--server", "CAS1"] : [];
    const all = ["--executable", executable, ...where, "--json", json, "--page", page, ...args];
    const env = { ROLLING_UPDATE_CHECK_ANYWHERE: "1", COMPUTERNAME: "CAS1", USERDOMAIN: "CONTOSO" };
    const around = {
      out: stream,
      err: stream,
      open,
      environment,
      ...(how.signal && { signal: how.signal }),
      ...(how.input && { input: how.input }),
    };
    const code = await runCheck(all, env, around);
    const document = JSON.parse(readFileSync(json, "utf8")) as Document;
    return { code, said, rows: document.rows, document, page: readFileSync(page, "utf8") };
  }
}

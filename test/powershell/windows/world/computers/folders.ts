import { createHash } from "node:crypto";
import { chmodSync, createReadStream, existsSync, mkdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Machine } from "../../../../../lib/adapters/lab/machine/machine";
import type { Blob } from "../../../../../lib/adapters/lab/machine/files";
import { bytesOf } from "../../../../../lib/adapters/lab/machine/files";
import type { PackageName } from "../../../../../lib/adapters/lab/machine/packages";
import { beginningOf, blobWith, fileOf, packages } from "../../../../../lib/adapters/lab/machine/packages";

const TOOL = join(__dirname, "..", "..", "tools", "tool.mjs");
const SHARE = /^\\\\([^\\]+)\\(.*)$/;
const DRIVE = /^([A-Za-z]):[\\/]?(.*)$/;

/**
 * As 2.0: with -File it ends with 0, whether the script throws (chuchuva.com, PowerShell exit codes) or says `exit 2`
 * (sensu-plugins/sensu-plugins-windows#38); with -Command it does not.
 */
const windowsPowerShell = (pwsh: string): string => `#!/bin/sh
for one in "$@"; do
  case "$one" in
    -Command) break ;;
    -File) '${pwsh}' "$@"; exit 0 ;;
  esac
done
exec '${pwsh}' "$@"
`;

/** The disks of the computers: real folders, `<root>/<computer>/C`, and `<root>/<file server>/<share>` for what is shared. */
export class Folders {
  constructor(readonly root: string) {
    for (const name of Object.keys(packages) as PackageName[]) this.writeBlob(this.real("", packages[name].copyFrom), fileOf(name));
  }

  /** Where a path of a computer, or of a share, really lies; one that is real already stays. */
  real(computer: string, path: string): string {
    if (path.startsWith("/")) return path;
    const share = SHARE.exec(path);
    if (share !== null) return join(this.root, (share[1] ?? "").toUpperCase(), ...(share[2] ?? "").split("\\"));
    const [, drive = "C", rest = path] = DRIVE.exec(path) ?? [];
    return join(this.root, computer.toUpperCase(), drive.toUpperCase(), ...rest.split(/[\\/]/));
  }

  drive(computer: string): string {
    return this.real(computer, "C:\\");
  }

  /** An empty folder for the drive HKLM: of a computer. */
  registry(computer: string): string {
    const folder = join(this.root, computer.toUpperCase(), "HKLM");
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Makes the folders of Windows and its programs. */
  furnish(computer: string, tools: readonly string[], pwsh: string): void {
    for (const folder of ["Windows\\System32", "ProgramData", "Program Files", "Windows\\Temp"]) {
      mkdirSync(this.real(computer, `C:\\${folder}`), { recursive: true });
    }
    for (const tool of tools) this.putTool(computer, `C:\\Windows\\System32\\${tool}`, tool);
    this.write(computer, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe", windowsPowerShell(pwsh), 0o755);
  }

  /** Puts a program there that asks the world what to do: `tool` is its name among the tools. */
  putTool(computer: string, path: string, tool: string): void {
    this.write(computer, path, `#!/bin/sh\nexec '${process.execPath}' '${TOOL}' '${tool}' "$@"\n`, 0o755);
  }

  /** Writes a text file on a computer's disk, of which the lab knows nothing. */
  write(computer: string, path: string, content: string, mode = 0o644): void {
    const file = this.real(computer, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, mode);
  }

  /** Brings a member's files to its disk and keeps them so; texts in the encoding in which they are written on real ones. */
  follow(machine: Machine): void {
    const write = (path: string, file: Blob | string) => {
      const real = this.real(machine.name, path);
      if (typeof file !== "string") return this.writeBlob(real, file);
      mkdirSync(dirname(real), { recursive: true });
      writeFileSync(real, bytesOf(file));
    };
    for (const { path, file } of machine.files.all()) write(path, file);
    machine.files.whenPut.push(write);
  }

  /** What a file of a member really is by now: what the lab knows by its content, or just its size and hash. */
  async blob(computer: string, path: string): Promise<Blob | null> {
    const real = this.real(computer, path);
    if (!existsSync(real) || !statSync(real).isFile()) return null;
    const hash = createHash("sha256");
    for await (const part of createReadStream(real)) hash.update(part as Buffer);
    const sha256 = hash.digest("hex");
    return blobWith(sha256) ?? { size: statSync(real).size, sha256, signature: "none" };
  }

  private writeBlob(real: string, blob: Blob): void {
    // Whatever else it is, somebody else has put it there.
    if (blobWith(blob.sha256) === undefined || (existsSync(real) && statSync(real).size === blob.size)) return;
    mkdirSync(dirname(real), { recursive: true });
    writeFileSync(real, beginningOf(blob));
    truncateSync(real, blob.size);
  }
}

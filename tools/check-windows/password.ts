import { readFileSync } from "node:fs";
import { WrongUsage } from "../program";
import type { Out } from "../program";

/** Where a password is typed, or comes from by a pipe. */
export type Keyboard = Pick<NodeJS.ReadStream, "isTTY" | "setRawMode" | "on" | "off" | "resume" | "pause" | "setEncoding">;

interface Source {
  readonly file: string | null;
  readonly user: string;
  readonly input: Keyboard;
  readonly out: Out;
}

/**
 * The password of an account: the first line of a file or of a pipe, or typed without being shown. Never from the command line or the
 * environment, where everybody on the computer could read it.
 * @throws WrongUsage where nobody can be asked
 */
export async function readPassword({ file, user, input, out }: Source): Promise<string> {
  const password = file === null ? await typed(user, input, out) : file === "-" ? firstLine(await all(input)) : firstLine(ofFile(file));
  if (password === "") throw new WrongUsage("The password is empty.");
  return password;
}

/** Without the mark that Windows editors put before a text. */
const firstLine = (text: string): string => text.replace(/^\uFEFF/, "").split(/\r?\n/)[0] ?? "";

function ofFile(file: string): string {
  try {
    const bytes = readFileSync(file);
    return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
  } catch (error) {
    throw new WrongUsage(`The password file cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

const all = (input: Keyboard): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = "";
    input.setEncoding("utf8");
    input.on("data", (part: Buffer | string) => (text += String(part)));
    input.on("end", () => resolve(text));
    input.on("error", reject);
  });

/** Reads one line key by key: in this mode the console shows nothing by itself. */
function typed(user: string, input: Keyboard, out: Out): Promise<string> {
  if (!input.isTTY) throw new WrongUsage("There is no console on which to ask for the password: give --password-file FILE.");
  out.write(`Password of ${user} (it is not shown): `);
  input.setRawMode(true);
  input.setEncoding("utf8");
  input.resume();
  return new Promise((resolve, reject) => {
    let text = "";
    const end = (then: () => void): void => {
      input.setRawMode(false);
      input.pause();
      input.off("data", take);
      out.write("\n");
      then();
    };
    const take = (keys: Buffer | string): void => {
      for (const key of String(keys)) {
        if (key === "\r" || key === "\n") return end(() => resolve(text));
        // Ctrl+C, which is a key like any other here.
        if (key === "\u0003") return end(() => reject(new WrongUsage("No password was given.")));
        if (key === "\u007f" || key === "\b") text = text.replace(/.$/su, "");
        else if (key >= " ") text += key;
      }
    };
    input.on("data", take);
  });
}

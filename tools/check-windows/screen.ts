import { appendFileSync, writeFileSync } from "node:fs";
import type { Out } from "../program";

/**
 * A screen of which a file gets a copy: a task, or a program that runs as a group managed service account, has no console that anybody sees.
 * @param file null: none
 */
export function logged(out: Out, file: string | null): Out {
  if (file === null) return out;
  writeFileSync(file, "");
  return {
    write: (text: string | Uint8Array) => {
      appendFileSync(file, text);
      return out.write(text);
    },
  };
}

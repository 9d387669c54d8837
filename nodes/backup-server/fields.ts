import type { Shown, Text } from "../shared/fields";
import { list, minutes, stepNode, windowsPath } from "../shared/fields";

export const fields = {
  file: windowsPath({ icon: "terminal", example: "C:\\Windows\\System32\\wbadmin.exe" }),
  arguments: list({ by: "line", icon: "align-left" }),
  proofFile: windowsPath({ icon: "check-square-o", example: "D:\\Backup\\last-backup.log" }),
  limitMinutes: minutes({ from: 1, to: 2_880, initially: 120, icon: "hourglass-half" }),
};

function label(node: Shown): Text {
  const program = node.text("file").split("\\").at(-1) ?? "";
  return program === "" ? { key: "short.none" } : { key: "short.program", values: { program } };
}

export const definition = stepNode(fields, { about: "safety", label });

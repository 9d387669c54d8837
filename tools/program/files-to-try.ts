/** Files that every Windows has, and everybody may read: by them check-windows asks about files, and a JEA endpoint lets it. */
export const filesToTry = {
  program: "C:\\Windows\\System32\\ntdll.dll",
  text: "C:\\Windows\\System32\\drivers\\etc\\hosts",
} as const;

/** What PowerShell, sessions and servers said, as far as it is ours to say. */
export const powershell = {
  "powershell.own-host": "PowerShell on the host of Node-RED: __what__",
} as const;

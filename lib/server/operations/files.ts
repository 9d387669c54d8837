import { z } from "zod";
import { minutes, seconds } from "../../time";
import { change, read } from "../operation";
import { literal, on } from "../by-hand";

export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, "64 hexadecimal digits")
  .transform((text) => text.toLowerCase());

const stat = read({
  summary: "Size, SHA-256 and signature of a file",
  on: "member",
  args: z.object({ path: z.string().min(1) }),
  example: { path: "C:\\Updates\\Exchange2010-KB2936871-x64-EN.msp" },
  result: z.object({
    exists: z.boolean(),
    /** In bytes. */
    size: z.number().nullable(),
    /** In lower case, however the server writes it: it is compared with that of a package. */
    sha256: z.string().toLowerCase().nullable(),
    signature: z.enum(["valid", "invalid", "none", "unknown"]),
  }),
  withinMs: minutes(5),
});

export const files = {
  "files.stat": stat,

  "files.tail": read({
    summary: "Text of a log file from an offset on",
    on: "member",
    args: z.object({ path: z.string().min(1), offset: z.number().int().min(0), atMostBytes: z.number().int().default(65_536) }),
    example: { path: "C:\\ExchangeSetupLogs\\ExchangeSetup.log", offset: 0 },
    result: z.object({
      exists: z.boolean(),
      /** Where to go on: the offset after the text. Smaller than the one asked for if the file was rewritten. */
      offset: z.number().int(),
      text: z.string(),
    }),
    // Windows PowerShell 2.0 has no -Tail.
    byHand: (server, { path }) => on(server, `Get-Content ${literal(path)} | Select-Object -Last 40`),
    withinMs: seconds(30),
  }),

  "files.copy": change({
    summary: "Copy a package to the member",
    on: "member",
    args: z.object({ from: z.string().min(1), to: z.string().min(1), sha256: Sha256 }),
    example: {
      from: "\\\\FILES1\\Updates\\WebFarmApplication-2.4.0.118.exe",
      to: "C:\\Updates\\a copy (1) [x].exe",
      sha256: "2c3f3dff5c4ef9f7e1a8cadf20afde3f44cdc5d204d0e28ec9bd9e4872b49ba6",
    },
    withinMs: minutes(30),
    byHand: (server, { from, to }) => on(server, `Copy-Item ${literal(from)} ${literal(to)}`),
    settlesWithinMs: minutes(1),
  })
    .seenIn(stat, ({ to }) => ({ path: to }))
    .as((before, { sha256 }) => ({ ...before, exists: true, sha256 })),
};

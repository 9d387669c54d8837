import { z } from "zod";
import { seconds } from "../../time";
import { read } from "../operation";

const Port = z.number().int().min(1).max(65_535);

/** Why a probe had no answer. Each has its words in the catalogue of texts (`probe.refused`), but the last one. */
export const probeErrors = [
  "refused",
  "reset",
  "no-route",
  "no-network",
  "unknown-name",
  "unresolved-name",
  "timed-out",
  /** It was connected, and then nothing came. */
  "silent",
  "not-http",
  "closed-before-tls",
  "tls-not-spoken",
  "tls-plain-http",
  "tls-too-old",
  "tls-unknown-version",
  "tls-no-version",
  "tls-no-renegotiation",
  "tls-short-key",
  "tls-refused",
  "tls-weak",
  "tls-failed",
  "tls-no-certificate",
  "tls-wants-certificate",
  "tls-certificate-refused",
  "tls-other",
  "other",
] as const;

const ProbeError = z.object({
  code: z.enum(probeErrors),
  /** What the system says, where the code alone does not tell: the number of OpenSSL's reason, or a sentence. */
  said: z.string().optional(),
});
export type ProbeError = z.output<typeof ProbeError>;

/** *Does not answer* is an answer here, not an error: that is what a probe asks. */
export const probe = {
  "probe.http": read({
    summary: "One HTTP request to the member's own address",
    on: "controller",
    args: z.object({
      scheme: z.enum(["http", "https"]),
      port: Port,
      path: z.string().startsWith("/"),
      /** Host header, if the site needs one other than the address. */
      host: z.string().optional(),
    }),
    example: { scheme: "https", port: 443, path: "/owa/" },
    result: z.object({
      status: z.number().int().nullable(),
      /** Where the answer sends on to: a path with a slash at its beginning on the host that was asked, else the whole address; null: nowhere. */
      location: z.string().nullable(),
      ms: z.number(),
      error: ProbeError.nullable(),
    }),
    withinMs: seconds(15),
  }),

  "probe.tcp": read({
    summary: "Whether a port of the member's own address accepts connections",
    on: "controller",
    args: z.object({ port: Port }),
    example: { port: 443 },
    result: z.object({ open: z.boolean(), ms: z.number(), error: ProbeError.nullable() }),
    withinMs: seconds(15),
  }),
};

import { z } from "zod";
import { seconds } from "../../time";
import { read } from "../operation";

const Port = z.number().int().min(1).max(65_535);

/** A page on the member's own address. */
const site = {
  scheme: z.enum(["http", "https"]),
  port: Port,
  path: z.string().startsWith("/"),
  /** Host header, if the site needs one other than the address. */
  host: z.string().optional(),
};

/** How a sign-on went. */
export const signOnOutcomes = [
  "signed-on",
  /** Nobody was named to sign on: this kind of sign-on is offered there. */
  "offered",
  /** The password, or the user, was not accepted. */
  "refused",
  "expired",
  /** A rule keeps this user from signing on there. */
  "blocked",
  /** It was accepted, and the page behind it fails. */
  "page-failed",
  /** It was accepted, and the sign-on page came again. */
  "not-kept",
  /** The answer to the password says neither yes nor no. */
  "unclear",
  /** The page is no sign-on page, and leads to none. */
  "no-page",
  /** The page is there for everybody. */
  "open",
  /** There is a form, or a page, that this probe does not know. */
  "unknown-form",
  /** The sign-on is on another host, which is not asked. */
  "elsewhere",
  /** Basic is not among the schemes that it offers. */
  "not-offered",
  "no-answer",
] as const;

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
  "certificate-untrusted",
  "certificate-expired",
  "certificate-other-name",
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
    args: z.object(site),
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

  "probe.signOn": read({
    summary: "Whether a user can sign on at the member's own address",
    besides:
      "The user and the password go beside the arguments, which are written down. Asked without them, it only says whether this sign-on is offered",
    on: "controller",
    args: z.object({
      ...site,
      /** The form of Outlook on the web, or Basic (RFC 7617). */
      by: z.enum(["forms", "basic"]),
      /** `any`: whoever answers gets the password. */
      certificate: z.enum(["check", "any"]),
    }),
    example: { scheme: "https", port: 443, path: "/owa/", by: "forms", certificate: "any" },
    result: z.object({
      outcome: z.enum(signOnOutcomes),
      /** The password has gone over the network. */
      sent: z.boolean(),
      /** Of the last answer; null: none came. */
      status: z.number().int().nullable(),
      /** What gave that answer, without its query; the host, where it is another one. */
      at: z.string().nullable(),
      /** The schemes of HTTP authentication that it offers. */
      offers: z.array(z.string()),
      ms: z.number(),
      error: ProbeError.nullable(),
    }),
    once: true,
    withinMs: seconds(180),
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

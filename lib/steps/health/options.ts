import type { UpdatePackage } from "../update";

export interface VerifyOptions extends SignOnOptions {
  /** What was installed; null: not known. */
  readonly package: UpdatePackage | null;
  /** How long findings may take to clear up on their own. */
  readonly settleMinutes: number;
  readonly tcpPorts: readonly number[];
  readonly httpProbes: readonly ProbeOptions[];
  /** `Provider` or `Provider/id`, in any case. */
  readonly ignoreEvents: readonly string[];
  /** Names of services that are not looked at, in any case; `*` is any text. */
  readonly ignoreServices: readonly string[];
  /** Errors in the event logs after the boot (without a boot, after the update): an update causes many, so failing is a choice. */
  readonly newErrors: "fail" | "report";
  /** Path of Exchange's setup log on the member. */
  readonly setupLog: string;
}

/** Where a user signs on. Who it is, and the password, are kept apart (`secretsOfSignOn`). */
export interface SignOnOptions {
  readonly signOn: "none" | "forms" | "basic";
  readonly signOnScheme: "https" | "http";
  readonly signOnPort: number;
  /** Null: the usual one. */
  readonly signOnPath: string | null;
  /** Host header, and the name in the certificate; empty: the member's own address. */
  readonly signOnHost: string;
  /** `any`: whoever answers gets the password. */
  readonly signOnCertificate: "check" | "any";
}

export interface ProbeOptions {
  readonly scheme: "https" | "http";
  readonly port: number;
  /** Begins with a slash. */
  readonly path: string;
  /** Host header; empty: the member's own address. */
  readonly host: string;
  /** The HTTP statuses of which it must answer with one: `200-399`. */
  readonly status: string;
}

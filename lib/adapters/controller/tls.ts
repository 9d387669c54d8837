import { constants } from "node:crypto";
import type { SecureContextOptions } from "node:tls";
import { DEFAULT_CIPHERS } from "node:tls";
import type { ProbeError } from "../../server/operations";

/**
 * TLS as Windows Server 2008 R2 speaks it as delivered: version 1.0, CBC ciphers, RSA and SHA-1, and no secure renegotiation before MS10-049. OpenSSL 3
 * allows that on security level 0 only (its manual of SSL_CTX_set_security_level and of SSL_OP_LEGACY_SERVER_CONNECT). A probe proves that somebody
 * answers, and sends nothing that is secret; what signs on checks the certificate, unless it is told not to.
 */
export const lenientTls: SecureContextOptions = {
  minVersion: "TLSv1",
  ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
};

/** Numbers of OpenSSL's reasons (its sslerr.h); alerts of the other side are 1000 and their number in the TLS registry of IANA. */
const reasons: Readonly<Record<number, ProbeError["code"]>> = {
  156: "tls-plain-http",
  198: "tls-not-spoken",
  258: "tls-too-old",
  266: "tls-unknown-version",
  267: "tls-plain-http",
  338: "tls-no-renegotiation",
  394: "tls-short-key",
  1040: "tls-refused",
  1042: "tls-certificate-refused",
  1070: "tls-no-version",
  1071: "tls-weak",
  1080: "tls-failed",
  1112: "tls-no-certificate",
  1116: "tls-wants-certificate",
};

/** What a failed TLS handshake means, by OpenSSL's code in it; null where there is none. */
export function tlsTrouble(error: Error): ProbeError | null {
  // Node passes the code on inside the message alone: "write EPROTO …:error:0A00010B:SSL routines:…". 0A is the library, SSL.
  const number = /error:0A([0-9A-F]{6}):/i.exec(error.message)?.[1];
  if (number === undefined) return null;
  const reason = Number.parseInt(number, 16);
  const code = reasons[reason];
  return code === undefined ? { code: "tls-other", said: String(reason) } : { code };
}

/** What is wrong with a certificate, by the codes of Node.js (its manual, "X509 certificate error codes"). */
const certificates: Readonly<Record<string, ProbeError["code"]>> = {
  CERT_HAS_EXPIRED: "certificate-expired",
  CERT_NOT_YET_VALID: "certificate-expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "certificate-untrusted",
  SELF_SIGNED_CERT_IN_CHAIN: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT: "certificate-untrusted",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "certificate-untrusted",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "certificate-untrusted",
  CERT_UNTRUSTED: "certificate-untrusted",
  ERR_TLS_CERT_ALTNAME_INVALID: "certificate-other-name",
};

/** What an error code says of a certificate; null where it is about none. */
export const certificateTrouble = (code: string): ProbeError["code"] | null => certificates[code] ?? null;

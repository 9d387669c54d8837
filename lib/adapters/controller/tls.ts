import { constants } from "node:crypto";
import type { SecureContextOptions } from "node:tls";
import { DEFAULT_CIPHERS } from "node:tls";

/**
 * TLS as Windows Server 2008 R2 speaks it as delivered: version 1.0, CBC ciphers, RSA and SHA-1, and no secure renegotiation before MS10-049. OpenSSL 3
 * allows that on security level 0 only (its manual of SSL_CTX_set_security_level and of SSL_OP_LEGACY_SERVER_CONNECT). A probe proves that somebody
 * answers, and sends nothing that is secret.
 */
export const lenientTls: SecureContextOptions = {
  minVersion: "TLSv1",
  ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0`,
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
};

/** Numbers of OpenSSL's reasons (its sslerr.h); alerts of the other side are 1000 and their number in the TLS registry of IANA. */
const reasons: Readonly<Record<number, string>> = {
  156: "the port does not speak TLS, but perhaps plain HTTP",
  198: "the port does not speak TLS",
  258: "its TLS is older than version 1.0, the oldest that a probe speaks",
  266: "its TLS version is not known to this probe",
  267: "the port does not speak TLS, but perhaps plain HTTP",
  338: "its TLS does not know secure renegotiation",
  394: "its TLS uses a key that is too short (Diffie-Hellman)",
  1040: "it refused the TLS handshake: no cipher in common, or it wants a certificate of its caller",
  1042: "it refused the certificate of its caller",
  1070: "it speaks none of the TLS versions of this probe (1.0 to 1.3): its TLS is too old or too new",
  1071: "it refused the TLS handshake: the ciphers of this probe are not strong enough for it",
  1080: "its TLS failed with an error of its own: is a certificate bound to the port?",
  1112: "it has no certificate for this host name",
  1116: "it wants a certificate of its caller",
};

/** What a failed TLS handshake means, by OpenSSL's code in it; null where there is none. */
export function tlsTrouble(error: Error): string | null {
  // Node passes the code on inside the message alone: "write EPROTO …:error:0A00010B:SSL routines:…". 0A is the library, SSL.
  const code = /error:0A([0-9A-F]{6}):/i.exec(error.message)?.[1];
  if (code === undefined) return null;
  const reason = Number.parseInt(code, 16);
  return reasons[reason] ?? `TLS failed (OpenSSL reason ${reason})`;
}

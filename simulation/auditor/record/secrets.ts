import type { Finding } from "../finding";
import type { Night } from "../night";

/**
 * Promise 12: no secret ever appears in a message, status, log, journal, report or process list. Reads the journals, the documents and all other
 * texts that are given, for the secrets that are given, as they are and as JSON, addresses and Base64 write them.
 */
export function noSecrets(night: Night): readonly Finding[] {
  const { secrets = [], texts = [], runs } = night.records;
  const at = night.truth.nowMs;
  const places: readonly (readonly [name: string, text: string])[] = [
    ...runs.flatMap(({ journal, document }, index) => [
      [`the journal of run ${index + 1}`, JSON.stringify(journal)] as const,
      [`the document of run ${index + 1}`, JSON.stringify(document ?? null)] as const,
    ]),
    ...texts.map((text, index) => [`text ${index + 1}`, text] as const),
  ];
  return secrets.flatMap((secret, index) =>
    places
      .filter(([, text]) => writtenAs(secret).some((written) => text.includes(written)))
      .map(([name]) => ({ promise: 12 as const, at, member: null, text: `Secret ${index + 1} is in ${name}.` })),
  );
}

const writtenAs = (secret: string): readonly string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
  // As PowerShell takes an encoded command.
  Buffer.from(secret, "utf16le").toString("base64"),
];

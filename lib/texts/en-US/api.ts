/** Commands, their answers, and the test of a connection. */
export const api = {
  "api.bad-key": "The header Idempotency-Key must be 1 to 200 printable ASCII characters.",
  "api.bad-body": "The command is not valid: __problems__.",
  "api.problem": "__path__: __message__",
  "api.body": "body",
  "api.unknown-field": "is not a known field; the fields are __known__",
  "api.no-members": "name at least one member, or omit the field members to mean all of them",
  "api.member-twice": "a member is named twice",
  "api.malformed-json": "The payload of the command is text, but not JSON: __payload__.",
  "test.no-answer-in-time": "no answer before the time for the whole test ran out",
  "test.own-host-failed": "PowerShell on the host of Node-RED failed, and would fail for every member",
  "test.denied": "access was denied on __where__; more attempts could lock the account",
  "test.scom-server": "the SCOM server",
} as const;

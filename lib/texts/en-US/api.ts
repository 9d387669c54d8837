/** Commands, their answers, and the test of a connection. */
export const api = {
  "api.bad-key":
    "The key of a start (the header Idempotency-Key, or msg.idempotencyKey) must be a text of 1 to 200 printable ASCII characters, and the same in both places.",
  "api.bad-body": "The command is not valid: __problems__.",
  "api.problem": "__path__: __message__",
  "api.body": "body",
  "api.unknown-field": "is not a known field; the fields are __known__",
  "api.no-members": "name at least one member, or omit the field members to mean all of them",
  "api.member-twice": "a member is named twice",
  "api.other-array": "The start is for the array __asked__, but this loop updates __array__. Nothing was started.",
  "api.name-twice": "The command has the name __name__ twice in one object, and it is not known which one counts.",
  "api.malformed-json": "The payload of the command is text, but not JSON: __payload__.",
  "test.no-answer-in-time": "no answer before the time for the whole test ran out",
  "test.own-host-failed": "PowerShell on the host of Node-RED failed, and would fail for every member",
  "test.denied": "access was denied on __where__; more attempts could lock the account",
  "test.scom-server": "the SCOM server",
} as const;

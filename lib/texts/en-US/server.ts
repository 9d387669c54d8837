/** What can go wrong between us and a server, as far as the waist knows it. */
export const server = {
  "server.failed": "__what__ (asked: __operation__).",
  "server.bad-reply": "the answer does not have the agreed form: __problems__",
  "post.not-sent": "__what__ could not be sent: __host__ cannot be reached (__why__)",
  "post.no-answer": "no answer came to __what__ that was sent to __host__ (__why__)",
  "post.refused": "__host__ did not accept __what__ (HTTP status __status__)",
  "notice.what": "the notice",
  "notice.refused.hint": "Check the address of the web hook, and whether it still exists.",
  "server.problem": "__path__: __message__",
  "server.whole-answer": "the answer",
  "server.no-answer": "no answer within __limit__",
  "server.silent": "it does not answer",
  "server.answer-lost": "the connection broke before the answer came",
  "server.no-scom-server": "no SCOM management server is named for this array",
  "server.no-scom-server.hint": "Name it in the server-array, or take the scom-maintenance nodes out of the flow.",
  "server.not-in-array": "there is no such server in the array",
  "server.connection-closed": "the connection was closed",
} as const;

/** What can go wrong between us and a server, as far as the waist knows it. */
export const server = {
  "server.failed": "__what__ (__operation__).",
  "server.bad-reply": "the answer is not what was agreed: __problems__",
  "server.no-answer": "no answer within __limit__",
} as const;

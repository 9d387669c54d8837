import type { Capture } from "./capture";

export const web: Capture<Readonly<Record<"timedOut" | "refused" | "noTls" | "oldTls" | "noHttp" | "serverDown" | "webStopped", string>>> =
  {
    source: "Errors of Node.js sockets (ETIMEDOUT, ECONNREFUSED, ERR_SSL_WRONG_VERSION_NUMBER) as the controller's probe words them.",
    kind: "composed",
    product: "Node.js, IIS 7.5",
    culture: "invariant",
    texts: {
      timedOut: "connection timed out",
      refused: "connection refused",
      noTls: "the port does not speak TLS",
      oldTls: "it speaks none of the TLS versions of this probe (1.0 to 1.3): its TLS is too old or too new",
      noHttp: "the answer is not HTTP",
      serverDown: "the server went down",
      webStopped: "the web service stopped",
    },
  };

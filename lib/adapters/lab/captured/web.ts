import type { Capture } from "./capture";

export const web: Capture<Readonly<Record<"serverDown" | "webStopped", string>>> = {
  source: "What a client loses when its server goes away: composed, since no product says it.",
  kind: "composed",
  product: "IIS 7.5",
  culture: "en-US",
  texts: {
    serverDown: "the server went down",
    webStopped: "the web service stopped",
  },
};

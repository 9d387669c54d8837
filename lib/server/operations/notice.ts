import { z } from "zod";
import { seconds } from "../../time";
import { tell, TellId } from "../operation";

export const notice = {
  "notice.post": tell({
    summary: "Post a notice to a web hook",
    besides: "of a chat, a ticket system or the like, as JSON",
    args: z.object({
      id: TellId,
      /** May hold a secret, as web hooks of chats do: it is never written down. */
      url: z.url({ protocol: /^https?$/ }),
      body: z.record(z.string(), z.json()),
    }),
    example: { id: "20260110-CAS1_send-notice_1_1", url: "http://127.0.0.1:1880/hooks/operations", body: { text: "CAS1 is updated" } },
    arrives: { text: "CAS1 is updated" },
    withinMs: seconds(30),
  }),
};

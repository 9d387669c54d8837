import { z } from "zod";
import { seconds } from "../../time";
import { read } from "../operation";

const Port = z.number().int().min(1).max(65_535);

/** *Does not answer* is an answer here, not an error: that is what a probe asks. */
export const probe = {
  "probe.http": read({
    summary: "One HTTP request to the member's own address",
    on: "controller",
    args: z.object({
      scheme: z.enum(["http", "https"]),
      port: Port,
      path: z.string().startsWith("/"),
      /** Host header, if the site needs one other than the address. */
      host: z.string().optional(),
    }),
    example: { scheme: "https", port: 443, path: "/owa/" },
    result: z.object({
      status: z.number().int().nullable(),
      /** Where the answer sends on to: a path with a slash at its beginning on the host that was asked, else the whole address; null: nowhere. */
      location: z.string().nullable(),
      ms: z.number(),
      error: z.string().nullable(),
    }),
    withinMs: seconds(15),
  }),

  "probe.tcp": read({
    summary: "Whether a port of the member's own address accepts connections",
    on: "controller",
    args: z.object({ port: Port }),
    example: { port: 443 },
    result: z.object({ open: z.boolean(), ms: z.number(), error: z.string().nullable() }),
    withinMs: seconds(15),
  }),
};

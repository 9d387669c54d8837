import { z } from "zod";

/** A field that the chosen way does not need may be left empty in the form. */
const orDefault = <Field extends z.ZodType>(field: Field) => z.preprocess((value) => (value === "" ? undefined : value), field);

/** How an array tells who serves, as its form gives it. Fields of ways that are not chosen are kept, and not looked at. */
export const ServingSettings = z
  .object({
    serving: z.enum(["nlb", "http", "script"]).default("nlb"),
    /** `tcp`: that the port accepts connections is answer enough; only beside NLB, which tells the rest. */
    servingScheme: z.enum(["https", "http", "tcp"]).default("https"),
    servingPort: orDefault(
      z.coerce.number().int().min(1, "must be a port from 1 to 65535").max(65_535, "must be a port from 1 to 65535").default(443),
    ),
    servingPath: orDefault(z.string().startsWith("/", "must begin with /, like /owa/healthcheck.htm").default("/")),
    /** Host header; empty: the member's address. */
    servingHost: z.string().trim().default(""),
    servingStatus: orDefault(
      z.coerce.number().int().min(100, "must be an HTTP status, like 200").max(599, "must be an HTTP status, like 200").default(200),
    ),
    /** Path on the member. */
    servingScript: z.string().trim().default(""),
  })
  .refine(({ serving, servingScript }) => serving !== "script" || servingScript !== "", {
    path: ["servingScript"],
    error: "must name the script that tells whether a member serves, as a path on the member",
  })
  .refine(({ serving, servingScheme }) => serving !== "http" || servingScheme !== "tcp", {
    path: ["servingScheme"],
    error: "must be http or https: an open port alone does not tell that a member serves",
  });
export type ServingSettings = z.output<typeof ServingSettings>;

import { z } from "zod";
import { minutes } from "../../time";
import { read } from "../operation";

export const script = {
  "script.look": read({
    summary: "Run the user's own script on the member",
    besides: "it promises to change nothing",
    on: "member",
    args: z.object({ file: z.string().min(1), arguments: z.array(z.string()).default([]) }),
    example: { file: "C:\\Scripts\\serving.ps1", arguments: [] },
    result: z.object({ exitCode: z.number().int(), output: z.string() }),
    withinMs: minutes(2),
  }),
};

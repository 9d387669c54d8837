import { z } from "zod";
import { seconds } from "../../time";
import { read } from "../operation";

export const script = {
  "script.look": read({
    summary: "Run the user's own script on the member",
    besides: "it promises to change nothing",
    on: "member",
    args: z.object({ file: z.string().min(1), arguments: z.array(z.string()).default([]) }),
    example: { file: "C:\\Scripts\\serving.ps1", arguments: [] },
    result: z.object({ exitCode: z.number().int(), output: z.string() }),
    // As long as the other reads by which it is told who serves: a script that hangs must not keep its member silent for longer.
    withinMs: seconds(30),
  }),
};

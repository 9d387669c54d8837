import should from "should";
import type { Progress, StepContext, StepResult } from "../../../lib/run/step";
import { StepFailed } from "../../../lib/run/step";
import { quoted, text } from "../../../lib/texts";
import { said } from "../../shared/english";

// What must not compile is expected not to: where it does, the compiler says so, and `npm run types` fails.
// @ts-expect-error a result
export const result: StepResult = { changed: true, text: "stopped" };
// @ts-expect-error progress
export const progress: Progress = { text: "half way" };
// @ts-expect-error a condition
export const call: Parameters<StepContext["server"]["change"]>[2] = { onlyIf: "it did not start" };
export const warned = ({ warn }: StepContext): void => {
  // @ts-expect-error a warning
  warn("It has no such service.");
};
// @ts-expect-error a failure
export const failed = (): Error => new StepFailed("x", "it has failed.");
// @ts-expect-error what to do about it
export const advised = (): Error => new StepFailed("x", text("boot.hint"), "Look at it.");

describe("What a step says", () => {
  it("is a text; what a server has said is quoted as it is", () => {
    said(quoted("Der Dienst antwortete nicht.")).should.equal("Der Dienst antwortete nicht.");
    should(quoted(text("boot.hint"))).eql(text("boot.hint"));
  });
});

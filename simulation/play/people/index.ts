/**
 * What people do to a night while it is played: messages that come twice, and answers to what a run asks. It knows the plan, and sends what the
 * plan says. Begin with `answers.ts`.
 */
export { Again } from "./again";
export { Answers } from "./answers";

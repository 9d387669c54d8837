/**
 * What went wrong, told in the errors of the waist: what the caller module says of an error, how a process or a session ended, and why `ssh` did not
 * connect. It decides by ids and codes, never by what Windows says in words. Begin with `failures.ts`.
 */
export type { CallerError } from "./failures";
export { failureOfCall, failureOfShell, isDenied } from "./failures";

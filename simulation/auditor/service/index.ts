/**
 * The promises about what users and colleagues notice: who serves, who is out, what takes traffic, who is cut, what monitoring says. They read the
 * lab's truth, and of the run's records only what the truth cannot know. Begin with `enough-serve.ts`; one file for each promise.
 */
export { enoughServe } from "./enough-serve";
export { monitoring } from "./monitoring";
export { nobodyCut } from "./nobody-cut";
export { notTooManyOut } from "./not-too-many-out";
export { verifiedFirst } from "./verified-first";

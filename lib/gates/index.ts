/**
 * What lets traffic to a member, and how to tell that it serves: by NLB, by a probe, or by the user's own script, one folder each. A gate asks
 * members through the waist and gives verdicts; it knows neither run nor step, and the run gets it as a function (`Serving`).
 * Begin with `serving.ts`.
 */
export { whyNoAnswer } from "./no-answer";
export { troubleIn } from "./redirect";
export { isAmong, statusesIn } from "./statuses";
export { servingBy, takenOutBy, usesOfServing } from "./serving";

/** What the steps say: how they are getting on, what they have done, and why they fail. A file for each room of `lib/steps`. */
import { monitoring } from "./monitoring";
import { preflight } from "./preflight";
import { traffic } from "./traffic";

export const steps = { ...preflight, ...monitoring, ...traffic } as const;

/**
 * What the steps say: how they are getting on, what they have done, and why they fail. A file for each room of `lib/steps`; `parts.ts` has what
 * several of them say. Begin with `traffic.ts`.
 */
import { health } from "./health";
import { monitoring } from "./monitoring";
import { parts } from "./parts";
import { preflight } from "./preflight";
import { restart } from "./restart";
import { services } from "./services";
import { traffic } from "./traffic";
import { update } from "./update";

export const steps = {
  ...preflight,
  ...monitoring,
  ...traffic,
  ...services,
  ...update,
  ...restart,
  ...health,
  ...parts,
} as const;

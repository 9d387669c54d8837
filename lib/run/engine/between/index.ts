/**
 * What a run does while no member is at work: in which order they are taken, and how those that are updated do before more are. It knows the guard's
 * looks and a member as it is, and changes nothing. Begin with `soak.ts`.
 */
import { setOrder } from "./order";
import { soak } from "./soak";

/** By what is to be done. */
export const between = { order: setOrder, soak } as const;

import type { Frame } from "../process/frames";
import type { Exit } from "../process/process";

/** How a line that was sent ended: whatever came first. */
export type Verdict =
  | { readonly kind: "answered"; readonly frame: Frame }
  | { readonly kind: "exited"; readonly exit: Exit }
  | { readonly kind: "flooded" | "timed-out" | "cancelled" };

import type { Text } from "../../texts";

/** Why an installer must not be started on a member: what it cannot bear there, or what it lacks. Nothing has been started yet. */
export interface Obstacle {
  /** The reason code of a step that fails by it. */
  readonly code: "execution-policy" | "waits-for-a-person" | "license-terms" | "interim-update";
  readonly what: Text;
  /** What to do about it. */
  readonly hint: Text;
}

import type { MemberState } from "../member-state";
import type { ToDo } from "./item";
import { looks } from "./look";
import { mends } from "./mend";
import { putBacks } from "./put-back";

/** What is left to do on a member that is not as it should be. What cuts clients, or lets them in, comes last in its part. */
export const toDoOn = (member: MemberState): readonly ToDo[] => [...looks(member), ...mends(member), ...putBacks(member)];

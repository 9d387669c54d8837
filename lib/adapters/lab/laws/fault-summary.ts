import type { Text } from "../../../texts";
import { textBeside } from "../../../texts";
import type { EventName } from "./events";
import { outsideEvents } from "./events";
import type { FaultName } from "./faults";
import { faults } from "./faults";

/** What a fault does, in a line for people. Kept apart from the faults: the editor needs their names, and its code must not include the texts. */
export const summaryOfFault = (name: FaultName): Text => textBeside(`fault.${name}`, faults[name].summary);

/** What an event of outside is, in a line for people. */
export const summaryOfEvent = (name: EventName): Text => textBeside(`event.${name}`, outsideEvents[name].summary);

import type { RunDocument } from "../../../lib/run";
import type { Words } from "../../../lib/texts";
import { text } from "../../../lib/texts";

/** Where the report of a run is. */
export const reportIn = ({ report }: RunDocument): Words => report ?? text("loop.no-report");

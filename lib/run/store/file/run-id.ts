import { z } from "zod";

/** A run's id is also the name of its files: nothing else may get that far. */
export const RunId = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,99}$/);

import { z } from "zod";

/** A run's id is also the name of its files, so nothing else may be used as one. */
export const RunId = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.-]{0,99}$/);

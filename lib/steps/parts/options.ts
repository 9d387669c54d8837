import { z } from "zod";

/** A number of minutes as forms give it: a number, or its digits. */
export const minutesOption = (byDefault: number, { least = 1, most = 10_080 } = {}) =>
  z.coerce.number().min(least).max(most).default(byDefault);

/** A whole number as forms give it. */
export const numberOption = (byDefault: number, { least = 0, most = 1_000_000 } = {}) =>
  z.coerce.number().int().min(least).max(most).default(byDefault);

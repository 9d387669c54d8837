import { z } from "zod";

/** For an operation without arguments. */
export const noArguments = { args: z.object({}), example: {} } as const;

/** A moment, as UTC in ISO 8601: `2026-01-10T22:00:00.000Z`. */
export const Instant = z.iso.datetime();

import { z } from "zod";

/** No arguments. */
export const none = z.object({});

/** A moment, as UTC in ISO 8601: `2026-01-10T22:00:00.000Z`. */
export const Instant = z.iso.datetime();

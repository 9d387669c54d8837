/** Where the editor hears which runs are at work. */
export const topic = "rolling-update/at-work";

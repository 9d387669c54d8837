/** In a file of its own, since forms show it too. */
export { setupLogPath } from "../../server/operations/setup-log-path";

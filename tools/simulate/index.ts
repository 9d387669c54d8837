/**
 * `npm run simulate`: plays the nights of many seeds in processes of their own, side by side, and says which promises were broken. What a night is
 * stands in simulation/. Begin with `run-simulate.ts`.
 */
export { runSimulate } from "./run-simulate";

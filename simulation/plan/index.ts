/**
 * What is to happen in a night, as a function of its seed: the array and how its members are found, settings of the flow, what others do, what goes
 * wrong, what the operator commands. It plays nothing. Begin with `plan.ts`; `plan-of.ts` throws the dice.
 */
export { Dice } from "./dice";
export type { Flow } from "./flow";
export { BEGINNING, CONNECTION, flowOf, WITNESS } from "./flow";
export type {
  ClockJump,
  Command,
  DeployAgain,
  ExampleName,
  Hold,
  Kills,
  KillPoint,
  OperationFaults,
  Plan,
  StoreFault,
  Window,
} from "./plan";
export { planOf } from "./plan-of";

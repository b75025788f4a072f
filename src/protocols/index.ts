/**
 * Reference implementations of protocols, and what drives them. They know nothing of the models that they are held against:
 * nothing here reads a `.spec` or is made from one.
 */
export * from "./core.ts";
export type { Deed } from "./deed.ts";
export { type Breach, breachOf, type Duty, type DutyKind } from "./duties.ts";
export { createRaft, observeRaft } from "./raft/core.ts";
export { createRaftDuties } from "./raft/duties.ts";
export type { Command, Operation, Result, Store } from "./raft/store.ts";
export { raftSystem } from "./raft/system.ts";
export type * from "./raft/types.ts";
export { drawFaults, type Faults, noFaults } from "./simulation/faults.ts";
export { createRandom, type Random } from "./simulation/random.ts";
export { type Run, type RunSettings, simulate } from "./simulation/simulation.ts";
export type {
  Client,
  ClientAction,
  Invocation,
  Pace,
  Properties,
  Report,
  Simulable,
  System,
} from "./simulation/system.ts";
export type * from "./trace-event.ts";
export { createTraceLog, mergeClocks, type TraceLog } from "./trace-log.ts";
export {
  type Detail,
  encode,
  encodeState,
  fullDetail,
  type Observation,
  recording,
  silent,
  type TracePoint,
  type Transition,
  viewMessage,
} from "./trace-point.ts";
export { createTwoPhaseCommit, observeTwoPhase, type TwoPhaseConfiguration } from "./two-phase-commit/core.ts";
export { createTwoPhaseDuties } from "./two-phase-commit/duties.ts";
export { twoPhaseSystem } from "./two-phase-commit/system.ts";
export type * from "./two-phase-commit/types.ts";

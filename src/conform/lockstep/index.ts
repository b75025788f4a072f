/** Lock-step: an implementation and its model side by side, through every pair of states that they can be in together. */
export {
  accountOf,
  type LockstepAccount,
  type LockstepRow,
  type LockstepViolation,
  type RejectedDeed,
} from "./account.ts";
export type { CalmAccount } from "./calm-account.ts";
export type { Code } from "./code.ts";
export { prepareCode } from "./configuration.ts";
export type { CoveredAction } from "./coverage.ts";
export { reproductionOf } from "./reproduction.ts";
export { type LockstepFigures, type LockstepOptions, type LockstepOutcome, searchPairs } from "./search.ts";
export type { Subject } from "./subject.ts";
export { type Cores, raftSubject, twoPhaseSubject } from "./subjects.ts";

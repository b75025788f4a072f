/** Traces: behaviours of a model, and everything that is made of one. */
export {
  AbstractMachine,
  asTemporal,
  conditionsOf,
  type OwedAccount,
  owedOn,
  problemWithFairness,
} from "./abstract-fairness.ts";
export { type Account, account, type LassoAccount } from "./account.ts";
export { asRun } from "./as-run.ts";
export { type FairnessOnLoop, fairnessOn, holdsOn, loopStart, type Reaching, stops } from "./behaviour.ts";
export type { BlockedAction } from "./blocked.ts";
export { differences } from "./changes.ts";
export { type Coverage, CoverageCounter, type CoveredPoint, coverageOf, type Gap } from "./coverage.ts";
export { explain, type Reason } from "./explain.ts";
export { type ImageAccount, imageOf } from "./image.ts";
export { encodeTrace, type ItfDocument, type TraceOrigin } from "./itf.ts";
export { decodeValue, encodeValue, type Json } from "./itf-values.ts";
export { arrow, messageText } from "./label.ts";
export { type Numbering, problemWith, traceOfLasso } from "./lasso.ts";
export { minimise, type Traced } from "./minimise.ts";
export { fromPlain, toPlain } from "./plain-states.ts";
export { reachingBySearch } from "./reaching.ts";
export { reorder } from "./reorder.ts";
export { type Replay, readDocument, replay } from "./replay.ts";
export { type RunResult, runScenario } from "./scenario.ts";
export { shower } from "./show.ts";
export { type Watched, watched } from "./signs.ts";
export type { Row, Snapshot, Story } from "./story.ts";
export { standstill, timelockIn } from "./timelock.ts";
export { lastState, stateAt, stateBeforeLast, type Trace } from "./trace.ts";
export {
  type Finding,
  findingKind,
  type Limit,
  type PropertyVerdict,
  type Statistics,
  type SymmetryUse,
  type Verdict,
  type VerdictKind,
  verdictKind,
} from "./verdict.ts";
export { warningsOf } from "./warnings.ts";

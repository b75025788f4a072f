/** Visiting every state of something that can be explored. */

export { AbstractEngine } from "./abstract-engine.ts";
export {
  type CompiledOutcome,
  type CompiledSearchOptions,
  type Engine,
  type Resources,
  searchCompiled,
} from "./compiled-search.ts";
export {
  type AbstractBehaviour,
  type Behaviour,
  type BuiltGraph,
  buildGraph,
  bytesOfWriting,
  type CompiledGraph,
  type Decision,
  decide,
  type Exchange,
  type FairCondition,
  FairCore,
  findBehaviour,
  firstForEver,
  GraphDraft,
  type GraphEngine,
  type GraphSize,
  type GraphStep,
  isEverTrue,
  type Labelled,
  type Lasso,
  outside,
  type Pause,
  Reach,
  type ReachFormula,
  type RefinedGraph,
  refinedGraph,
  StateGraph,
  type StepLabel,
  shiftFor,
  stateWhere,
  writeCompiledGraph,
} from "./liveness/index.ts";
export type { Figures, Limit, Outcome, Path, PropertyVerdict, Violation } from "./outcome.ts";
export {
  type ActionProfile,
  type PartProfile,
  type Profile,
  type ProfileOptions,
  type PropertyProfile,
  profileStates,
} from "./profile.ts";
export { type Progress, type SearchOptions, search } from "./search.ts";
export type { Answer, Edge, Fault, PropertyOutline, Searchable } from "./searchable.ts";
export {
  type Simulated,
  type SimulationOptions,
  type SimulationResult,
  simulate,
  type WalkFigures,
  type WalkStatistics,
} from "./simulation/simulate.ts";
export type { Order, Report } from "./team.ts";
export { beginTask, type StartWorker, type Task, type Worker } from "./worker.ts";

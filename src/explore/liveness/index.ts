/** Behaviours that go on for ever: graphs of states and steps, and whether formulas hold of all fair ways through them. */

export type { Exchange } from "./alike.ts";
export { type BuiltGraph, buildGraph, type Labelled } from "./build.ts";
export { bytesOfWriting, type CompiledGraph, type GraphEngine, writeCompiledGraph } from "./compiled-graph.ts";
export { FairCore } from "./core.ts";
export { type Behaviour, type Decision, decide, findBehaviour } from "./decide.ts";
export { isEverTrue } from "./ever.ts";
export type { FairCondition } from "./fair.ts";
export type { Formula } from "./formula.ts";
export { GraphDraft, type GraphSize, outside, StateGraph, type StepLabel, shiftFor } from "./graph.ts";
export type { GraphStep, Lasso } from "./lasso.ts";
export { Reach, type ReachFormula, stateWhere } from "./reach.ts";
export { type RecordedPiece, Recording } from "./recording.ts";
export { type AbstractBehaviour, type RefinedGraph, refinedGraph } from "./refined-graph.ts";
export type { Pause } from "./region.ts";
export { firstForEver } from "./standstill.ts";

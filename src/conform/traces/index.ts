/** Trace validation: a log of a running system against a model. */

export type { Advice } from "./advisor.ts";
export { type ConformanceRequest, defaultLimits, type Limits } from "./attempt.ts";
export type { Difference } from "./comparison.ts";
export {
  type Conformance,
  type ConformanceOutcome,
  conform,
  verdictOf,
} from "./conformance.ts";
export { spanOfLine } from "./damage.ts";
export type { OpenLog } from "./lines.ts";
export type { Item } from "./log-items.ts";
export { type Ignored, isIgnored, type Mapping as TraceMapping, readMapping } from "./mapping.ts";
export type { Mismatch } from "./matcher.ts";
export type { Place as LogPlace } from "./place.ts";
export type { Blocked, Prefix, Rejection } from "./rejection.ts";
export type { Remedy } from "./remedies.ts";

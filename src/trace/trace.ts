/**
 * A trace: a behaviour from an initial state, as the explorer found it or as a file tells it. Everything else in this room
 * makes something of a trace: a story for people, a file, a scenario, the reason why a property fails.
 */
import type { State, Step } from "../interpreter/index.ts";
import type { Model } from "../ir/index.ts";

export interface Trace {
  readonly model: Model;
  readonly initial: State;
  readonly steps: readonly Step[];
  /** The index of the state that a lasso returns to. */
  readonly loop?: number;
}

/** The state after `count` steps. */
export function stateAt(trace: Trace, count: number): State {
  return count === 0 ? trace.initial : (trace.steps[count - 1]?.target ?? trace.initial);
}

export function lastState(trace: Trace): State {
  return stateAt(trace, trace.steps.length);
}

/** The state before the last step, which a step invariant speaks about; undefined when there is no step. */
export function stateBeforeLast(trace: Trace): State | undefined {
  return trace.steps.length === 0 ? undefined : stateAt(trace, trace.steps.length - 1);
}

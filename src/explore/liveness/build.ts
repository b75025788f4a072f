/**
 * The graph of something that can be searched state by state, as the interpreter offers it. Its size is known from a search
 * before. A state in which a predicate has no value ends the writing: that is a mistake of the model.
 */
import { assert } from "../../source/index.ts";
import { GraphDraft, type GraphSize, outside, type StateGraph, type StepLabel } from "./graph.ts";
import type { Pause } from "./region.ts";

/** Steps with the numbers of their labels. */
export interface Labelled<State> {
  /** Inside the constraints. */
  initial(): readonly State[];
  expand(state: State): {
    readonly steps: readonly { readonly target: State; readonly label: number }[];
    /** Labels of steps that a bound cut. */
    readonly cuts: readonly number[];
  };
  key(state: State): string;
  inside(state: State): boolean;
  /** Undefined when the predicate has no value. */
  atom(position: number, state: State): boolean | undefined;
}

export interface BuiltGraph<State> {
  readonly graph: StateGraph;
  /** The number of a state; undefined for one that is not in the graph. */
  readonly numberOf: (state: State) => number | undefined;
  /** The last state of the graph has a predicate without a value. */
  readonly failed: boolean;
}

/** Undefined when the caller wanted it to stop. */
export async function buildGraph<State>(
  source: Labelled<State>,
  size: GraphSize,
  labels: readonly StepLabel[],
  atomCount: number,
  stop: Pause,
): Promise<BuiltGraph<State> | undefined> {
  const draft = new GraphDraft(size, labels, atomCount);
  const numbers = new Map<string, number>();
  const waiting: State[] = [];
  const enter = (state: State): number => {
    const key = source.key(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    waiting.push(state);
    numbers.set(key, waiting.length);
    return waiting.length;
  };
  for (const state of source.initial()) {
    const number = enter(state);
    if (!draft.initial.includes(number)) draft.initial.push(number);
  }
  let failed = false;
  for (let at = 0; at < waiting.length && !failed; at++) {
    if (at % 256 === 255 && (await stop())) return undefined;
    const state = waiting[at];
    assert(state !== undefined, "a state waits at every position");
    draft.startState();
    for (let atom = 0; atom < atomCount; atom++) {
      const value = source.atom(atom, state);
      if (value) draft.setAtom(atom);
      if (value === undefined) failed = true;
    }
    const { steps, cuts } = source.expand(state);
    for (const { target, label } of steps) draft.addStep(source.inside(target) ? enter(target) : outside, label);
    for (const label of cuts) draft.addStep(outside, label);
  }
  return { graph: draft.finish(), numberOf: (state) => numbers.get(source.key(state)), failed };
}

/** Paths are rebuilt by taking the steps again: only numbers are kept for a state that has been expanded. */
import { assert } from "../source/index.ts";
import type { Path } from "./outcome.ts";
import type { Edge, Searchable } from "./searchable.ts";

/** How a state was reached: the `ordinal`-th step of a known state, or the `ordinal`-th initial state. */
export interface Arrival {
  readonly parent: number | undefined;
  readonly ordinal: number;
}

/** Knows how every state was first reached. */
export interface History {
  arrival(number: number): Arrival;
}

/** The path of first arrivals that ends with `last`; in a search over orbits, its states are representatives. */
export function pathOf<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  history: History,
  last: Arrival,
): Path<State, Step> {
  const ordinals: number[] = [];
  let start = last;
  while (start.parent !== undefined) {
    ordinals.push(start.ordinal);
    start = history.arrival(start.parent);
  }
  const first = machine.initial().states;
  assert(start.ordinal < first.length, "the initial states have changed");
  const { representative = (found: State) => found } = machine;
  let state = representative(first[start.ordinal] as State);
  const states = [state];
  const steps: Step[] = [];
  for (const ordinal of ordinals.reverse()) {
    const step: Step | undefined = machine.expand(state).steps[ordinal];
    assert(step, "the steps of a state have changed");
    state = representative(step.target);
    states.push(state);
    steps.push(step);
  }
  return { states, steps };
}

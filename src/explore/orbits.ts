/**
 * Searches over orbits: a state stands for all states that differ from it in who is who, and only one of them is expanded. What
 * was found is told about real behaviours: the way through representatives is taken once more from a real initial state,
 * and each step to a state of the next orbit, which exists because what one state of an orbit can do all can, renamed.
 */
import { assert } from "../source/index.ts";
import type { Path } from "./outcome.ts";
import { type Arrival, type History, pathOf } from "./path.ts";
import type { Edge, Searchable } from "./searchable.ts";

/** The machine with states that stand for their orbits. `representative` is the same state for all states of an orbit. */
export function overOrbits<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  representative: (state: State) => State,
): Searchable<State, Step, Label, Failure> {
  return { ...machine, representative };
}

/**
 * The path of first arrivals that ends with `last`, as a behaviour. `ends`: whether a last step is the one that was meant;
 * steps between the same orbits may differ in what an invariant says of them.
 */
export function behaviourOf<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  history: History,
  last: Arrival,
  ends: (step: Step, from: State) => boolean = () => true,
): Path<State, Step> {
  const path = pathOf(machine, history, last);
  const { representative } = machine;
  if (!representative) return path;
  const orbit = (state: State): string => machine.key(representative(state));
  const [start, ...wanted] = path.states.map(orbit);
  const starts = machine.initial().states.filter((one) => orbit(one) === start);
  assert(starts.length > 0, "some initial state is of the first orbit");
  let state = starts[0] as State;
  const states = [state];
  const steps: Step[] = [];
  for (const [at, goal] of wanted.entries()) {
    const from: State = state;
    const fitting = machine.expand(from).steps.filter(({ target }) => orbit(target) === goal);
    const isLast = at === wanted.length - 1;
    // None is meant where it shows who is asked first (`orderShows`): then nobody wants to know.
    const step = fitting.find((one) => !isLast || ends(one, from)) ?? fitting[0];
    assert(step, "a step leads to the next orbit");
    state = step.target;
    states.push(state);
    steps.push(step);
  }
  return { states, steps };
}

/** The failure that was found at a representative, as it is at the end of a real behaviour: with the names that are used there. */
export function failureAt<State, Step extends Edge<State>, Label, Failure>(
  machine: Searchable<State, Step, Label, Failure>,
  known: Failure,
  state: State,
  from: State | undefined,
): { readonly failure: Failure; readonly label?: Label } | undefined {
  const { place } = machine.classify(known);
  const isMeant = (failure: Failure): boolean => machine.classify(failure).place === place;
  for (const fault of machine.expand(state).failures) if (isMeant(fault.failure)) return fault;
  const answers = [
    ...machine.properties.map(({ kind }, position) => {
      const isOfSteps = kind === "step invariant" || kind === "refinement";
      return isOfSteps && from === undefined
        ? undefined
        : machine.property(position, state, isOfSteps ? from : undefined);
    }),
    machine.inside(state),
    machine.terminal(state),
  ];
  for (const answer of answers) if (answer && "failure" in answer && isMeant(answer.failure)) return answer;
  return undefined;
}

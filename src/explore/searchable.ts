/**
 * What can be explored: the explorer's side of the border. A machine of any kind (the interpreter, a compiled engine) is
 * made to look like this, and the explorer knows nothing else: states, steps and failures are opaque to it.
 */

/** A step to a state. */
export interface Edge<State> {
  readonly target: State;
}

/** Something that must not happen, with the label of the step in which it did. */
export interface Fault<Label, Failure> {
  readonly label: Label;
  readonly failure: Failure;
}

export interface PropertyOutline {
  readonly name: string;
  readonly kind: "invariant" | "step invariant" | "reachable" | "refinement";
}

/** Whether a formula holds, or what went wrong in evaluating it. */
export type Answer<Failure> = { readonly value: boolean } | { readonly failure: Failure };

export interface Searchable<State, Step extends Edge<State>, Label, Failure> {
  /** In declaration order; they are asked for by position. */
  readonly properties: readonly PropertyOutline[];
  initial(): { readonly states: readonly State[]; readonly failures: readonly Failure[] };
  /** The same for equal states whenever it is asked: traces are rebuilt from the positions of steps. */
  expand(state: State): {
    readonly steps: readonly Step[];
    readonly failures: readonly Fault<Label, Failure>[];
    /** How many branches bounds have cut. */
    readonly cut: number;
    readonly deadlocked: boolean;
  };
  /** In a search over orbits: the state that is expanded in place of `state`, and of all others of its orbit. */
  readonly representative?: (state: State) => State;
  /** Equal for equal states and for no others. */
  key(state: State): string;
  /** `old` is given for step invariants. */
  property(position: number, state: State, old?: State): Answer<Failure>;
  /** Whether nothing needs to happen any more. */
  terminal(state: State): Answer<Failure>;
  /** Whether the state is inside the constraints. */
  inside(state: State): Answer<Failure>;
  /** A model error, or an assertion of the model's own; and a name for where it happened, the same for the same place. */
  classify(failure: Failure): { readonly kind: "error" | "assertion"; readonly place: string };
}

/**
 * What a search found out. An outcome always carries its figures and what became of every property, so that no verdict
 * can be shown without what it covers.
 */

export interface Figures {
  /** Distinct states inside the constraints. */
  readonly states: number;
  /** Steps, and initial states too: also those that lead to known states or outside the constraints. */
  readonly transitions: number;
  /** Of the farthest state; an initial state has depth 1. */
  readonly depth: number;
  /** Branches that bounds, capacities and maxima have cut. */
  readonly cut: number;
  /** Transitions into states outside the constraints. */
  readonly constrained: number;
  /** States found and not yet expanded. */
  readonly queue: number;
  readonly seconds: number;
}

/** The states from an initial one on, and the steps between them: one fewer. */
export interface Path<State, Step> {
  readonly states: readonly State[];
  readonly steps: readonly Step[];
}

/** Something wrong, with the shortest way to it. `depth` counts states, also one that was failed to be reached. */
export type Violation<State, Step, Label, Failure> = { readonly depth: number } & (
  | { readonly kind: "property"; readonly property: string; readonly path: Path<State, Step> }
  /** Nothing reaches this `reachable`: there is no path to show. */
  | { readonly kind: "unreached"; readonly property: string }
  | { readonly kind: "deadlock"; readonly path: Path<State, Step> }
  /**
   * The path leads to the state in which it happened; `label` is the step that failed, if a step did. There is no path
   * when an initial state could not be computed.
   */
  | {
      readonly kind: "error" | "assertion";
      readonly failure: Failure;
      readonly label?: Label;
      readonly path?: Path<State, Step>;
    }
);

/** What ended a search before it had seen everything; `walks`: it was a simulation, which never does. */
export type Limit = "states" | "depth" | "time" | "memory" | "walks" | "interrupted";

export interface PropertyVerdict {
  readonly name: string;
  readonly kind: "invariant" | "step invariant" | "reachable" | "refinement";
  /** unknown: the search ended before this was decided; skipped: it was not asked for. */
  readonly verdict: "holds" | "violated" | "unreached" | "unknown" | "skipped";
}

export type Outcome<State, Step, Label, Failure> = {
  readonly statistics: Figures;
  readonly properties: readonly PropertyVerdict[];
} & (
  | { readonly kind: "holds" }
  /** The first is the verdict; the others were collected with `continueAfterViolation`, in the same order. */
  | {
      readonly kind: "violated";
      readonly violations: readonly [
        Violation<State, Step, Label, Failure>,
        ...Violation<State, Step, Label, Failure>[],
      ];
      /** The limit that ended the collecting of more. */
      readonly limit?: Limit;
    }
  /** `found`: something is wrong, but the limit came before the way to it was found again. */
  | { readonly kind: "inconclusive"; readonly limit: Limit; readonly found?: true }
);

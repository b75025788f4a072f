/**
 * What a model says about its behaviours: formulas of linear temporal logic over state predicates and steps, and what is
 * fair. Everything is closed: a quantifier over members has become a conjunction, a `for each` one condition for each value.
 */
import type { Span } from "../source/index.ts";
import type { Expr } from "./code.ts";
import type { Action, Citation, Local } from "./model.ts";

/**
 * About a place in a behaviour: a state, the step that is taken from it, and what comes after. `state`, `taken` and
 * `canReach` are positions in `Behaviours.atoms`, `Behaviours.events` and `Behaviours.goals`.
 */
export type Formula =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "state"; readonly atom: number }
  | { readonly kind: "taken"; readonly event: number }
  /** Some way on leads to a state of the goal, whatever is fair. */
  | { readonly kind: "canReach"; readonly goal: number }
  | { readonly kind: "not" | "always" | "eventually"; readonly operand: Formula }
  | { readonly kind: "and" | "or"; readonly operands: readonly Formula[] }
  | { readonly kind: "until"; readonly left: Formula; readonly right: Formula };

/** Steps of an action: of one member or of anybody, with these values for some of its parameters (or its sender). */
export interface StepPattern {
  readonly action: Action;
  readonly self?: string;
  readonly where: readonly { readonly local: Local; readonly value: Expr }[];
}

export interface Fairness {
  /** `p1.eat`, `System`, `deliver Vote (from = s1)`. */
  readonly name: string;
  readonly strength: "weak" | "strong";
  readonly patterns: readonly StepPattern[];
  readonly span: Span;
}

export interface TemporalProperty {
  readonly name: string;
  /**
   * invariant: of all states, and it says what can be reached from them; possible: of some fair behaviour; refinement: what is
   * fair in the abstract model, which no formula says.
   */
  readonly kind: "property" | "liveness axiom" | "invariant" | "possible" | "refinement";
  readonly formula: Formula;
  /** What stands left of its implications. */
  readonly antecedents: readonly Antecedent[];
  /** The theory that it was declared in, if any. */
  readonly theory?: string;
  readonly cites: readonly Citation[];
  readonly span: Span;
}

/** What an implication is about: where none of the formulas is ever true, it says nothing. */
export interface Antecedent {
  /** For each value of the names in it, and wherever its define is used. */
  readonly formulas: readonly Formula[];
  /** Conditions over parameters alone that it stands behind: with one of them false, it is not meant. */
  readonly fixed: readonly Expr[];
  readonly span: Span;
}

export interface Behaviours {
  readonly properties: readonly TemporalProperty[];
  /** Closed state predicates that the formulas mention. */
  readonly atoms: readonly Expr[];
  /** What `taken` stands for: a step that fits one of the patterns. */
  readonly events: readonly (readonly StepPattern[])[];
  /** What `canReach` is about: predicates of one state, which may use the goals before. */
  readonly goals: readonly Formula[];
  readonly fairness: readonly Fairness[];
  /** Where actions are urgent: the atom of states in which time has to wait for them, and the event of what nobody owes. */
  readonly timelock?: { readonly blocked: number; readonly except: number };
}

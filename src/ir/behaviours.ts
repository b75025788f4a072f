/**
 * What a model says about its behaviours: formulas of linear temporal logic over state predicates and steps, and what is
 * fair. Everything is closed: a quantifier over members has become a conjunction, a `for each` one condition for each value.
 */
import type { Span } from "../source/index.ts";
import type { Expr } from "./code.ts";
import type { Action, Citation, Local } from "./model.ts";

/**
 * About a place in a behaviour: a state, the step that is taken from it, and what comes after. `state` and `taken` are
 * positions in `Behaviours.atoms` and `Behaviours.events`.
 */
export type Formula =
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "state"; readonly atom: number }
  | { readonly kind: "taken"; readonly event: number }
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
  readonly kind: "property" | "liveness axiom";
  readonly formula: Formula;
  /** The theory that it was declared in, if any. */
  readonly theory?: string;
  readonly cites: readonly Citation[];
  readonly span: Span;
}

export interface Behaviours {
  readonly properties: readonly TemporalProperty[];
  /** Closed state predicates that the formulas mention. */
  readonly atoms: readonly Expr[];
  /** What `taken` stands for: a step that fits one of the patterns. */
  readonly events: readonly (readonly StepPattern[])[];
  readonly fairness: readonly Fairness[];
}

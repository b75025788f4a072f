/**
 * What the interpreter offers: a `Machine` says where a model starts, how a state steps and whether a formula holds.
 * Everything behind (the explorer, traces, scenarios) uses this interface and never looks inside values.
 */
import type { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import type { Action, Expr, Message, Model, Property, StepPattern, Type, Variable } from "../ir/index.ts";
import type { Span } from "../source/index.ts";
import type { Observer } from "./observer.ts";

/** A member of a process kind or symmetric type is its name. */
export type Value =
  | boolean
  | number
  | string
  | Variant
  | ImmutableMap<string, Value> // a record, by field name
  | List<Value> // a sequence or a tuple
  | ImmutableSet<Value>
  | MapValue;

/** A value of type Map, or Bag (item → multiplicity, absent when 0). */
export interface MapValue {
  readonly kind: "map" | "bag";
  readonly entries: ImmutableMap<Value, Value>;
  equals(other: unknown): boolean;
  hashCode(): number;
}

/** A case with its arguments; options are `None` and `Some` (one argument). */
export interface Variant {
  readonly kind: "variant";
  readonly tag: string;
  /** Which case of its type it is, from 0. Values are ordered by it; two variants are equal by tag and arguments. */
  readonly index: number;
  readonly arguments: List<Value>;
  equals(other: unknown): boolean;
  hashCode(): number;
}

/** A message on its way. `fields` in the message's order. */
export interface Envelope {
  readonly message: Message;
  readonly from: string;
  readonly to: string;
  readonly fields: List<Value>;
}

/** One state of the model: variables and networks. Immutable. */
export interface State {
  /** The value of `variable`, of `owner` when it belongs to a process. */
  get(variable: Variable, owner?: string): Value;
  /** What is in flight in network number `network`, in a deterministic order; on a fifo, per channel in sending order. */
  envelopes(network: number): readonly { readonly envelope: Envelope; readonly count: number }[];
}

/** What identifies a step among the steps of one state: shown on cards, saved in traces, matched by scenarios. */
export interface Label {
  readonly action: Action;
  readonly self?: string;
  /** Parameters of the action, by name, in order. */
  readonly parameters: readonly Named[];
  /** What `pick` chose, in order of execution (initial choices of a restart too). */
  readonly picks: readonly Named[];
  /** Handlers, loss, duplication. */
  readonly envelope?: Envelope;
  /** The envelope was forged by a byzantine sender. */
  readonly forged: boolean;
}

export interface Named {
  readonly name: string;
  readonly value: Value;
  /** Where it is declared: it tells tuples from sequences. */
  readonly type?: Type;
}

export interface Step {
  readonly label: Label;
  readonly target: State;
  /** What the step sent, in order (also what an overflowing network dropped: `dropped`). */
  readonly sent: readonly { readonly envelope: Envelope; readonly dropped: boolean }[];
}

/** A model error or a failed assertion: a branch that ran into something that must not happen. */
export interface Failure {
  readonly kind: "error" | "assertion";
  readonly rule:
    | "range"
    | "capacity"
    | "missing"
    | "division"
    | "choose"
    | "order"
    | "overflow"
    | "partial-map"
    | "timelock"
    | "assertion";
  /** One sentence: "term becomes 3, outside 0..2". */
  readonly message: string;
  /** The expression or statement at fault. */
  readonly span: Span;
  /** The values that went into it: sub-expressions' source text and value. */
  readonly values: readonly { readonly text: string; readonly value: Value; readonly type?: Type }[];
}

/** Everything that can happen in a state. */
export interface Expansion {
  readonly steps: readonly Step[];
  /** Branches that failed; `sent` and the state before are the explored state's. */
  readonly failures: readonly { readonly label: Label; readonly failure: Failure }[];
  /** The steps that were not taken because a bound cut them, as far as they had come. */
  readonly cuts: readonly Label[];
  /** How many branches a bound, a capacity with `overflow bound`, or a history's maximum has cut. */
  readonly cut: number;
  /** Nothing that counts against a deadlock is enabled or cut (see semantics.md, Deadlock and time). */
  readonly deadlocked: boolean;
}

/** A step that is known in part. */
export interface Wanted {
  readonly action: Action;
  /** Whose step it is; anybody's without it. */
  readonly self?: string;
  /** Values of parameters by name; the others range over their domains. */
  readonly parameters?: ReadonlyMap<string, Value>;
  /** Whether this may be the envelope. */
  readonly envelope?: (envelope: Envelope) => boolean;
  /** Whether refusals come with the values that went into them. */
  readonly explained?: boolean;
}

/** The steps that fit, and why other instances that fit have none. */
export interface Attempt {
  readonly steps: readonly Step[];
  readonly refusals: readonly Refusal[];
  /** Branches that a bound cut. */
  readonly cut: number;
}

export interface Refusal {
  readonly label: Label;
  readonly reason: string;
  readonly span: Span;
  readonly values: readonly { readonly text: string; readonly value: Value; readonly type?: Type }[];
  /** The model error or failed assertion that ended it. */
  readonly failure?: Failure;
}

/** Why an action instance has no step here, for a deadlock's card and `expect disabled`. */
export interface Blocked {
  readonly action: Action;
  readonly self?: string;
  readonly parameters: readonly Named[];
  readonly envelope?: Envelope;
  /** Words for the hidden condition that fails, or the guard (or `require`) that is false, with its place. */
  readonly reason: string;
  readonly span: Span;
  /** The guard, or the part of it that is false. */
  readonly formula?: Expr;
}

/** A model's states as those of the model that it refines. */
export interface Image {
  /** The machine of the abstract model. */
  readonly machine: Machine;
  /** What the mapping makes of a state: a state of the abstract machine. */
  of(state: State): { readonly value: State } | { readonly failure: Failure };
  /** The abstract action that comes nearest to leading from one abstract state to another; there is none without actions. */
  nearest(before: State, after: State): Approach | undefined;
}

/** An abstract action that does not lead to a state, and what is in its way. */
export interface Approach {
  readonly label: Label;
  /** Where it would lead: to the state that is wanted unless only part of it agrees. */
  readonly target: State;
  /** Why it can't be taken; it can without one, and leads to another state. */
  readonly refusal?: Omit<Refusal, "label">;
}

export type Evaluation = { readonly value: boolean } | { readonly failure: Failure };

/** Values of locals that are in force when a sub-expression is looked at. */
export type Bindings = ReadonlyMap<number, Value>;

export interface Machine {
  readonly model: Model;
  /** Every initial state, without duplicates removed: each counts as a transition. */
  initialStates(): { readonly states: readonly State[]; readonly failures: readonly Failure[] };
  expand(state: State): Expansion;
  /** The steps that fit what is known of one. */
  take(state: State, wanted: Wanted): Attempt;
  /** Equal for equal states, different for different ones. */
  key(state: State): string;
  /**
   * The state with these values, by position in the model's variables and then by member, and with these envelopes by network:
   * with repeats, those of a fifo's channel in the order of sending.
   */
  stateWith(values: readonly (readonly Value[])[], envelopes: readonly (readonly Envelope[])[]): State;
  /** Whether a state formula holds in `state`, or a step formula of `old` → `state`. */
  evaluate(formula: Expr, state: State, old?: State): Evaluation;
  /** Any expression's value, for explanations; undefined when evaluating it fails. */
  value(expression: Expr, state: State, old?: State, bindings?: Bindings, self?: string): Value | undefined;
  /** The values that a binder's domain has, for explanations; in the order of the type. */
  items(domain: Expr, state: State, old?: State, bindings?: Bindings, self?: string): readonly Value[] | undefined;
  /** Of a refinement: whether the step from `old` is one of the abstract model or changes nothing there; without `old`, its start. */
  property(property: Property, state: State, old?: State): Evaluation;
  /** How the states look to the model that a refinement is about. */
  image(refinement: Property): Image;
  /** From now on, somebody is told what is evaluated, executed and chosen; or nobody is. */
  watch(observer: Observer | undefined): void;
  /** Whether a step with this label is one that the pattern means. */
  fits(pattern: StepPattern, label: Label): boolean;
  /** Why each action has no step in `state`: one entry per instance that has none, capped at `most`. */
  blocked(state: State, most: number): readonly Blocked[];
  /** The text of a value: `s1`, `{s1, s2}`, `Some(v1)`, `[{term: 1, value: v1}]`. */
  show(value: Value): string;
}

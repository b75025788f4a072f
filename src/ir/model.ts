/**
 * The typed model: what `lower` makes of a syntax tree and parameter values, and the only thing that the rooms behind
 * `ir/` know. Every name is resolved, every expression has its type, every size is a number. Faults, timers, tasks and
 * messages are lowered to hidden variables and environment actions, so that the rooms behind need few concepts:
 * **variables** (state), **actions** (steps), **networks** (messages in flight), **properties**.
 *
 * How a state steps: an action instance is an action with a member for `self` (if it has a process kind), values for its
 * parameters and, for a handler, an envelope. It is enabled when `conditions` and `guard` hold and at least one branch of
 * `body` completes; each completed branch is one step. Statements run in order on the branch's own copy of the state.
 */
import type { Span } from "../source/index.ts";
import type { Behaviours } from "./behaviours.ts";
import type { Expr, Stmt } from "./code.ts";
import type { ProcessKind, ProcessType, Type } from "./types.ts";

export type * from "./behaviours.ts";
export type * from "./code.ts";

export interface Model {
  readonly name: string;
  /** Path of the file, as it was given. */
  readonly path: string;
  readonly doc?: string;
  readonly cites: readonly Citation[];
  /** Parameters in declaration order with the values of this instance. */
  readonly parameters: readonly Parameter[];
  readonly processes: readonly ProcessKind[];
  readonly messages: readonly Message[];
  readonly networks: readonly Network[];
  /** In declaration order, hidden ones after the user's. */
  readonly variables: readonly Variable[];
  /** The same variables in the order in which their initialisers are evaluated: each reads earlier ones only. */
  readonly initializationOrder: readonly Variable[];
  readonly actions: readonly Action[];
  /** With a byzantine fault: the variable that holds the set of byzantine processes, and what they may forge. */
  readonly byzantine?: { readonly variable: Variable; readonly forges: readonly Message[] };
  /** Faults that are declared, with their budgets as set, for the verdict's "within". */
  readonly faults: readonly Fault[];
  readonly properties: readonly Property[];
  /** What it says about behaviours, and what is fair. */
  readonly behaviours: Behaviours;
  /** States in which nothing needs to happen: any one of them holds. */
  readonly terminal: readonly Expr[];
  /** States outside are checked, but neither stored nor expanded. */
  readonly constraints: readonly Expr[];
  /** What initial states must satisfy beyond their initialisers. */
  readonly initially: readonly Expr[];
  /** What this model says that is not executed yet: named with every verdict, never dropped silently. */
  readonly unchecked: readonly Unchecked[];
  /** Axioms that the model says it does not satisfy, with its reason: shown with every verdict. */
  readonly exceptions: readonly Exception[];
  readonly runs: readonly Run[];
}

/** One `cites` line: the title, then places in it. */
export interface Citation {
  readonly texts: readonly string[];
}

export interface Parameter {
  readonly name: string;
  /** As it is shown: `3`, `True`, or the source text of a structured value. */
  readonly shown: string;
  readonly span: Span;
}

export interface Unchecked {
  readonly name: string;
  readonly kind:
    | "property"
    | "liveness axiom"
    | "fairness"
    | "refinement"
    | "history"
    | "family"
    | "theorem"
    | "possible";
  readonly span: Span;
}

export interface Exception {
  readonly theory: string;
  readonly axiom: string;
  readonly because: string;
  readonly span: Span;
}

/** A state variable. With a `process`, every member of that kind has its own. */
export interface Variable {
  readonly id: number;
  readonly name: string;
  readonly process?: ProcessKind;
  readonly type: Type;
  readonly storage: "state" | "ghost" | "shared" | "durable" | "volatile";
  /**
   * What it is for: written by the user ("field"), or hidden. Timers hold an option of the remaining ticks (None:
   * stopped, Some(0): expired); controls hold the step of a task, a variant with a last case `done`. `up` and `paused`
   * are booleans of a process; `byzantine` and `side` (one side of a partition) are sets of processes; a `budget` counts
   * what a fault has used; `round` is the next round to run, `over` that the last one has run; `pending` and
   * `operations` belong to a history.
   */
  readonly role:
    | "field"
    | "timer"
    | "control"
    | "up"
    | "paused"
    | "byzantine"
    | "side"
    | "budget"
    | "round"
    | "over"
    | "pending"
    | "operations";
  /** `= e` or `in S`, about `self`; reads variables earlier in the initialisation order only. */
  readonly initial: { readonly mode: "value" | "choice"; readonly value: Expr };
  readonly doc?: string;
  readonly span: Span;
}

export interface Message {
  readonly id: number;
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly type: Type }[];
  readonly from: ProcessType;
  readonly to: ProcessType;
  /** Index into `networks`. */
  readonly network: number;
  readonly span: Span;
}

/** A network holds envelopes {message, from, to, fields}. There is one without a declaration only if no message is declared. */
export interface Network {
  readonly id: number;
  /**
   * unordered: a bag; set: a set, receiving removes nothing; fifo: a queue per (sender, receiver);
   * synchronous: what was sent in this round is received in the next, at most one of a message per (sender, receiver).
   */
  readonly discipline: "unordered" | "fifo" | "set" | "synchronous";
  /** Most envelopes in flight; with `each`, per (message, sender, receiver), on fifo per (sender, receiver). */
  readonly capacity?: number;
  readonly each: boolean;
  readonly overflow: "error" | "drop" | "block" | "bound";
  /** By how many envelopes duplication may exceed the capacity: the duplication fault's total. */
  readonly slack: number;
  /** synchronous: rounds 0..rounds are run. */
  readonly rounds?: number;
  readonly span: Span;
}

export interface Fault {
  readonly kind: "crash" | "restart" | "loss" | "duplication" | "partition" | "pause" | "drift" | "byzantine";
  /** Whom it may befall. */
  readonly of: readonly string[];
  readonly atOnce?: number;
  readonly total?: number;
  readonly span: Span;
}

export interface Action {
  readonly id: number;
  /** As people write it: `timeout`, `loop`, `on Vote`, `crash`, `tick`. Unique together with the process kind and overloads by guard. */
  readonly name: string;
  readonly kind:
    | "action"
    | "step" // of a task
    | "handler" // delivers an envelope of `message`
    | "round" // every process that is up runs its handler of this round
    | "tick"
    | "drift" // a tick that some processes miss
    | "crash"
    | "restart"
    | "loss"
    | "duplication"
    | "partition"
    | "heal"
    | "pause"
    | "resume"; // prettier-ignore
  /** Whose step it is: `self` ranges over its members; also for crash, restart, pause and resume, one action per kind. */
  readonly process?: ProcessKind;
  readonly parameters: readonly Binder[];
  /** Handlers: the message, and the locals that hold sender and fields. */
  readonly receives?: { readonly message: Message; readonly sender: Local; readonly content: Local };
  /** loss and duplication: which messages; there is an instance per distinct envelope of them in flight. */
  readonly befalls?: readonly Message[];
  /** kind "round": what each process runs, before `body`; `reads` are the messages whose inbox it looks into. */
  readonly rounds?: readonly RoundHandler[];
  readonly urgent: boolean;
  readonly fair: boolean;
  /** Hidden conditions (up, not paused, control stands here, budget left), each with words for a deadlock's card. */
  readonly conditions: readonly { readonly condition: Expr; readonly blocked: string }[];
  readonly guard?: Expr;
  /** False: the step is cut (counted; neither a deadlock nor an error). */
  readonly bound?: Expr;
  readonly body: readonly Stmt[];
  readonly span: Span;
}

export interface RoundHandler {
  readonly process: ProcessKind;
  /** Members that do not run it: down, paused or byzantine. */
  readonly conditions: readonly Expr[];
  readonly guard?: Expr;
  /** The round in which it runs; every round without. */
  readonly index?: Expr;
  readonly reads: readonly Message[];
  readonly body: readonly Stmt[];
  readonly span: Span;
}

/** A name that ranges over a set: `i in S`. */
export interface Binder {
  readonly local: Local;
  readonly domain: Expr;
}

/** A name bound in an expression or a block: binder, `let`, `var`, parameter, pattern. Unique by id within a model. */
export interface Local {
  readonly id: number;
  readonly name: string;
  readonly type: Type;
}

export interface Property {
  readonly name: string;
  readonly kind: "invariant" | "step invariant" | "reachable" | "refinement";
  /** True or false; of a refinement a tuple, the abstract state that the mapping makes of a state (see `Abstraction`). */
  readonly formula: Expr;
  /** Of a refinement: what is refined. */
  readonly abstraction?: Abstraction;
  /** The theory that it was declared in, if any. */
  readonly theory?: string;
  readonly cites: readonly Citation[];
  readonly span: Span;
}

/**
 * A model that another one refines: every step of the other one, seen through the mapping, changes nothing or is one of
 * its steps. The mapping is the property's formula: a tuple with the value of each variable in the order of `model`'s
 * variables, one for each member where a variable belongs to a process. It has neither messages nor hidden variables.
 */
export interface Abstraction {
  readonly model: Model;
}

/** A pure function; `self` is set when it is about a process. No recursion. */
export interface Define {
  readonly id: number;
  readonly name: string;
  readonly process?: ProcessKind;
  readonly parameters: readonly Local[];
  readonly body: Expr;
  readonly span: Span;
}

/** Statements with parameters, called from actions of the same process. No recursion. */
export interface Procedure {
  readonly id: number;
  readonly name: string;
  readonly process?: ProcessKind;
  readonly parameters: readonly Local[];
  readonly body: readonly Stmt[];
  readonly span: Span;
}

// --------------------------------------------------------------------------------------------------------- scenarios

/** `run name { … }`: a set of candidate states is followed from the initial states; every `expect` must hold in each. */
export interface Run {
  readonly name: string;
  readonly steps: readonly RunStep[];
  readonly span: Span;
}

export type RunStep =
  | { readonly kind: "step" | "disabled"; readonly target: RunTarget; readonly span: Span }
  | { readonly kind: "expect"; readonly condition: Expr; readonly span: Span };

/** Which step of a state is meant: every part that is given must match the step's label. */
export interface RunTarget {
  /** Candidates by name: several handlers of one message, say. */
  readonly actions: readonly Action[];
  readonly self?: Expr;
  /** Values of the first parameters, in order. */
  readonly arguments: readonly Expr[];
  readonly picks: readonly { readonly name: string; readonly value: Expr }[];
  /** Fields and ends of the envelope that is delivered, lost or duplicated. */
  readonly envelope?: {
    readonly message: Message;
    readonly fields: readonly { readonly index: number; readonly value: Expr }[];
    readonly from?: Expr;
    readonly to?: Expr;
  };
  readonly forged: boolean;
  readonly span: Span;
}

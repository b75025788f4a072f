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
import type { ProcessKind, ProcessType, Type } from "./types.ts";

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
  readonly kind: "invariant" | "step invariant" | "reachable";
  readonly formula: Expr;
  /** The theory that it was declared in, if any. */
  readonly theory?: string;
  readonly cites: readonly Citation[];
  readonly span: Span;
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

// ------------------------------------------------------------------------------------------------------ statements

/** A place that can be assigned: a variable (of a member), or a `var` local; then a path into its value. */
export type Place = {
  readonly root:
    | { readonly kind: "variable"; readonly variable: Variable; readonly owner?: Expr }
    | { readonly kind: "local"; readonly local: Local };
  readonly path: readonly PathStep[];
  readonly type: Type;
  readonly span: Span;
};

/** `.field` of a record (tuples: "0", "1", …) or `[key]` of a map or a sequence (from 1). */
export type PathStep =
  | { readonly kind: "field"; readonly name: string; readonly span: Span }
  | { readonly kind: "index"; readonly index: Expr; readonly span: Span };

export type Stmt =
  | { readonly kind: "assign"; readonly place: Place; readonly value: Expr; readonly span: Span }
  /** `let` and `var`: the local is in scope to the end of the list of statements. */
  | { readonly kind: "let"; readonly local: Local; readonly value: Expr; readonly span: Span }
  | {
      readonly kind: "if";
      readonly condition: Expr;
      readonly then: readonly Stmt[];
      readonly otherwise: readonly Stmt[];
      readonly span: Span;
    }
  | {
      readonly kind: "match";
      readonly subject: Expr;
      readonly arms: readonly MatchArm<readonly Stmt[]>[];
      readonly span: Span;
    }
  /** In the values' order (see `order` of values); over unordered members the iterations must commute (checked when it runs). */
  | {
      readonly kind: "for";
      readonly binders: readonly Binder[];
      readonly where?: Expr;
      readonly body: readonly Stmt[];
      readonly unordered: boolean;
      readonly span: Span;
    }
  /** One branch for every choice; the rest of the block runs inside it when it was written without a body. */
  | {
      readonly kind: "pick";
      readonly binders: readonly Binder[];
      readonly where?: Expr;
      readonly body: readonly Stmt[];
      readonly span: Span;
    }
  /** To every member of `to` (a set of processes, or one process). `message.fields` order. */
  | {
      readonly kind: "send";
      readonly message: Message;
      readonly fields: readonly Expr[];
      readonly from: Expr;
      readonly to: Expr;
      readonly span: Span;
    }
  | { readonly kind: "require"; readonly condition: Expr; readonly span: Span }
  | { readonly kind: "assert"; readonly condition: Expr; readonly why: string; readonly span: Span }
  /** Runs the procedure's body with parameters bound; `leave` in it ends the procedure only. */
  | { readonly kind: "call"; readonly procedure: Procedure; readonly arguments: readonly Expr[]; readonly span: Span }
  /** Ends the innermost procedure, or the step. */
  | { readonly kind: "leave"; readonly span: Span }
  /** An operation starts or ends: `pending` of the history's client is set or cleared; starting past the maximum is cut. */
  | {
      readonly kind: "invoke";
      readonly pending: Place;
      readonly count?: Place;
      readonly most?: number;
      readonly history: string;
      readonly span: Span;
    }
  | { readonly kind: "respond"; readonly pending: Place; readonly history: string; readonly span: Span };

/** `caseIndex` into the cases of the subject's type (options: 0 None, 1 Some); undefined for `_`. `_` binds undefined. */
export interface MatchArm<T> {
  readonly caseIndex?: number;
  readonly binds: readonly (Local | undefined)[];
  readonly body: T;
}

// ----------------------------------------------------------------------------------------------------- expressions

export type ArithmeticOperator = "+" | "-" | "*" | "div" | "mod"; // Euclidean div and mod
export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">="; // < also on ordered members, by declaration
export type SetOperator = "in" | "notin" | "subset" | "union" | "intersect" | "minus"; // bags: union adds, minus subtracts
export type LogicOperator = "and" | "or" | "implies" | "iff"; // short-circuit, left to right

interface Typed {
  readonly type: Type;
  readonly span: Span;
}

export type Expr = Typed &
  (
    | { readonly kind: "literal"; readonly value: boolean | number }
    /** A member of a process kind or a symmetric type. */
    | { readonly kind: "member"; readonly name: string }
    | { readonly kind: "self" }
    /** What is stored must lie in this node's type: a value out of range or over capacity is a model error. */
    | { readonly kind: "checked"; readonly operand: Expr }
    | { readonly kind: "local"; readonly local: Local }
    /** A state variable; `owner` for those of a process. */
    | { readonly kind: "read"; readonly variable: Variable; readonly owner?: Expr }
    /** A case of a variant or of an option (0 None, 1 Some). */
    | { readonly kind: "construct"; readonly caseIndex: number; readonly arguments: readonly Expr[] }
    | { readonly kind: "record"; readonly fields: readonly { readonly name: string; readonly value: Expr }[] }
    /** A "set" whose type is a bag is a bag: its items count as often as they are written. */
    | { readonly kind: "tuple" | "set" | "sequence"; readonly items: readonly Expr[] }
    /** All values of a type, as a set: `Server`, `Claim`, `1..3` where its ends are constant. */
    | { readonly kind: "domain"; readonly of: Type }
    /** low..high as a set; empty when low > high. */
    | { readonly kind: "range"; readonly low: Expr; readonly high: Expr }
    | { readonly kind: "setOf"; readonly value: Expr; readonly binders: readonly Binder[]; readonly where?: Expr }
    /** Total over the key's type, or it is a model error. */
    | {
        readonly kind: "mapOf";
        readonly key: Expr;
        readonly value: Expr;
        readonly binders: readonly Binder[];
        readonly where?: Expr;
      }
    | { readonly kind: "sequenceOf"; readonly value: Expr; readonly binders: readonly Binder[]; readonly where?: Expr }
    | {
        readonly kind: "quantifier";
        readonly quantifier: "forall" | "exists";
        readonly binders: readonly Binder[];
        readonly body: Expr;
      }
    /** How many, or the sum of `value` over, the assignments of the binders that satisfy `where` (values are not merged). */
    | {
        readonly kind: "aggregate";
        readonly operator: "count" | "sum";
        readonly value?: Expr;
        readonly binders: readonly Binder[];
        readonly where?: Expr;
      }
    | { readonly kind: "choose"; readonly binder: Binder; readonly where?: Expr }
    | { readonly kind: "if"; readonly condition: Expr; readonly then: Expr; readonly otherwise: Expr }
    | { readonly kind: "match"; readonly subject: Expr; readonly arms: readonly MatchArm<Expr>[] }
    | { readonly kind: "is"; readonly operand: Expr; readonly caseIndex: number }
    /** `.name` of a record; of a tuple by position "0", "1", …; `.value` of an option is `valueOf`. */
    | { readonly kind: "field"; readonly record: Expr; readonly name: string }
    | { readonly kind: "valueOf"; readonly option: Expr }
    /** map[key]; seq[i] from 1; bag[item] is its multiplicity. */
    | { readonly kind: "index"; readonly collection: Expr; readonly index: Expr }
    /** seq[low..high], clipped to what is there; empty when low > high. */
    | { readonly kind: "slice"; readonly sequence: Expr; readonly low: Expr; readonly high: Expr }
    | { readonly kind: "not" | "negate"; readonly operand: Expr }
    /** `and` and `or` are n-ary, the others have two operands. */
    | { readonly kind: "logic"; readonly operator: LogicOperator; readonly operands: readonly Expr[] }
    | { readonly kind: "arithmetic"; readonly operator: ArithmeticOperator; readonly left: Expr; readonly right: Expr }
    | { readonly kind: "compare"; readonly operator: ComparisonOperator; readonly left: Expr; readonly right: Expr }
    | { readonly kind: "setOperation"; readonly operator: SetOperator; readonly left: Expr; readonly right: Expr }
    /** A define, with the member that it is about. */
    | { readonly kind: "apply"; readonly define: Define; readonly self?: Expr; readonly arguments: readonly Expr[] }
    /** `e with { path: v }`: a copy with these places changed. */
    | {
        readonly kind: "with";
        readonly base: Expr;
        readonly changes: readonly { readonly path: readonly PathStep[]; readonly value: Expr }[];
      }
    /** In a step: the value before it. In a step invariant: in the state that the step left. Locals keep their values. */
    | { readonly kind: "old"; readonly operand: Expr }
    | { readonly kind: "builtin"; readonly name: Builtin; readonly arguments: readonly Expr[] }
    /** network set: some envelope with these fields was sent; absent fields, sender and receiver match anything. Always true of a byzantine sender that may forge it. */
    | {
        readonly kind: "sent";
        readonly message: Message;
        readonly fields: readonly (Expr | undefined)[];
        readonly from?: Expr;
        readonly to?: Expr;
      }
    /** Rounds: what self received of `message` this round, a map from senders to options of its fields as a record. */
    | { readonly kind: "inbox"; readonly message: Message }
    /** Some branch of one of these actions completes now, for this member if `process` is given. */
    | { readonly kind: "enabled"; readonly actions: () => readonly Action[]; readonly process?: Expr }
    /** Some urgent action is enabled: tick waits for it. */
    | { readonly kind: "urgent" }
  );

export type Builtin =
  | "len" // of a set, sequence, map or bag
  | "min"
  | "max" // of two integers or more; or of one non-empty set of integers
  | "abs"
  | "subsets" // of a set
  | "isQuorum" // (set, of): more than half of `of`
  | "sum" // of a set of integers
  | "index" // of an ordered member
  | "memberAt" // (i): the member of `type` with that index; model error if there is none
  | "head"
  | "last"
  | "tail" // of a sequence; model error on an empty one
  | "toSet" // the items of a sequence or bag
  | "append"
  | "insert"
  | "remove"; // (collection, item): sequences, sets and bags; what the statements do

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

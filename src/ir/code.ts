/**
 * Statements and expressions of the typed model. Every name is resolved to what it means, every node has its type and the
 * span that it came from. `model.ts` says how actions use them.
 */
import type { Span } from "../source/index.ts";
import type { Action, Binder, Define, Local, Message, Procedure, Variable } from "./model.ts";
import type { Type } from "./types.ts";

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

/** `history` (a predicate of a history) is not lowered to formulas. */
export type TemporalOperator = "always" | "eventually" | "until" | "leadsto" | "canReach" | "history";

/** Actions by name, known once all are lowered; of one member if `process` is given. */
export interface ActionReference {
  readonly actions: () => readonly Action[];
  readonly process?: Expr;
}

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
    /** Speaks about behaviours: `temporal.ts` takes it apart, and no evaluator ever sees it. */
    | { readonly kind: "temporal"; readonly operator: TemporalOperator; readonly operands: readonly Expr[] }
    /** The step taken from here is one of these actions. In behaviours only, as above. */
    | { readonly kind: "taken"; readonly references: readonly ActionReference[] }
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

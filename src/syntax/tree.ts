/**
 * The syntax tree of a `.spec` file: what was written, before any name has a meaning. The parser makes it, the printer
 * makes text of it again, and `ir/` gives it meaning. Nodes are plain immutable data. `symbol` fields keep the spelling
 * that was found (`∧` or `and`), so that the formatter keeps it too; two trees are the same when they differ only in spans.
 */
import type { Span } from "../source/index.ts";

/** A name as it stands in the source. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

/** A string literal; `value` is without its quotes and escapes. */
export interface Text {
  readonly value: string;
  readonly span: Span;
}

/** A comment; `doc` for `///`. `text` is what follows the slashes, trimmed at its end. */
export interface Comment {
  readonly doc: boolean;
  readonly text: string;
  readonly span: Span;
}

export interface File {
  readonly uses: readonly Text[];
  readonly units: readonly Unit[];
  /** Every `//` and `///` comment, in order, for the printer. */
  readonly comments: readonly Comment[];
  /**
   * Present when declarations or statements were left out because of mistakes in them: the names that stand in what was
   * left out, about which nothing should be said (they may be declared there).
   */
  readonly unread?: readonly Name[];
  readonly span: Span;
}

export interface Unit {
  readonly kind: "theory" | "model";
  readonly name: Name;
  readonly cites: readonly Cites[];
  readonly declarations: readonly Declaration[];
  /** The `///` lines that stand before the unit, joined by newlines. */
  readonly doc?: string;
  readonly span: Span;
}

/** `cites "title", "place"`. */
export interface Cites {
  readonly texts: readonly Text[];
  readonly span: Span;
}

// ---------------------------------------------------------------------------------------------------- declarations

export type Declaration =
  | ParamDeclaration
  | AssumeDeclaration
  | TypeDeclaration
  | MessageDeclaration
  | NetworkDeclaration
  | FieldDeclaration
  | ProcessDeclaration
  | Code
  | FaultDeclaration
  | FairDeclaration
  | MappingDeclaration
  | PropertyDeclaration
  | ConditionDeclaration
  | ObjectDeclaration
  | HistoryDeclaration
  | FamilyDeclaration
  | CheckDeclaration
  | RunDeclaration;

interface Declared {
  /** The `///` lines that stand before the declaration, joined by newlines. */
  readonly doc?: string;
  readonly span: Span;
}

/** `param N: 1..9 = 3`. */
export interface ParamDeclaration extends Declared {
  readonly kind: "param";
  readonly name: Name;
  readonly type?: TypeNode;
  readonly value: Expression;
}

/** `assume N > 1`. */
export interface AssumeDeclaration extends Declared {
  readonly kind: "assume";
  readonly condition: Expression;
}

/** `type Role = Follower | Leader`; in a theory also `type Process`, which a model defines. */
export interface TypeDeclaration extends Declared {
  readonly kind: "type";
  readonly name: Name;
  readonly definition?: TypeNode;
}

/** `message Vote { term: Term } from A | B to C`. */
export interface MessageDeclaration extends Declared {
  readonly kind: "message";
  readonly name: Name;
  readonly fields: readonly TypedName[];
  readonly from: readonly Name[];
  readonly to: readonly Name[];
}

/** `network unordered capacity 2 each overflow block carries Put, Get`. */
export interface NetworkDeclaration extends Declared {
  readonly kind: "network";
  readonly discipline: "unordered" | "fifo" | "set" | "synchronous";
  /** `synchronous rounds K`. */
  readonly rounds?: Expression;
  readonly capacity?: Expression;
  /** The capacity counts per message, sender and receiver. */
  readonly each: boolean;
  readonly overflow?: "error" | "drop" | "block" | "bound";
  readonly carries: readonly Name[];
}

/** `durable term: Term = 0`, `state token: Node in Node`, `volatile timer lease: 0..K`. */
export interface FieldDeclaration extends Declared {
  readonly kind: "field";
  readonly storage: "state" | "ghost" | "shared" | "durable" | "volatile";
  readonly timer: boolean;
  readonly name: Name;
  readonly type: TypeNode;
  /** `= e` starts with a value, `in S` with any value of a set. A theory's `state` has none. */
  readonly initial?: { readonly mode: "=" | "in"; readonly symbol: string; readonly value: Expression };
}

/** `process Server as s[1..N] ordered { … }` or `process Coordinator as c { … }`. */
export interface ProcessDeclaration extends Declared {
  readonly kind: "process";
  readonly name: Name;
  /** The word that members are called by: `s` for s1, s2, …, or the name of the single member. */
  readonly alias: Name;
  readonly range?: Expression;
  readonly ordered: boolean;
  readonly body: readonly (FieldDeclaration | Code)[];
}

export type Code = HandlerDeclaration | ActionDeclaration | TaskDeclaration | ProcedureDeclaration | DefineDeclaration;

export type HandlerEvent =
  | { readonly kind: "message"; readonly message: Name; readonly from?: Name }
  | { readonly kind: "round"; readonly index?: Expression }
  | { readonly kind: "restart" };

/** `on Vote from p when … { … }`, `on round 1 { … }`, `on restart { … }`. */
export interface HandlerDeclaration extends Declared {
  readonly kind: "handler";
  readonly event: HandlerEvent;
  readonly guard?: Expression;
  readonly body: Block;
}

/** `urgent action retry(i in S) when … bound … { … }`. */
export interface ActionDeclaration extends Declared {
  readonly kind: "action";
  readonly urgent: boolean;
  readonly name: Name;
  readonly binders: readonly Binder[];
  readonly guard?: Expression;
  readonly bound?: Expression;
  readonly body: Block;
}

/** `task t { step a { … } step b when … { … } }`. */
export interface TaskDeclaration extends Declared {
  readonly kind: "task";
  readonly name: Name;
  readonly steps: readonly TaskStep[];
}

export interface TaskStep {
  readonly name: Name;
  readonly guard?: Expression;
  readonly body: Block;
  readonly doc?: string;
  readonly span: Span;
}

/** `procedure stepDown(t: Term) { … }`. */
export interface ProcedureDeclaration extends Declared {
  readonly kind: "procedure";
  readonly name: Name;
  readonly parameters: readonly TypedName[];
  readonly body: Block;
}

/** `define f(x: T): U = e`; `parameters` is absent for `define x = e`. */
export interface DefineDeclaration extends Declared {
  readonly kind: "define";
  readonly name: Name;
  readonly parameters?: readonly TypedName[];
  readonly result?: TypeNode;
  readonly value: Expression;
}

export interface TypedName {
  readonly name: Name;
  readonly type: TypeNode;
}

/** `fault crash { atOnce: 1, total: 2 }`. */
export interface FaultDeclaration extends Declared {
  readonly kind: "fault";
  readonly fault: Name;
  readonly settings?: readonly Setting[];
}

/** `name.part = e`, `name: e` or `[key]: e`; which separator was used does not matter. */
export interface Setting {
  readonly target:
    | { readonly kind: "path"; readonly names: readonly Name[] }
    | { readonly kind: "key"; readonly key: Expression };
  readonly separator: ":" | "=";
  readonly value: Expression;
  readonly span: Span;
}

/** `fair weak a, (b | c) as System, P.on M when F for each from, to`. */
export interface FairDeclaration extends Declared {
  readonly kind: "fair";
  readonly strength: "weak" | "strong";
  readonly targets: readonly FairTarget[];
  readonly when?: Expression;
  readonly forEach: readonly Name[];
}

export interface FairTarget {
  readonly atoms: readonly FairAtom[];
  /** The atoms stand in parentheses: one condition for all of them. */
  readonly grouped: boolean;
  readonly as?: Name;
  readonly span: Span;
}

export type FairAtom =
  | { readonly kind: "name"; readonly process?: Name; readonly name: Name } // Server, timeout, Server.timeout, tick, heal
  | { readonly kind: "on"; readonly process?: Name; readonly message: Name } // Server.on Vote, on Vote
  | { readonly kind: "deliver"; readonly message: Name };

/** `satisfies Consensus only { Agreement } for (i in S) with { … } assuming φ except A because "…"`; `refines` alike. */
export interface MappingDeclaration extends Declared {
  readonly kind: "satisfies" | "refines";
  readonly target: Name;
  readonly only?: readonly Name[];
  readonly binders: readonly Binder[];
  readonly mapping: readonly { readonly name: Name; readonly part?: Name; readonly value: Expression }[];
  readonly assuming: readonly Expression[];
  readonly except: readonly { readonly axiom: Name; readonly because: Text }[];
}

/** `step axiom Integrity cites "…": φ`. */
export interface PropertyDeclaration extends Declared {
  readonly kind: "property";
  readonly modifier?: "step" | "liveness";
  readonly form: "axiom" | "invariant" | "property" | "reachable" | "theorem" | "possible";
  readonly name: Name;
  readonly cites: readonly Cites[];
  readonly formula: Expression;
}

/** `terminal when P`, `constraint P`, `initially P`. */
export interface ConditionDeclaration extends Declared {
  readonly kind: "terminal" | "constraint" | "initially";
  readonly condition: Expression;
}

/** `object Register { state v: Value = …; op read(): Value { return v } }`. */
export interface ObjectDeclaration extends Declared {
  readonly kind: "object";
  readonly name: Name;
  readonly fields: readonly FieldDeclaration[];
  readonly operations: readonly {
    readonly name: Name;
    readonly parameters: readonly TypedName[];
    readonly result?: TypeNode;
    readonly body: Block;
    readonly span: Span;
  }[];
}

/** `history ops: Register by Client at most 4`. */
export interface HistoryDeclaration extends Declared {
  readonly kind: "history";
  readonly name: Name;
  readonly object: Name;
  readonly by: Name;
  readonly atMost?: Expression;
}

/** `family F = Model(policy) for policy in Policy`. */
export interface FamilyDeclaration extends Declared {
  readonly kind: "family";
  readonly name: Name;
  readonly model: Name;
  readonly parameters: readonly Name[];
  readonly binders: readonly Binder[];
}

export type Outcome =
  | { readonly kind: "holds" | "bounded" | "deadlocks"; readonly span: Span }
  | { readonly kind: "violates"; readonly property: Name; readonly span: Span }
  | { readonly kind: "states" | "transitions"; readonly count: number; readonly span: Span };

/** `check small { N = 2 } checks P, Q expect holds, states 288`. */
export interface CheckDeclaration extends Declared {
  readonly kind: "check";
  readonly name: Name;
  readonly settings: readonly Setting[];
  readonly checks?: readonly Name[];
  readonly outcomes: readonly Outcome[];
}

/** `run name { s1.timeout; deliver Vote from s1 to s2; expect P }`. */
export interface RunDeclaration extends Declared {
  readonly kind: "run";
  readonly name: Name;
  readonly steps: readonly RunStep[];
}

/** A step that a scenario names; `picks` chooses among its branches: `s1.vote with { q: s2 }`. */
export type RunTarget =
  | {
      readonly kind: "action"; // s1.timeout, passToken(n2), p1.loop (a task's step)
      readonly process?: Name;
      readonly name: Name;
      readonly arguments: readonly Expression[];
      readonly picks: readonly Setting[];
      readonly span: Span;
    }
  | {
      readonly kind: "message";
      readonly verb: "deliver" | "lose" | "duplicate" | "forge";
      readonly message: MessageValue;
      readonly from?: Expression;
      readonly to?: Expression;
      readonly picks: readonly Setting[];
      readonly span: Span;
    }
  | {
      readonly kind: "environment"; // crash s1, restart s1, pause s1, resume s1, drift {s1}, partition {s1, s2}, heal, tick, round
      readonly verb: "crash" | "restart" | "pause" | "resume" | "drift" | "partition" | "heal" | "tick" | "round";
      readonly subject?: Expression;
      readonly picks: readonly Setting[];
      readonly span: Span;
    };

export type RunStep =
  | { readonly kind: "step"; readonly target: RunTarget; readonly span: Span }
  | { readonly kind: "expect"; readonly condition: Expression; readonly span: Span }
  | { readonly kind: "expectDisabled"; readonly target: RunTarget; readonly span: Span };

// ----------------------------------------------------------------------------------------------------------- types

export type TypeNode =
  | { readonly kind: "rangeType"; readonly low: Expression; readonly high: Expression; readonly span: Span }
  /** `Term`, `Set<T>`, `Seq<T, 4>`, `Map<K, V>`: an argument that is a bare name may turn out to be a size. */
  | {
      readonly kind: "namedType";
      readonly name: Name;
      readonly arguments: readonly TypeArgument[];
      readonly span: Span;
    }
  | { readonly kind: "recordType"; readonly fields: readonly TypedName[]; readonly span: Span }
  | { readonly kind: "tupleType"; readonly items: readonly TypeNode[]; readonly span: Span }
  | { readonly kind: "variantType"; readonly cases: readonly CaseNode[]; readonly span: Span }
  | { readonly kind: "symmetricType"; readonly members: readonly Name[]; readonly span: Span }
  /** `symmetric v[1..N]` and `v[0..1] ordered`. */
  | {
      readonly kind: "memberType";
      readonly prefix: Name;
      readonly range: Expression;
      readonly symmetric: boolean;
      readonly ordered: boolean;
      readonly span: Span;
    };

export interface CaseNode {
  readonly name: Name;
  readonly fields: readonly TypedName[];
}

export type TypeArgument =
  | { readonly kind: "type"; readonly type: TypeNode }
  | { readonly kind: "size"; readonly size: Expression };

// ------------------------------------------------------------------------------------------------------ statements

export interface Block {
  readonly statements: readonly Statement[];
  readonly span: Span;
}

/** `Name { field: e, shorthand }`: absent value = the field of that name in scope. Also used as a pattern in `sent(…)`. */
export interface MessageValue {
  readonly name: Name;
  readonly fields: readonly { readonly name: Name; readonly value?: Expression }[];
  readonly span: Span;
}

export type Statement =
  | {
      readonly kind: "assign";
      readonly place: Expression;
      readonly operator: ":=" | "+=" | "-=";
      readonly value: Expression;
      readonly span: Span;
    }
  /** A procedure called for its effect: `stepDown(t)`. */
  | { readonly kind: "call"; readonly call: Expression; readonly span: Span }
  | {
      readonly kind: "let" | "var";
      readonly name: Name;
      readonly type?: TypeNode;
      readonly value: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly then: Block;
      readonly otherwise?: Block;
      readonly elseIf: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: "match";
      readonly subject: Expression;
      readonly arms: readonly { readonly pattern: Pattern; readonly body: Block }[];
      readonly span: Span;
    }
  | {
      readonly kind: "for";
      readonly binders: readonly Binder[];
      readonly where?: Expression;
      readonly body: Block;
      readonly span: Span;
    }
  /** Without a body the names stay in scope to the end of the block. */
  | {
      readonly kind: "pick";
      readonly binders: readonly Binder[];
      readonly where?: Expression;
      readonly body?: Block;
      readonly span: Span;
    }
  | { readonly kind: "send"; readonly message: MessageValue; readonly to: Expression; readonly span: Span }
  | { readonly kind: "broadcast"; readonly message: MessageValue; readonly to?: Expression; readonly span: Span }
  | { readonly kind: "reply"; readonly message: MessageValue; readonly span: Span }
  | {
      readonly kind: "insert" | "remove" | "append";
      readonly value: Expression;
      readonly place: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "invoke";
      readonly history: Name;
      readonly operation: Name;
      readonly arguments: readonly Expression[];
      readonly by?: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "respond";
      readonly history: Name;
      readonly value?: Expression;
      readonly by?: Expression;
      readonly span: Span;
    }
  | { readonly kind: "start"; readonly timer: Name; readonly at?: Expression; readonly span: Span }
  | { readonly kind: "stop" | "goto"; readonly name: Name; readonly span: Span }
  | { readonly kind: "require"; readonly condition: Expression; readonly span: Span }
  | { readonly kind: "assert"; readonly condition: Expression; readonly why: Text; readonly span: Span }
  | { readonly kind: "return"; readonly value?: Expression; readonly span: Span };

/** `Some(v)`, `None` or `_`. */
export interface Pattern {
  readonly name: Name;
  readonly binds?: readonly Name[];
  readonly span: Span;
}

// ----------------------------------------------------------------------------------------------------- expressions

/** `x in S`; in `p, q in S` only the last has a domain, which is that of those before it too. */
export interface Binder {
  readonly name: Name;
  readonly symbol?: string;
  readonly domain?: Expression;
}

/** `for x in S where P`. */
export interface Comprehension {
  readonly binders: readonly Binder[];
  readonly where?: Expression;
}

export type UnaryOperator = "not" | "always" | "eventually" | "negate";
export type BinaryOperator =
  | "iff"
  | "implies"
  | "leadsto"
  | "until"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "notin"
  | "subset"
  | "models"
  | ".."
  | "+"
  | "-"
  | "union"
  | "intersect"
  | "minus"
  | "*"
  | "div"
  | "mod"; // prettier-ignore

export type Expression =
  | { readonly kind: "integer"; readonly value: number; readonly span: Span }
  | { readonly kind: "boolean"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  | {
      readonly kind: "unary";
      readonly operator: UnaryOperator;
      readonly symbol: string;
      readonly operand: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly symbol: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  /** A chain of one operator, two items or more; or one item or more behind a leading bullet. */
  | {
      readonly kind: "junction";
      readonly operator: "and" | "or";
      readonly symbol: string;
      readonly leading: boolean;
      readonly items: readonly Expression[];
      readonly span: Span;
    }
  | { readonly kind: "is"; readonly operand: Expression; readonly case: Name; readonly span: Span }
  | { readonly kind: "at"; readonly operand: Expression; readonly label: Name; readonly span: Span }
  | {
      readonly kind: "quantifier";
      readonly quantifier: "forall" | "exists";
      readonly symbol: string;
      readonly binders: readonly Binder[];
      readonly body: Expression;
      readonly span: Span;
    }
  | { readonly kind: "choose"; readonly binder: Binder; readonly where?: Expression; readonly span: Span }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "match";
      readonly subject: Expression;
      readonly arms: readonly { readonly pattern: Pattern; readonly value: Expression }[];
      readonly span: Span;
    }
  | {
      readonly kind: "sent";
      readonly message: MessageValue;
      readonly from?: Expression;
      readonly to?: Expression;
      readonly span: Span;
    }
  /** `count(x in S where P)` has no value; `sum(e for x in S)` has one; `sum(S)` has no comprehension. */
  | {
      readonly kind: "aggregate";
      readonly operator: "count" | "sum";
      readonly value?: Expression;
      readonly comprehension?: Comprehension;
      readonly span: Span;
    }
  | { readonly kind: "paren"; readonly inner: Expression; readonly span: Span }
  | { readonly kind: "tuple"; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: "set"; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: "setOf"; readonly value: Expression; readonly comprehension: Comprehension; readonly span: Span }
  | {
      readonly kind: "record";
      readonly fields: readonly { readonly name: Name; readonly value: Expression }[];
      readonly span: Span;
    }
  | {
      readonly kind: "mapOf";
      readonly key: Expression;
      readonly value: Expression;
      readonly comprehension: Comprehension;
      readonly span: Span;
    }
  | { readonly kind: "sequence"; readonly items: readonly Expression[]; readonly span: Span }
  | {
      readonly kind: "sequenceOf";
      readonly value: Expression;
      readonly comprehension: Comprehension;
      readonly span: Span;
    }
  /** `r.field`, `t.1`, and `Server.on Vote` as an action's name inside `taken(…)`: then `on` is set. */
  | {
      readonly kind: "field";
      readonly object: Expression;
      readonly field: Name;
      readonly on: boolean;
      readonly span: Span;
    }
  | { readonly kind: "index"; readonly object: Expression; readonly index: Expression; readonly span: Span }
  | {
      readonly kind: "call";
      readonly callee: Expression;
      readonly arguments: readonly Expression[];
      readonly span: Span;
    }
  | {
      readonly kind: "with" | "under";
      readonly object: Expression;
      readonly settings: readonly Setting[];
      readonly span: Span;
    };

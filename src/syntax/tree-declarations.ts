/** Declarations as they were written; see `tree.ts`. */
import type { Span } from "../source/index.ts";
import type { Binder, Expression, Setting, TypedName, TypeNode } from "./tree-expressions.ts";
import type { Cites, Name, Text } from "./tree-names.ts";
import type { Block, MessageValue } from "./tree-statements.ts";

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

/** `fault crash { atOnce: 1, total: 2 }`. */
export interface FaultDeclaration extends Declared {
  readonly kind: "fault";
  readonly fault: Name;
  readonly settings?: readonly Setting[];
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

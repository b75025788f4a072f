/** Expressions and types as they were written; see `tree.ts`. */
import type { Span } from "../source/index.ts";
import type { Name } from "./tree-names.ts";
import type { MessageValue, Pattern } from "./tree-statements.ts";

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

export interface TypedName {
  readonly name: Name;
  readonly type: TypeNode;
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

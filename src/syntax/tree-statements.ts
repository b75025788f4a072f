/** Statements as they were written; see `tree.ts`. */
import type { Span } from "../source/index.ts";
import type { Binder, Expression, TypeNode } from "./tree-expressions.ts";
import type { Name, Text } from "./tree-names.ts";

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

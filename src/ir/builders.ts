/** Small constructors of typed expressions and statements, for what lowering writes itself: faults, time, rounds. */
import type { Span } from "../source/index.ts";
import type { Action, Expr, Local, Place, Stmt, Variable } from "./model.ts";
import { bool, integer, type ProcessKind, type ProcessType, type Type } from "./types.ts";

export type ActionDraft = Omit<Action, "id">;
export type Condition = Action["conditions"][number];

export const self = (kind: ProcessKind, span: Span): Expr => ({
  kind: "self",
  type: { kind: "process", kinds: [kind] },
  span,
});
export const localOf = (local: Local, span: Span): Expr => ({ kind: "local", local, type: local.type, span });

export const assign = (variable: Variable, owner: Expr | undefined, value: Expr, span: Span): Stmt => {
  const place: Place = { root: { kind: "variable", variable, owner }, path: [], type: variable.type, span };
  return { kind: "assign", place, value, span };
};

export const compare = (operator: "<" | "<=" | ">" | ">=" | "=" | "!=", left: Expr, right: Expr, span: Span): Expr => ({
  kind: "compare",
  operator,
  left,
  right,
  type: bool,
  span,
});
export const plus = (left: Expr, right: Expr, span: Span): Expr => ({
  kind: "arithmetic",
  operator: "+",
  left,
  right,
  type: integer(0, 1_000_000),
  span,
});
/** `item ∈ set`. */
export const isIn = (left: Expr, right: Expr, span: Span): Expr => ({
  kind: "setOperation",
  operator: "in",
  left,
  right,
  type: bool,
  span,
});
export const setType = (of: ProcessType): Type => ({ kind: "set", item: of });
export const domain = (of: ProcessType, span: Span): Expr => ({ kind: "domain", of, type: setType(of), span });
export const size = (set: Expr, span: Span): Expr => ({
  kind: "builtin",
  name: "len",
  arguments: [set],
  type: integer(0, 1000),
  span,
});

export const draft = (name: string, kind: Action["kind"], span: Span, more: Partial<ActionDraft>): ActionDraft => ({
  name,
  kind,
  parameters: [],
  urgent: false,
  fair: false,
  conditions: [],
  body: [],
  span,
  ...more,
});

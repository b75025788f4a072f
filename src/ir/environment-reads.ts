/** What expressions can ask about the environment: who is up, paused, byzantine or cut off, and which timers run. */
import type { Span } from "../source/index.ts";
import type { Expression } from "../syntax/tree.ts";
import { compare, domain, isIn } from "./builders.ts";
import { type Context, literal, type Scope } from "./context.ts";
import { expression } from "./expressions.ts";
import type { Expr, Variable } from "./model.ts";
import { bool, type ProcessKind } from "./types.ts";

export const conjunction = (operands: readonly Expr[], span: Span): Expr =>
  operands.length === 1 && operands[0] ? operands[0] : { kind: "logic", operator: "and", operands, type: bool, span };

export const negation = (operand: Expr, span: Span): Expr => ({ kind: "not", operand, type: bool, span });

/** `owner.variable`. */
export const readOf = (variable: Variable, owner: Expr | undefined, span: Span): Expr => ({
  kind: "read",
  variable,
  owner,
  type: variable.type,
  span,
});

/** Whether `process` is up, paused or byzantine; what no fault can change is a constant. */
export function membership(
  _context: Context,
  scope: Scope,
  what: "up" | "paused" | "byzantine",
  process: Expr,
  span: Span,
): Expr {
  const { hidden } = scope.names;
  if (what === "byzantine") {
    if (!hidden.byzantine) return literal(false, span);
    return isIn(process, readOf(hidden.byzantine, undefined, span), span);
  }
  const table = what === "up" ? hidden.up : hidden.paused;
  const usual = literal(what === "up", span);
  const kinds = process.type.kind === "process" ? process.type.kinds : [];
  const answer = (kind: ProcessKind): Expr => {
    const variable = table.get(kind);
    return variable ? readOf(variable, process, span) : usual;
  };
  const [only] = kinds;
  if (only && kinds.length === 1) return answer(only);
  // A process of one of several kinds: ask the table of the kind that it has.
  return kinds.reduceRight<Expr>((otherwise, kind) => {
    const condition = isIn(process, domain({ kind: "process", kinds: [kind] }, span), span);
    return { kind: "if", condition, then: answer(kind), otherwise, type: bool, span };
  }, usual);
}

/** Not byzantine. Under crashes, being correct means staying up for ever, which no single state shows. */
export function correct(context: Context, scope: Scope, process: Expr, span: Span): Expr {
  if (scope.names.hidden.crashes) {
    context.report(
      "correct-under-crashes",
      span,
      "under crashes, `correct` is no state formula: a process is correct when it stays up for ever",
      {
        hint: "say `up(p)` for now, or `◇ □ up(p)` in a property",
      },
    );
  }
  return negation(membership(context, scope, "byzantine", process, span), span);
}

/**
 * `partitioned()`: a partition stands; `partitioned(p)`: and p is among those whom it separates; `partitioned(p, q)`: it
 * separates p from q.
 */
export function partitioned(context: Context, scope: Scope, node: Extract<Expression, { kind: "call" }>): Expr {
  const { span } = node;
  const { side } = scope.names.hidden;
  const [first, second] = node.arguments.map((argument) => expression(context, scope, argument));
  if (!side) return literal(false, span);
  const cutOff = readOf(side.variable, undefined, span);
  const none: Expr = { kind: "set", items: [], type: side.variable.type, span };
  const stands = compare("!=", cutOff, none, span);
  if (!first) return stands;
  const of = domain(side.of, span);
  if (!second) return conjunction([stands, isIn(first, of, span)], span);
  const apart = compare("!=", isIn(first, cutOff, span), isIn(second, cutOff, span), span);
  return conjunction([isIn(first, of, span), isIn(second, of, span), apart], span);
}

/** `running(t)`: started and not yet at 0; `expired(t)`: at 0. */
export function timerState(
  state: "running" | "expired",
): (context: Context, scope: Scope, node: Extract<Expression, { kind: "call" }>) => Expr {
  return (context, scope, node) => {
    const [only] = node.arguments;
    const timer = only && expression(context, scope, only);
    if (timer?.kind !== "read" || timer.variable.role !== "timer") {
      if (timer?.type.kind !== "never")
        context.report("type-mismatch", only?.span ?? node.span, `\`${state}\` is asked of a timer`, {
          expected: "a field declared `timer`",
        });
      return context.poison(node.span);
    }
    return timerIs(timer, state, node.span);
  };
}

export function timerIs(timer: Expr, state: "running" | "expired", span: Span): Expr {
  const item = timer.type.kind === "option" ? timer.type.item : bool;
  const started: Expr = { kind: "is", operand: timer, caseIndex: 1, type: bool, span };
  const left: Expr = { kind: "valueOf", option: timer, type: item, span };
  const compared: Expr = {
    kind: "compare",
    operator: state === "running" ? ">" : "=",
    left,
    right: literal(0, span),
    type: bool,
    span,
  };
  return conjunction([started, compared], span);
}

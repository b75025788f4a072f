/** Defines are put in place where they are applied: their arguments are computed first, and named. */
import type { Expr } from "../ir/index.ts";
import { asParameter } from "./conversion.ts";
import { after, evaluate } from "./expressions.ts";
import type { Scope } from "./routine.ts";
import { cellOf, hold, type Value } from "./values.ts";

export function applyDefine(expr: Extract<Expr, { kind: "apply" }>, scope: Scope): Value {
  const { define } = expr;
  const { routine } = scope;
  const values = expr.arguments.map((argument, at) => {
    const value = evaluate(argument, scope);
    return hold(routine, asParameter(routine, value, define.parameters[at]?.type ?? value.type));
  });
  const self = expr.self && hold(routine, evaluate(expr.self, scope));
  for (const [position, { id }] of define.parameters.entries()) {
    const value = values[position]?.value;
    if (value) scope.names.set(id, value);
  }
  const inner = self ? { ...scope, self: cellOf(self.value), selfNumber: numberOf(self.value) } : scope;
  return after([values.map(({ before }) => before), self?.before ?? []], evaluate(define.body, inner));
}

const numberOf = (value: Value): number | undefined => (value.form === "scalar" ? value.constant : undefined);

/** What typed expressions are made of, and whether they speak about behaviours. */
import type { Define, Expr } from "./model.ts";

/** What hangs on an expression without being part of it: declarations, types, places in the source. */
const notParts = new Set(["type", "of", "span", "local", "variable", "define", "message", "actions"]);

/** The expressions that an expression is directly made of. */
export function partsOf(expr: Expr): readonly Expr[] {
  const found: Expr[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === "object" && value !== null) {
      if ("kind" in value && "type" in value && "span" in value) found.push(value as Expr);
      else if (!("source" in value))
        for (const [name, part] of Object.entries(value)) if (!notParts.has(name)) collect(part);
    }
  };
  for (const [name, value] of Object.entries(expr)) if (!notParts.has(name)) collect(value);
  return found;
}

const defines = new WeakMap<Define, boolean>();

/** Whether an expression, or a define that it uses, is about more than one state. */
export function isTemporal(expr: Expr): boolean {
  if (expr.kind === "temporal" || expr.kind === "taken") return true;
  if (expr.kind === "apply") {
    let answer = defines.get(expr.define);
    if (answer === undefined) {
      answer = isTemporal(expr.define.body);
      defines.set(expr.define, answer);
    }
    if (answer) return true;
  }
  return partsOf(expr).some(isTemporal);
}

/** Whether it is about a history: no formula of linear time. */
export function isBeyondTime(expr: Expr): boolean {
  if (expr.kind === "temporal" && expr.operator === "history") return true;
  if (expr.kind === "apply" && isBeyondTime(expr.define.body)) return true;
  return partsOf(expr).some(isBeyondTime);
}

/** The names in an expression that are bound outside of it. Names are unique in a model, so none is bound twice. */
export function mentionedLocals(expr: Expr): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (part: Expr): void => {
    if (part.kind === "local") found.add(part.local.id);
    for (const inner of partsOf(part)) visit(inner);
  };
  visit(expr);
  return found;
}

/** Whether `self` is mentioned. */
export function mentionsSelf(expr: Expr): boolean {
  return expr.kind === "self" || partsOf(expr).some(mentionsSelf);
}

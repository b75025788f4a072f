/** What expressions are made of, without compiling them. */
import type { Expr } from "../ir/index.ts";

/** What hangs on an expression without being part of it: declarations, types, places in the source. */
const notParts = new Set(["type", "of", "span", "local", "variable", "define", "message", "actions"]);

/** The expressions that an expression is directly made of. */
export function partsOf(expr: Expr): readonly Expr[] {
  const found: Expr[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === "object" && value !== null) {
      if ("kind" in value && "type" in value && "span" in value) found.push(value as Expr);
      else if (!("source" in value)) Object.values(value).forEach(collect);
    }
  };
  for (const [name, value] of Object.entries(expr)) if (!notParts.has(name)) collect(value);
  return found;
}

/** Whether an expression mentions one of the names with these ids. Defines see none of them: they are closed. */
export function mentions(expr: Expr, names: ReadonlySet<number>): boolean {
  if (expr.kind === "local") return names.has(expr.local.id);
  return partsOf(expr).some((part) => mentions(part, names));
}

/** A guard as what must hold one after the other. */
export function conjunctsOf(guard: Expr | undefined): readonly Expr[] {
  if (!guard) return [];
  return guard.kind === "logic" && guard.operator === "and" ? guard.operands.flatMap(conjunctsOf) : [guard];
}

/**
 * Walks over expressions without evaluating them for their own sake: their direct parts, and the values that went into a
 * failed one, for people to read.
 */
import type { Expr } from "../ir/index.ts";
import { spanText } from "../source/index.ts";
import { evaluate } from "./evaluate.ts";
import { attempt, type ShownValue } from "./failure.ts";
import { unobserved } from "./observer.ts";
import type { Scope } from "./scope.ts";

/** How many values are shown with a failure. */
const mostShown = 6;

/** The expressions that an expression is directly made of, in the order of its text as far as that is known. */
export function parts(expr: Expr): readonly Expr[] {
  const found: Expr[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === "object" && value !== null) {
      if ("kind" in value && "type" in value && "span" in value) found.push(value as Expr);
      else if (!skipped(value)) Object.values(value).forEach(collect);
    }
  };
  for (const [name, value] of Object.entries(expr)) if (!notParts.has(name)) collect(value);
  return found;
}

/** What hangs on an expression without being part of it: declarations, types, places in the source. */
const notParts = new Set(["type", "of", "span", "local", "variable", "define", "message", "actions"]);
const skipped = (value: object): boolean => "source" in value;

/** Whether an expression mentions one of the names with these ids. Defines see none of them: they are closed. */
export function mentions(expr: Expr, locals: ReadonlySet<number>): boolean {
  if (expr.kind === "local") return locals.has(expr.local.id);
  return parts(expr).some((part) => mentions(part, locals));
}

const binding = new Set<Expr["kind"]>([
  "setOf",
  "mapOf",
  "sequenceOf",
  "quantifier",
  "aggregate",
  "choose",
  "match",
  "old",
]);
const leaves = new Set<Expr["kind"]>(["local", "read", "field", "index", "valueOf", "apply", "self"]);

/** The expression itself and the names in it, each with its value; what can't be evaluated is left out. */
export function contributions(expr: Expr, scope: Scope): readonly ShownValue[] {
  const shown: ShownValue[] = [];
  const visit = (part: Expr, top: boolean) => {
    if (shown.length >= mostShown) return;
    const text = spanText(part.span);
    if (top || leaves.has(part.kind)) {
      const result = attempt(() => evaluate(part, scope));
      if ("value" in result && !shown.some((other) => other.text === text))
        shown.push({ text, value: result.value, type: part.type });
    }
    if (!binding.has(part.kind)) for (const inner of parts(part)) visit(inner, false);
  };
  // Evaluating an expression that has just failed would fail again, and explain itself without end.
  if (explaining) return [];
  explaining = true;
  try {
    unobserved(scope.universe, () => visit(expr, true));
  } finally {
    explaining = false;
  }
  return shown;
}

let explaining = false;

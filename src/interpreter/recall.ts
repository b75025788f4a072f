/**
 * Defines are pure, so their values are remembered while a state is looked at: a property that asks for `decided[p]` of
 * every p computes the map `decided` once.
 */
import type { Define, Expr } from "../ir/index.ts";
import { evaluate } from "./evaluate.ts";
import { parts } from "./explain.ts";
import type { Value } from "./machine.ts";
import type { Scope } from "./scope.ts";

/** The define's value in `scope`: what is remembered of it, with its parameters bound to `values`. */
export function recall(define: Define, values: readonly Value[], scope: Scope): Value {
  if (!scope.memo || scope.inboxes || (scope.before && mentionsPast(define))) return evaluate(define.body, scope);
  let name = scope.self ?? "";
  for (const value of values) {
    if (typeof value === "object") return evaluate(define.body, scope);
    name += ` ${value}`;
  }
  let known = scope.memo.get(define);
  if (!known) {
    known = new Map();
    scope.memo.set(define, known);
  }
  let value = known.get(name);
  if (value === undefined) {
    value = evaluate(define.body, scope);
    known.set(name, value);
  }
  return value;
}

const past = new WeakMap<Define, boolean>();

/** Whether a define reads the state before the step: then it is about two states. */
function mentionsPast(define: Define): boolean {
  let answer = past.get(define);
  if (answer === undefined) {
    answer = readsPast(define.body);
    past.set(define, answer);
  }
  return answer;
}

function readsPast(expr: Expr): boolean {
  if (expr.kind === "old" || (expr.kind === "apply" && mentionsPast(expr.define))) return true;
  return parts(expr).some(readsPast);
}

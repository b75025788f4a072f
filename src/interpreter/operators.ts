/** Arithmetic, comparison and what sets and bags can do. */
import type { Set as ImmutableSet, List } from "immutable";
import { Set as SetOf } from "immutable";
import {
  type ArithmeticOperator,
  type ComparisonOperator,
  type Expr,
  euclidean,
  type SetOperator,
} from "../ir/index.ts";
import { InternalError, spanText, unreachable } from "../source/index.ts";
import { misfit } from "./domains.ts";
import { evaluate, evaluateNumber } from "./evaluate.ts";
import { contributions } from "./explain.ts";
import { fail } from "./failure.ts";
import type { Value } from "./machine.ts";
import type { Scope } from "./scope.ts";
import { bagValue, equal, MapOrBag } from "./values.ts";

export function calculate(
  expr: Extract<Expr, { kind: "arithmetic" }>,
  left: number,
  right: number,
  scope: Scope,
): number {
  if (right === 0 && (expr.operator === "div" || expr.operator === "mod")) {
    fail(
      "division",
      `${spanText(expr.right.span)} is 0: nothing can be divided by it`,
      expr.span,
      contributions(expr, scope),
    );
  }
  return requireInteger(operate(expr.operator, left, right), expr, scope);
}

/** Integers beyond 2^53 would not be exact: there are none. */
export function requireInteger(result: number, expr: Expr, scope: Scope): number {
  if (!Number.isSafeInteger(result))
    fail("range", `${spanText(expr.span)} is too large a number`, expr.span, contributions(expr, scope));
  return result + 0; // never −0
}

/** Division and remainder are Euclid's: the remainder is never negative. */
function operate(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "mod":
      return euclidean(left, right).remainder;
    case "div":
      return euclidean(left, right).quotient;
    default:
      return unreachable(operator);
  }
}

export function compareBy(operator: ComparisonOperator, left: Value, right: Value, scope: Scope): boolean {
  const { compare } = scope.universe.order;
  switch (operator) {
    case "=":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "<":
      return compare(left, right) < 0;
    case "<=":
      return compare(left, right) <= 0;
    case ">":
      return compare(left, right) > 0;
    case ">=":
      return compare(left, right) >= 0;
    default:
      return unreachable(operator);
  }
}

/** `value in collection`, without building the set where it is written out. */
export function contains(collection: Expr, value: Value, scope: Scope): boolean {
  if (collection.kind === "set") {
    // All items are evaluated: whether one of them fails does not depend on where the value is found.
    return collection.items.map((item) => evaluate(item, scope)).some((item) => equal(item, value));
  }
  if (collection.kind === "domain") return !misfit(collection.of, value, scope.universe.order);
  if (collection.kind === "range") {
    const low = evaluateNumber(collection.low, scope);
    const high = evaluateNumber(collection.high, scope);
    return low <= (value as number) && (value as number) <= high;
  }
  const items = evaluate(collection, scope);
  if (items instanceof MapOrBag) return items.entries.has(value);
  return (items as ImmutableSet<Value> | List<Value>).includes(value);
}

export function combine(operator: Exclude<SetOperator, "in" | "notin">, left: Value, right: Value): Value {
  if (left instanceof MapOrBag && right instanceof MapOrBag) return combineBags(operator, left, right);
  if (!SetOf.isSet(left) || !SetOf.isSet(right)) throw new InternalError(`${operator} of no sets`);
  const [mine, others] = [left as ImmutableSet<Value>, right as ImmutableSet<Value>];
  switch (operator) {
    case "subset":
      return mine.every((item) => others.has(item));
    case "union":
      return mine.union(others);
    case "intersect":
      return mine.filter((item) => others.has(item));
    case "minus":
      return mine.filter((item) => !others.has(item));
    default:
      return unreachable(operator);
  }
}

/** Bags count: union adds, minus takes away, intersect keeps the smaller multiplicity. */
function combineBags(operator: Exclude<SetOperator, "in" | "notin">, left: MapOrBag, right: MapOrBag): Value {
  const inLeft = (item: Value) => left.entries.get(item, 0) as number;
  const inRight = (item: Value) => right.entries.get(item, 0) as number;
  const counted = (count: (item: Value) => number) =>
    bagValue(
      left.entries
        .merge(right.entries)
        .map((_, item) => count(item) as Value)
        .filter((multiplicity) => (multiplicity as number) > 0),
    );
  switch (operator) {
    case "subset":
      return left.entries.every((count, item) => (count as number) <= inRight(item));
    case "union":
      return counted((item) => inLeft(item) + inRight(item));
    case "intersect":
      return counted((item) => Math.min(inLeft(item), inRight(item)));
    case "minus":
      return counted((item) => inLeft(item) - inRight(item));
    default:
      return unreachable(operator);
  }
}

/**
 * Names that range over sets: quantifiers, comprehensions, `count` and `sum`, `choose`, and the rows of a `for` or `pick`.
 * Binders are taken from left to right, the last changes fastest; a later domain may mention earlier names.
 */
import { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import { type Binder, cardinality, type Expr, hasInterchangeable } from "../ir/index.ts";
import { assert, spanText } from "../source/index.ts";

import { evaluate, evaluateNumber, holds, integersOf } from "./evaluate.ts";
import { contributions } from "./explain.ts";
import { fail } from "./failure.ts";
import type { Value } from "./machine.ts";
import { requireInteger } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { equal, mapValue } from "./values.ts";

/** The values of a binder's domain in order; types and ranges need no set for it. */
export function itemsOf(domain: Expr, scope: Scope): readonly Value[] {
  if (domain.kind === "domain") return scope.universe.domain(domain.of, domain.span).items;
  if (domain.kind === "range") return integersOf(domain, scope);
  return scope.universe.order.items(evaluate(domain, scope));
}

/** Calls `visit` with the names bound to every assignment that satisfies `where`, until it returns true; whether it did. */
export function someAssignment(
  binders: readonly Binder[],
  where: Expr | undefined,
  scope: Scope,
  visit: () => boolean,
  from = 0,
): boolean {
  const binder = binders[from];
  if (!binder) return (!where || holds(where, scope)) && visit();
  for (const item of itemsOf(binder.domain, scope)) {
    scope.locals.set(binder.local.id, item);
    if (someAssignment(binders, where, scope, visit, from + 1)) return true;
  }
  return false;
}

/** The values of the binders' names in every assignment that satisfies `where`. */
export function assignments(
  binders: readonly Binder[],
  where: Expr | undefined,
  scope: Scope,
): readonly (readonly Value[])[] {
  const rows: (readonly Value[])[] = [];
  someAssignment(binders, where, scope, () => {
    rows.push(binders.map(({ local }) => scope.locals.get(local.id)!));
    return false;
  });
  return rows;
}

/** Binds the names to one row of `assignments`. */
export function bind(binders: readonly Binder[], row: readonly Value[], scope: Scope): void {
  for (const [position, { local }] of binders.entries()) scope.locals.set(local.id, row[position]!);
}

export function quantify(expr: Extract<Expr, { kind: "quantifier" }>, scope: Scope): boolean {
  const { binders, body } = expr;
  if (expr.quantifier === "exists") return someAssignment(binders, undefined, scope, () => holds(body, scope));
  return !someAssignment(binders, undefined, scope, () => !holds(body, scope));
}

/** `count` and `sum` go over assignments: equal values count as often as they occur. */
export function total(expr: Extract<Expr, { kind: "aggregate" }>, scope: Scope): number {
  let sum = 0;
  someAssignment(expr.binders, expr.where, scope, () => {
    if (expr.operator === "count") sum += 1;
    else {
      assert(expr.value, "a sum without a summand");
      sum = requireInteger(sum + evaluateNumber(expr.value, scope), expr, scope);
    }
    return false;
  });
  return sum;
}

/** The one value like this; of values that have an order, the first. */
export function chooseWitness(expr: Extract<Expr, { kind: "choose" }>, scope: Scope): Value {
  const { local, domain } = expr.binder;
  // The items of a sequence stand in an order of their own.
  const most = domain.type.kind === "seq" || !hasInterchangeable(local.type) ? 1 : 2;
  const found: Value[] = [];
  someAssignment([expr.binder], expr.where, scope, () => found.push(scope.locals.get(local.id)!) >= most);
  if (found.length === 0)
    fail("missing", `nothing to choose: no ${local.name} like this`, expr.span, contributions(domain, scope));
  if (found.length > 1) {
    const shown = found.map((value) => ({ text: local.name, value }));
    fail(
      "choose",
      `both ${found.map(scope.universe.order.text).join(" and ")} could be chosen, and nothing tells them apart`,
      expr.span,
      shown,
    );
  }
  scope.locals.set(local.id, found[0]!);
  return found[0]!;
}

/** A set, map or sequence that is described by a comprehension. */
export function tabulate(expr: Extract<Expr, { kind: "setOf" | "mapOf" | "sequenceOf" }>, scope: Scope): Value {
  if (expr.kind === "mapOf") return tabulateMap(expr, scope);
  const values: Value[] = [];
  someAssignment(expr.binders, expr.where, scope, () => {
    values.push(evaluate(expr.value, scope));
    return false;
  });
  return expr.kind === "setOf" ? ImmutableSet(values) : List(values);
}

function tabulateMap(expr: Extract<Expr, { kind: "mapOf" }>, scope: Scope): Value {
  const { text } = scope.universe.order;
  const entries: ImmutableMap<Value, Value> = ImmutableMap<Value, Value>().asMutable();
  someAssignment(expr.binders, expr.where, scope, () => {
    const key = evaluate(expr.key, scope);
    const value = evaluate(expr.value, scope);
    const other = entries.get(key);
    if (other !== undefined && !equal(other, value)) {
      fail("partial-map", `the map has two values for ${text(key)}: ${text(other)} and ${text(value)}`, expr.span);
    }
    entries.set(key, value);
    return false;
  });
  if (expr.type.kind === "map" && entries.size < cardinality(expr.type.key)) {
    const missing = scope.universe.domain(expr.type.key, expr.span).items.find((key) => !entries.has(key));
    if (missing !== undefined) {
      fail("partial-map", `the map has no value for ${text(missing)}`, expr.span, [
        { text: spanText(expr.key.span), value: missing },
      ]);
    }
  }
  return mapValue(entries.asImmutable());
}

/** Sets, maps, sequences, counts and sums over everything that some names range over. */
import type { Comprehension, Expression } from "../syntax/tree.ts";
import type { Context, Scope } from "./context.ts";
import { bindAll, condition, expression, mismatch, mismatchKind, typed } from "./expressions.ts";
import type { Binder, Expr } from "./model.ts";
import { cardinality } from "./type-facts.ts";
import { integer, type Type } from "./types.ts";

interface Ranged {
  readonly binders: Binder[];
  readonly inner: Scope;
  readonly where?: Expr;
}

function ranged(context: Context, scope: Scope, comprehension: Comprehension): Ranged {
  const { binders, inner } = bindAll(context, scope, comprehension.binders);
  return { binders, inner, where: comprehension.where && condition(context, inner, comprehension.where) };
}

export function comprehensionExpression(
  context: Context,
  scope: Scope,
  node: Extract<Expression, { kind: "setOf" | "mapOf" | "sequenceOf" }>,
  expected?: Type,
): Expr {
  const { span } = node;
  const { binders, inner, where } = ranged(context, scope, node.comprehension);
  switch (node.kind) {
    case "setOf": {
      const value = expression(context, inner, node.value, expected?.kind === "set" ? expected.item : undefined);
      return { kind: "setOf", value, binders, where, type: { kind: "set", item: value.type }, span };
    }
    case "mapOf": {
      const hint = expected?.kind === "map" ? expected : undefined;
      const key = expression(context, inner, node.key, hint?.key);
      const value = expression(context, inner, node.value, hint?.value);
      return {
        kind: "mapOf",
        key,
        value,
        binders,
        where,
        type: { kind: "map", key: hint?.key ?? key.type, value: value.type },
        span,
      };
    }
    case "sequenceOf": {
      const value = expression(context, inner, node.value, expected?.kind === "seq" ? expected.item : undefined);
      return {
        kind: "sequenceOf",
        value,
        binders,
        where,
        type: { kind: "seq", item: value.type, max: most(binders) },
        span,
      };
    }
  }
}

/** At most how many assignments the binders have. */
function most(binders: readonly Binder[]): number {
  return binders.reduce(
    (product, binder) =>
      product * (binder.domain.type.kind === "seq" ? binder.domain.type.max : cardinality(binder.local.type)),
    1,
  );
}

/** `count(x in S where P)`, `sum(e for x in S)`, `count(S)`, `sum(S)`. */
export function aggregate(context: Context, scope: Scope, node: Extract<Expression, { kind: "aggregate" }>): Expr {
  const { span } = node;
  if (!node.comprehension) {
    if (!node.value) return context.poison(span);
    const collection = expression(context, scope, node.value);
    if (node.operator === "count") {
      if (collection.type.kind !== "set" && collection.type.kind !== "seq" && collection.type.kind !== "bag")
        mismatchKind(context, collection, "a set, a sequence or a bag");
      return { kind: "builtin", name: "len", arguments: [collection], type: integer(0, sizeOf(collection.type)), span };
    }
    const wanted: Type = { kind: "set", item: integer(0, 0) };
    if (collection.type.kind !== "set" || collection.type.item.kind !== "int")
      mismatch(context, collection, wanted, "the operand of `sum`");
    return {
      kind: "builtin",
      name: "sum",
      arguments: [collection],
      type: integer(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
      span,
    };
  }
  const { binders, inner, where } = ranged(context, scope, node.comprehension);
  const times = most(binders);
  if (node.operator === "count") {
    // `count(e for x in S where P)` counts assignments too: the value does not matter, but it must have a meaning.
    if (node.value) expression(context, inner, node.value);
    return { kind: "aggregate", operator: "count", binders, where, type: integer(0, times), span };
  }
  const value = node.value ? typed(context, inner, node.value, integer(0, 0), "what is summed") : context.poison(span);
  const item = value.type.kind === "int" ? value.type : integer(0, 0);
  const type = integer(Math.min(0, scaled(item.low, times)), Math.max(0, scaled(item.high, times)));
  return { kind: "aggregate", operator: "sum", value, binders, where, type, span };
}

const scaled = (value: number, times: number) => (value === 0 ? 0 : value * times);

/** The largest size of a collection. */
export function sizeOf(type: Type): number {
  if (type.kind === "set") return Math.min(type.max ?? Number.POSITIVE_INFINITY, cardinality(type.item));
  if (type.kind === "map") return cardinality(type.key);
  if (type.kind === "seq" || type.kind === "bag") return type.max;
  return 0;
}

/** The functions that the language brings along. Their arguments are evaluated already. */
import { Set as ImmutableSet, List } from "immutable";
import type { Expr } from "../ir/index.ts";
import { assert, InternalError, spanText, unreachable } from "../source/index.ts";
import { contributions } from "./explain.ts";
import { fail } from "./failure.ts";
import type { Value } from "./machine.ts";
import { requireInteger } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { membersOf } from "./universe.ts";
import { bagValue, equal, MapOrBag } from "./values.ts";

type BuiltinCall = Extract<Expr, { kind: "builtin" }>;

export function applyBuiltin(expr: BuiltinCall, values: readonly Value[], scope: Scope): Value {
  const first = values[0]!;
  const second = values[1]!;
  switch (expr.name) {
    case "len":
      return sizeOfCollection(first);
    case "min":
    case "max": {
      const numbers = (typeof first === "number" ? values : scope.universe.order.items(first)) as readonly number[];
      if (numbers.length === 0)
        fail(
          "missing",
          `${spanText(expr.span)} does not exist: the set is empty`,
          expr.span,
          contributions(expr, scope),
        );
      return numbers.reduce((best, number) => Math[expr.name as "min" | "max"](best, number));
    }
    case "abs":
      return Math.abs(first as number);
    case "subsets":
      return subsetsOf(first as ImmutableSet<Value>, expr, scope);
    case "isQuorum":
      return 2 * (first as ImmutableSet<Value>).size > (second as ImmutableSet<Value>).size;
    case "sum":
      return scope.universe.order
        .items(first)
        .reduce((sum: number, item) => requireInteger(sum + (item as number), expr, scope), 0);
    case "index":
      return scope.universe.number(first as string);
    case "memberAt":
      return memberAt(expr, first as number, scope);
    case "head":
    case "last": {
      const list = first as List<Value>;
      const item = expr.name === "head" ? list.first() : list.last();
      if (item === undefined) failEmpty(expr, scope);
      return item;
    }
    case "tail":
      if ((first as List<Value>).isEmpty()) failEmpty(expr, scope);
      return (first as List<Value>).shift();
    case "toSet":
      return ImmutableSet(scope.universe.order.items(first));
    case "append":
    case "insert":
      return add(first, second);
    case "remove":
      return removeFrom(first, second);
    default:
      return unreachable(expr.name);
  }
}

function failEmpty(expr: BuiltinCall, scope: Scope): never {
  fail(
    "missing",
    `${spanText(expr.span)} does not exist: the sequence is empty`,
    expr.span,
    contributions(expr, scope),
  );
}

function sizeOfCollection(value: Value): number {
  if (!(value instanceof MapOrBag)) return (value as ImmutableSet<Value> | List<Value>).size;
  if (value.kind === "map") return value.entries.size;
  return value.entries.reduce((sum, count) => sum + (count as number), 0);
}

const knownSubsets = new WeakMap<ImmutableSet<Value>, ImmutableSet<Value>>();

function subsetsOf(set: ImmutableSet<Value>, expr: BuiltinCall, scope: Scope): ImmutableSet<Value> {
  if (set.size > 20)
    fail(
      "capacity",
      `${spanText(expr.span)}: a set of ${set.size} has too many subsets`,
      expr.span,
      contributions(expr, scope),
    );
  let subsets = knownSubsets.get(set);
  if (!subsets) {
    let lists: readonly (readonly Value[])[] = [[]];
    for (const item of scope.universe.order.items(set)) lists = lists.flatMap((list) => [list, [...list, item]]);
    subsets = ImmutableSet<Value>(lists.map((list) => ImmutableSet(list)));
    knownSubsets.set(set, subsets);
  }
  return subsets;
}

function memberAt(expr: BuiltinCall, number: number, scope: Scope): Value {
  const { type } = expr;
  assert(type.kind === "process" || type.kind === "symmetric", "only members have an index");
  const members = type.kind === "process" ? membersOf(type) : type.members;
  const member = members.find((candidate) => scope.universe.number(candidate) === number);
  if (member === undefined) {
    const name = type.kind === "process" ? type.kinds.map((kind) => kind.name).join(" | ") : type.name;
    fail("missing", `there is no ${name} number ${number}`, expr.span, contributions(expr, scope));
  }
  return member;
}

function add(collection: Value, item: Value): Value {
  if (List.isList(collection)) return collection.push(item);
  if (ImmutableSet.isSet(collection)) return collection.add(item);
  if (collection instanceof MapOrBag) {
    return bagValue(collection.entries.update(item, 0, (count) => (count as number) + 1));
  }
  throw new InternalError("only collections grow");
}

/** Without the item; of a bag or sequence one of it. What is not there can be removed. */
function removeFrom(collection: Value, item: Value): Value {
  if (ImmutableSet.isSet(collection)) return collection.remove(item);
  if (List.isList(collection)) {
    const position = collection.findIndex((candidate) => equal(candidate as Value, item));
    return position < 0 ? collection : collection.delete(position);
  }
  if (collection instanceof MapOrBag) {
    const count = collection.entries.get(item, 0) as number;
    return bagValue(count > 1 ? collection.entries.set(item, count - 1) : collection.entries.delete(item));
  }
  throw new InternalError("only collections shrink");
}

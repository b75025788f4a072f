/**
 * Parts of values: a record's field, an item of a sequence or map, a slice, and a copy with one part changed. Reading or
 * changing what is not there is a model error.
 */
import { type Map as ImmutableMap, List } from "immutable";
import type { Expr, PathStep } from "../ir/index.ts";
import { assert, type Span, spanText } from "../source/index.ts";
import { evaluate } from "./evaluate.ts";
import { contributions } from "./explain.ts";
import { fail, type ShownValue } from "./failure.ts";
import type { Value } from "./machine.ts";
import type { Scope } from "./scope.ts";
import { MapOrBag, mapValue } from "./values.ts";

export function fieldOf(value: Value, name: string): Value {
  const part = List.isList(value) ? value.get(Number(name)) : (value as ImmutableMap<string, Value>).get(name);
  assert(part !== undefined, `no field ${name}`);
  return part;
}

/** `collection[index]`, where `expr` is that expression. */
export function at(collection: Value, index: Value, expr: Expr, scope: Scope): Value {
  if (collection instanceof MapOrBag && collection.kind === "bag") return collection.entries.get(index, 0);
  return item(collection, index, expr.span, () => contributions(expr, scope), scope);
}

function item(collection: Value, index: Value, span: Span, values: () => readonly ShownValue[], scope: Scope): Value {
  const { text } = scope.universe.order;
  if (collection instanceof MapOrBag) {
    const value = collection.entries.get(index);
    if (value === undefined)
      fail("missing", `${spanText(span)} does not exist: ${text(index)} is no key`, span, values());
    return value;
  }
  const list = collection as List<Value>;
  const position = index as number;
  if (position < 1 || position > list.size) {
    const length = list.size === 0 ? "it is empty" : `it has 1..${list.size}`;
    fail("missing", `${spanText(span)} does not exist: there is no item ${position}, ${length}`, span, values());
  }
  return list.get(position - 1)!;
}

/** Items low..high from 1, clipped to what is there. */
export function slice(sequence: Value, low: number, high: number): Value {
  const start = Math.max(1, low);
  return (sequence as List<Value>).slice(start - 1, Math.max(start - 1, high));
}

/** A copy of `value` whose part at `path` is `part`. */
export function change(value: Value, path: readonly PathStep[], part: Value, scope: Scope): Value {
  const [step, ...rest] = path;
  if (!step) return part;
  if (step.kind === "field") {
    const changed = rest.length === 0 ? part : change(fieldOf(value, step.name), rest, part, scope);
    if (List.isList(value)) return value.set(Number(step.name), changed);
    return (value as ImmutableMap<string, Value>).set(step.name, changed);
  }
  const index = evaluate(step.index, scope);
  const shown = () => [{ text: spanText(step.index.span), value: index }];
  const inner = item(value, index, step.span, shown, scope);
  const changed = rest.length === 0 ? part : change(inner, rest, part, scope);
  if (value instanceof MapOrBag) return mapValue(value.entries.set(index, changed));
  return (value as List<Value>).set((index as number) - 1, changed);
}

/** The part of `value` at `path`. */
export function follow(value: Value, path: readonly PathStep[], scope: Scope): Value {
  let part = value;
  for (const step of path) {
    if (step.kind === "field") part = fieldOf(part, step.name);
    else part = item(part, evaluate(step.index, scope), step.span, () => [], scope);
  }
  return part;
}

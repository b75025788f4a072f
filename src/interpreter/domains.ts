/**
 * Types as sets of values: how many there are, which they are, in order, and whether a value is one of them. What is
 * stored must fit its type, so this is also where a value out of range or a collection over its capacity is noticed.
 */
import { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import { cardinality, type Type } from "../ir/index.ts";
import { unreachable } from "../source/index.ts";
import type { Value } from "./machine.ts";
import type { Order } from "./order.ts";
import { bagValue, type CaseValue, type MapOrBag, mapValue, none, some, variant } from "./values.ts";

/** A type with more values than this is never enumerated. */
export const mostValues = 2 ** 20;

/** All values of a type, in order. Ask `cardinality` first. */
export function enumerate(type: Type, order: Order): readonly Value[] {
  switch (type.kind) {
    case "bool":
      return [false, true];
    case "int":
      return Array.from({ length: cardinality(type) }, (_, at) => type.low + at);
    case "variant":
      return type.cases.flatMap(({ name, fields }, index) =>
        combinations(fields.map((field) => enumerate(field.type, order))).map((items) => variant(name, index, items)),
      );
    case "record": {
      const fields = [...type.fields].sort((left, right) => (left.name < right.name ? -1 : 1));
      const rows = combinations(fields.map((field) => enumerate(field.type, order)));
      return rows.map((row) => ImmutableMap(fields.map((field, at) => [field.name, row[at]!])));
    }
    case "tuple":
      return combinations(type.items.map((item) => enumerate(item, order))).map((items) => List(items));
    case "option":
      return [none, ...enumerate(type.item, order).map(some)];
    case "set":
      return subsets(enumerate(type.item, order), type.max ?? Number.POSITIVE_INFINITY).map((items) =>
        ImmutableSet(items),
      );
    case "map": {
      const keys = enumerate(type.key, order);
      const values = enumerate(type.value, order);
      return combinations(keys.map(() => values)).map((row) =>
        mapValue(ImmutableMap(keys.map((key, at) => [key, row[at]!]))),
      );
    }
    case "seq":
      return growing(enumerate(type.item, order), type.max, "any").map((items) => List(items));
    case "bag":
      return growing(enumerate(type.item, order), type.max, 0).map((items) => bagOf(items));
    case "symmetric":
      return type.members;
    case "process":
      return type.kinds.flatMap((kind) => kind.members);
    case "never":
      return [];
    default:
      return unreachable(type);
  }
}

/** One of each, in all ways; the last changes fastest. */
export function combinations(choices: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  let rows: readonly (readonly Value[])[] = [[]];
  for (const values of choices) rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  return rows;
}

/** Subsets of up to `most` items, those without a later item before those with it. */
function subsets(items: readonly Value[], most: number): readonly (readonly Value[])[] {
  let lists: readonly (readonly Value[])[] = [[]];
  for (const item of items) {
    lists = [...lists, ...lists.filter((list) => list.length < most).map((list) => [...list, item])];
  }
  return lists;
}

/** Lists of up to `most` items, a prefix before what it starts; the next item is any, or at least `step` places later. */
function growing(items: readonly Value[], most: number, step: 0 | "any"): readonly (readonly Value[])[] {
  const lists: (readonly Value[])[] = [];
  const extend = (list: readonly Value[], from: number) => {
    lists.push(list);
    if (list.length >= most) return;
    for (let at = from; at < items.length; at++) extend([...list, items[at]!], step === "any" ? 0 : at + step);
  };
  extend([], 0);
  return lists;
}

export function bagOf(items: Iterable<Value>): MapOrBag {
  let entries = ImmutableMap<Value, Value>();
  for (const item of items) entries = entries.update(item, 0, (count) => (count as number) + 1);
  return bagValue(entries);
}

/** Where and why a value does not fit: `path` leads to the part at fault, `words` say what is wrong with it. */
export interface Misfit {
  readonly rule: "range" | "capacity";
  readonly path: string;
  readonly value: Value;
  readonly words: string;
}

/** Collections that are known to fit: most parts of what is stored were stored before. */
const fitting = new WeakMap<Type, WeakSet<object>>();
const memberSets = new WeakMap<Type, ReadonlySet<Value>>();

/** Why `value` is not a value of `type`; undefined when it is one. */
export function misfit(type: Type, value: Value, order: Order): Misfit | undefined {
  if (typeof value !== "object") return findMisfit(type, value, order);
  let known = fitting.get(type);
  if (known?.has(value)) return undefined;
  const found = findMisfit(type, value, order);
  if (found) return found;
  if (!known) {
    known = new WeakSet();
    fitting.set(type, known);
  }
  known.add(value);
  return undefined;
}

/** Whether `value` is a member of a type of members. */
function isMember(type: Type, value: Value, order: Order): boolean {
  let members = memberSets.get(type);
  if (!members) {
    members = new Set(enumerate(type, order));
    memberSets.set(type, members);
  }
  return members.has(value);
}

function findMisfit(type: Type, value: Value, order: Order): Misfit | undefined {
  const within = (inner: Type, part: Value, step: string): Misfit | undefined => {
    const found = misfit(inner, part, order);
    return found && { ...found, path: step + found.path };
  };
  const first = <T>(parts: Iterable<T>, check: (part: T) => Misfit | undefined): Misfit | undefined => {
    for (const part of parts) {
      const found = check(part);
      if (found) return found;
    }
    return undefined;
  };
  const over = (size: number, most: number): Misfit | undefined =>
    size > most ? { rule: "capacity", path: "", value, words: `over its capacity of ${most}` } : undefined;
  switch (type.kind) {
    case "bool":
      return undefined;
    case "int":
      if (type.low <= (value as number) && (value as number) <= type.high) return undefined;
      return { rule: "range", path: "", value, words: `outside ${type.low}..${type.high}` };
    case "variant": {
      const { index, arguments: items } = value as CaseValue;
      const fields = type.cases[index]?.fields ?? [];
      return first(fields.keys(), (at) => within(fields[at]!.type, items.get(at)!, `.${fields[at]!.name}`));
    }
    case "record":
      return first(type.fields, ({ name, type: inner }) =>
        within(inner, (value as ImmutableMap<string, Value>).get(name)!, `.${name}`),
      );
    case "tuple":
      return first(type.items.keys(), (at) => within(type.items[at]!, (value as List<Value>).get(at)!, `.${at}`));
    case "option":
      return first((value as CaseValue).arguments, (item) => within(type.item, item, ".value"));
    case "set": {
      const items = order.items(value);
      return over(items.length, type.max ?? items.length) ?? first(items, (item) => within(type.item, item, "'s item"));
    }
    case "map": {
      const { entries } = value as MapOrBag;
      return first(
        entries,
        ([key, item]) => within(type.key, key, "'s key") ?? within(type.value, item, `[${order.text(key)}]`),
      );
    }
    case "seq": {
      const list = value as List<Value>;
      return over(list.size, type.max) ?? first(list.keys(), (at) => within(type.item, list.get(at)!, `[${at + 1}]`));
    }
    case "bag": {
      const items = order.items(value);
      return over(items.length, type.max) ?? first(items, (item) => within(type.item, item, "'s item"));
    }
    case "symmetric":
    case "process":
      if (isMember(type, value, order)) return undefined;
      return { rule: "range", path: "", value, words: "not one of its type's members" };
    case "never":
      return { rule: "range", path: "", value, words: "but no value was expected" };
    default:
      return unreachable(type);
  }
}

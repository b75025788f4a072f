/**
 * Values as text, in the language's own syntax. A machine's `show` does that for everything except tuples, which it cannot
 * tell from sequences; where the type is known and holds tuples, the type leads the way.
 */
import {
  ImmutableMap,
  ImmutableSet,
  List,
  type Machine,
  type MapValue,
  type Value,
  type Variant,
} from "../interpreter/index.ts";
import type { Type } from "../ir/index.ts";

/** The text of a value, of its type where that is known. */
export type Show = (value: Value, type?: Type) => string;

export function shower(machine: Machine): Show {
  const show: Show = (value, type) => (type && holds("tuple", type) ? byType(value, type, show) : machine.show(value));
  return show;
}

/** Values as expressions of the language: maps as comprehensions over their keys, in which `name` stands for the key. */
export function writer(machine: Machine, name: string): Show {
  const write: Show = (value, type) => {
    if (!type || (!holds("map", type) && !holds("tuple", type))) return machine.show(value);
    return type.kind === "map" ? comprehension(value as MapValue, type, name, write) : byType(value, type, write);
  };
  return write;
}

/** `{ key: if key = s1 then 1 else 0 for key in {s1, s2} }`; without a condition when all keys have the same value. */
function comprehension({ entries }: MapValue, type: Type & { kind: "map" }, name: string, write: Show): string {
  const keys = new Map<string, string[]>();
  for (const [key, value] of entries) {
    const text = write(value, type.value);
    keys.set(text, [...(keys.get(text) ?? []), write(key, type.key)]);
  }
  // The value that most keys have is the one that is left for the others.
  const groups = [...keys].sort(([, a], [, b]) => a.length - b.length);
  const last = groups.pop();
  if (!last) return "{}";
  const test = (of: readonly string[]) => (of.length === 1 ? `= ${of[0]}` : `in {${of.join(", ")}}`);
  const cases = groups.map(([text, of]) => `if ${name} ${test(of)} then ${text} else `);
  const all = [...groups, last].flatMap(([, of]) => of).sort();
  return `{ ${name}: ${cases.join("")}${last[0]} for ${name} in {${all.join(", ")}} }`;
}

const known = { tuple: new WeakMap<Type, boolean>(), map: new WeakMap<Type, boolean>() };

function holds(kind: "tuple" | "map", type: Type): boolean {
  let answer = known[kind].get(type);
  if (answer === undefined) {
    answer = type.kind === kind || below(type).some((part) => holds(kind, part));
    known[kind].set(type, answer);
  }
  return answer;
}

function below(type: Type): readonly Type[] {
  switch (type.kind) {
    case "record":
      return type.fields.map((field) => field.type);
    case "tuple":
      return type.items;
    case "option":
    case "set":
    case "seq":
    case "bag":
      return [type.item];
    case "map":
      return [type.key, type.value];
    case "variant":
      return type.cases.flatMap((item) => item.fields.map((field) => field.type));
    default:
      return [];
  }
}

function byType(value: Value, type: Type, show: Show): string {
  const list = (items: readonly Value[], types: readonly Type[]) =>
    items.map((item, index) => show(item, types[index] ?? types[0])).join(", ");
  switch (type.kind) {
    case "tuple":
      return List.isList(value) ? `(${list([...(value as List<Value>)], type.items)})` : show(value);
    case "seq":
      return List.isList(value) ? `[${list([...(value as List<Value>)], [type.item])}]` : show(value);
    case "set":
      return ImmutableSet.isSet(value)
        ? `{${[...(value as ImmutableSet<Value>)]
            .map((item) => show(item, type.item))
            .sort()
            .join(", ")}}`
        : show(value);
    case "record":
      if (!ImmutableMap.isMap(value)) return show(value);
      return `{${type.fields.map((field) => `${field.name}: ${show((value as ImmutableMap<string, Value>).get(field.name)!, field.type)}`).join(", ")}}`;
    case "option":
    case "variant": {
      const { tag, arguments: items } = value as Variant;
      const fields =
        type.kind === "option"
          ? [type.item]
          : (type.cases.find((item) => item.name === tag)?.fields.map((field) => field.type) ?? []);
      return items.size === 0 ? tag : `${tag}(${list([...items], fields)})`;
    }
    case "map":
    case "bag": {
      const [key, item]: readonly [Type, Type | undefined] =
        type.kind === "map" ? [type.key, type.value] : [type.item, undefined];
      return `{${[...(value as MapValue).entries]
        .map(([from, to]) => `${show(from, key)}: ${show(to, item)}`)
        .sort()
        .join(", ")}}`;
    }
    default:
      return show(value);
  }
}

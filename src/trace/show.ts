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
  const show: Show = (value, type) => (type && holdsTuples(type) ? byType(value, type, show) : machine.show(value));
  return show;
}

const known = new WeakMap<Type, boolean>();

function holdsTuples(type: Type): boolean {
  let answer = known.get(type);
  if (answer === undefined) {
    answer = type.kind === "tuple" || below(type).some(holdsTuples);
    known.set(type, answer);
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

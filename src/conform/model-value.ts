/**
 * From what a log says, or what code holds, to the value of the model that it stands for, led by the model's type. Both are
 * plain: numbers, names, lists, objects; code has collections of its library as well. Who reads them says what names mean.
 * Sizes and ranges are not looked at here: a value outside is equal to none of the model's.
 */
import {
  bagValue,
  ImmutableMap,
  ImmutableSet,
  isCollection,
  List,
  mapValue,
  none,
  some,
  type Value,
  variant,
} from "../interpreter/index.ts";
import type { Type } from "../ir/index.ts";
import { unreachable } from "../source/index.ts";

/** This is no value of the type. Caught by who knows where it was said. */
export class Misread extends Error {
  override readonly name = "Misread";
}

export type SymmetricType = Extract<Type, { kind: "symmetric" }>;

export interface Meanings {
  /** The process that a name stands for. */
  process(name: string): string;
  /** The member of an interchangeable type that something stands for. */
  member(type: SymmetricType, given: unknown): string;
  /** Whether a field that is not there is None, where it may be. */
  readonly absentIsNone: boolean;
}

export function modelValue(type: Type, given: unknown, meanings: Meanings): Value {
  switch (type.kind) {
    case "bool":
      return typeof given === "boolean" ? given : misread(given, "true or false");
    case "int":
      // Of the two zeros, the model has one.
      return Number.isSafeInteger(given) ? (given as number) + 0 : misread(given, "a whole number");
    case "process": {
      const name = typeof given === "string" ? meanings.process(given) : undefined;
      if (name !== undefined && type.kinds.some(({ members }) => members.includes(name))) return name;
      return misread(given, type.kinds.flatMap(({ members }) => members).join(", "));
    }
    case "symmetric":
      return meanings.member(type, given);
    case "variant":
      return readCase(type, given, meanings);
    case "option":
      if (given === undefined || given === null) return none;
      if (type.item.kind === "option" && isRecord(given) && Array.isArray(given.Some))
        return some(modelValue(type.item, given.Some[0], meanings));
      return some(modelValue(type.item, given, meanings));
    case "record":
      return ImmutableMap(
        readFields(type.fields, given, meanings).map((value, at) => [type.fields[at]?.name ?? "", value]),
      );
    case "tuple": {
      const items = itemsOf(given, `a list of ${type.items.length}`);
      if (items.length !== type.items.length) return misread(given, `a list of ${type.items.length}`);
      return List(type.items.map((item, at) => modelValue(item, items[at], meanings)));
    }
    case "seq":
      return List(readItems(type.item, given, meanings));
    case "set":
      return ImmutableSet(readItems(type.item, given, meanings));
    case "bag":
      return bagValue(ImmutableMap(List(readItems(type.item, given, meanings)).countBy((item) => item)));
    case "map":
      return mapValue(ImmutableMap(readEntries(type, given, meanings)));
    case "never":
      return misread(given, "nothing");
    default:
      return unreachable(type);
  }
}

/** Values of these fields and no others: what the model does not know must not be dropped unseen. */
export function readFields(
  fields: readonly { readonly name: string; readonly type: Type }[],
  given: unknown,
  meanings: Meanings,
): readonly Value[] {
  if (!isRecord(given)) return misread(given, "an object");
  const strange = Object.keys(given).find((name) => !fields.some((field) => field.name === name));
  if (strange !== undefined) return misread(given, `an object without \`${strange}\``);
  return fields.map(({ name, type }) => {
    if (given[name] === undefined && !(type.kind === "option" && meanings.absentIsNone))
      throw new Misread(`\`${name}\` is missing`);
    return modelValue(type, given[name], meanings);
  });
}

export const readItems = (item: Type, given: unknown, meanings: Meanings): readonly Value[] =>
  itemsOf(given, "a list").map((part) => modelValue(item, part, meanings));

export function readEntries(
  type: Extract<Type, { kind: "map" }>,
  given: unknown,
  meanings: Meanings,
): readonly [Value, Value][] {
  return entriesOf(type.key, given).map(([key, item]) => [
    modelValue(type.key, key, meanings),
    modelValue(type.value, item, meanings),
  ]);
}

function readCase(type: Extract<Type, { kind: "variant" }>, given: unknown, meanings: Meanings): Value {
  const name = typeof given === "string" ? given : isRecord(given) ? Object.keys(given)[0] : undefined;
  const index = type.cases.findIndex((one) => one.name === name);
  const found = type.cases[index];
  if (name === undefined || !found) return misread(given, type.cases.map((one) => one.name).join(", "));
  const passed = isRecord(given) ? given[name] : [];
  if (!Array.isArray(passed) || passed.length !== found.fields.length)
    return misread(given, `${name} with ${found.fields.length} arguments`);
  return variant(
    name,
    index,
    found.fields.map((field, at) => modelValue(field.type, passed[at], meanings)),
  );
}

function itemsOf(given: unknown, expected: string): readonly unknown[] {
  if (Array.isArray(given)) return given;
  return isCollection(given) ? [...given.values()] : misread(given, expected);
}

function entriesOf(key: Type, given: unknown): readonly (readonly [unknown, unknown])[] {
  if (isCollection(given)) return [...given.entries()] as (readonly [unknown, unknown])[];
  if (!isRecord(given)) return misread(given, "an object");
  const pairs = given["#map"];
  if (pairs === undefined) return Object.entries(given).map(([name, item]) => [keyOf(key, name), item]);
  if (!Array.isArray(pairs)) return misread(given, "a list of pairs");
  return pairs.map((pair: unknown) => {
    if (!Array.isArray(pair) || pair.length !== 2) return misread(pair, "[key, value]");
    return [pair[0], pair[1]];
  });
}

/** Keys of objects are texts. */
function keyOf(type: Type, key: string): unknown {
  if (type.kind === "int") return Number(key);
  if (type.kind === "bool") return key === "true" ? true : key === "false" ? false : key;
  return key;
}

const isRecord = (given: unknown): given is { readonly [name: string]: unknown } =>
  typeof given === "object" && given !== null && !Array.isArray(given) && !isCollection(given);

export function misread(given: unknown, expected: string): never {
  const text = JSON.stringify(given) ?? "nothing";
  throw new Misread(`${text.length > 60 ? `${text.slice(0, 59)}…` : text} where the model has ${expected}`);
}

/**
 * From a value of code to the value of the model that it stands for, led by the model's type. Whoever calls gets undefined
 * when there is no such value: the caller knows which variable or field it was about. Sizes and ranges are not looked at
 * here: a value outside is equal to none of the model's.
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
} from "../../interpreter/index.ts";
import type { Field, Type } from "../../ir/index.ts";
import { unreachable } from "../../source/index.ts";
import type { Mapping } from "../mappings/mapping.ts";

type Members = Mapping<never>["members"];

export function toModelValue(value: unknown, type: Type, members: Members): Value | undefined {
  switch (type.kind) {
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "int":
      return Number.isSafeInteger(value) ? (value as number) : undefined;
    case "process":
      return typeof value === "string" && type.kinds.some((kind) => kind.members.includes(value)) ? value : undefined;
    case "symmetric": {
      const name = members[type.name]?.(value) ?? value;
      return typeof name === "string" && type.members.includes(name) ? name : undefined;
    }
    case "variant": {
      const index = type.cases.findIndex(({ name, fields }) => name === value && fields.length === 0);
      return index < 0 ? undefined : variant(value as string, index);
    }
    case "option": {
      if (value === undefined || value === null) return none;
      const item = toModelValue(value, type.item, members);
      return item === undefined ? undefined : some(item);
    }
    case "record": {
      if (typeof value !== "object" || value === null) return undefined;
      return recordOf(value, type.fields, members);
    }
    case "tuple": {
      const items = itemsOf(value);
      return items?.length === type.items.length ? listOf(items, (at) => type.items[at], members) : undefined;
    }
    case "seq": {
      const items = itemsOf(value);
      return items && listOf(items, () => type.item, members);
    }
    case "set": {
      const items = itemsOf(value);
      const list = items && listOf(items, () => type.item, members);
      return list && ImmutableSet(list);
    }
    case "bag": {
      const items = itemsOf(value);
      const list = items && listOf(items, () => type.item, members);
      return list && bagValue(ImmutableMap(list.countBy((item) => item)));
    }
    case "map": {
      const entries = entriesOf(value);
      const keys =
        entries &&
        listOf(
          entries.map(([key]) => key),
          () => type.key,
          members,
        );
      const values =
        entries &&
        listOf(
          entries.map(([, item]) => item),
          () => type.value,
          members,
        );
      return keys && values && mapValue(ImmutableMap(keys.zip(values)));
    }
    case "never":
      return undefined;
    default:
      return unreachable(type);
  }
}

/** A record with these fields and no others: what the model does not know must not be dropped unseen. */
export function recordOf(value: object, fields: readonly Field[], members: Members): Value | undefined {
  const list = fieldsOf(value, fields, members);
  return list && ImmutableMap(fields.map(({ name }, at) => [name, list.get(at)!]));
}

/** The values of `fields`, in their order. */
export function fieldsOf(value: object, fields: readonly Field[], members: Members): List<Value> | undefined {
  const given: { readonly [name: string]: unknown } = { ...value };
  if (Object.keys(given).some((name) => !fields.some((field) => field.name === name))) return undefined;
  if (fields.some(({ name, type }) => !(name in given) && type.kind !== "option")) return undefined;
  return listOf(
    fields.map(({ name }) => given[name]),
    (at) => fields[at]?.type,
    members,
  );
}

function listOf(
  items: readonly unknown[],
  typeAt: (position: number) => Type | undefined,
  members: Members,
): List<Value> | undefined {
  const values: Value[] = [];
  for (const [at, item] of items.entries()) {
    const type = typeAt(at);
    const value = type && toModelValue(item, type, members);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return List(values);
}

function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return isCollection(value) ? [...value.values()] : undefined;
}

function entriesOf(value: unknown): readonly (readonly [unknown, unknown])[] | undefined {
  if (isCollection(value)) return [...value.entries()] as (readonly [unknown, unknown])[];
  return typeof value === "object" && value !== null ? Object.entries(value) : undefined;
}

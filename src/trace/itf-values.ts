/**
 * Values in ITF, the Informal Trace Format of Apalache and Quint, in both directions and led by types: `{"#bigint": "5"}`,
 * `{"#set": […]}`, `{"#map": [[k, v], …]}`, `{"#tup": […]}`, records as objects, cases as `{tag, value}`.
 */
import { bagValue, ImmutableMap, ImmutableSet, List, mapValue, type Value, variant } from "../interpreter/index.ts";
import type { Case, Type } from "../ir/index.ts";
import { isMapValue, isVariant } from "./changes.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** `value` of type `type`; collections are sorted by their text, so that equal values give equal JSON. */
export function encodeValue(type: Type, value: Value): Json {
  switch (type.kind) {
    case "bool":
    case "symmetric":
    case "process":
      return value as boolean | string;
    case "int":
      return { "#bigint": String(value) };
    case "record":
      return Object.fromEntries(
        type.fields.map((field) => [
          field.name,
          encodeValue(field.type, (value as ImmutableMap<string, Value>).get(field.name)!),
        ]),
      );
    case "tuple":
      return { "#tup": type.items.map((item, index) => encodeValue(item, (value as List<Value>).get(index)!)) };
    case "seq":
      return (value as List<Value>).map((item) => encodeValue(type.item, item)).toArray();
    case "set":
      return { "#set": sorted((value as ImmutableSet<Value>).toArray().map((item) => encodeValue(type.item, item))) };
    case "map":
    case "bag": {
      const [key, item]: readonly [Type, Type] =
        type.kind === "map" ? [type.key, type.value] : [type.item, { kind: "int", low: 0, high: type.max }];
      const entries = isMapValue(value) ? [...value.entries.entries()] : [];
      return { "#map": sorted(entries.map(([from, to]) => [encodeValue(key, from), encodeValue(item, to)])) };
    }
    case "option":
    case "variant": {
      if (!isVariant(value)) return null;
      const found = casesOf(type).find((item) => item.name === value.tag);
      return { tag: value.tag, value: encodeArguments(found, value.arguments) };
    }
    case "never":
      return null;
  }
}

/** An option is a variant with two cases. */
function casesOf(type: Type & { kind: "option" | "variant" }): readonly Case[] {
  return type.kind === "variant"
    ? type.cases
    : [
        { name: "None", fields: [] },
        { name: "Some", fields: [{ name: "value", type: type.item }] },
      ];
}

function encodeArguments(found: Case | undefined, values: List<Value>): Json {
  const fields = found?.fields ?? [];
  const [only] = fields;
  if (only === undefined) return { "#tup": [] };
  if (fields.length === 1) return encodeValue(only.type, values.get(0)!);
  return Object.fromEntries(fields.map((field, index) => [field.name, encodeValue(field.type, values.get(index)!)]));
}

function sorted(items: readonly Json[]): readonly Json[] {
  const keyed = items.map((item) => [JSON.stringify(item), item] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item);
}

/** The value of type `type` that `json` stands for; undefined when it stands for none. */
export function decodeValue(type: Type, json: Json | undefined): Value | undefined {
  switch (type.kind) {
    case "bool":
      return typeof json === "boolean" ? json : undefined;
    case "int": {
      const number = typeof json === "number" ? json : Number(member(json, "#bigint") ?? Number.NaN);
      return Number.isSafeInteger(number) ? number : undefined;
    }
    case "symmetric":
      return typeof json === "string" && type.members.includes(json) ? json : undefined;
    case "process":
      return typeof json === "string" && type.kinds.some((kind) => kind.members.includes(json)) ? json : undefined;
    case "record": {
      const entries = type.fields.map(
        (field) => [field.name, decodeValue(field.type, member(json, field.name))] as const,
      );
      return entries.every(([, value]) => value !== undefined) ? ImmutableMap(entries as [string, Value][]) : undefined;
    }
    case "tuple":
      return decodeList(type.items, member(json, "#tup"));
    case "seq":
      return Array.isArray(json)
        ? decodeList(
            json.map(() => type.item),
            json,
          )
        : undefined;
    case "set": {
      const items = member(json, "#set");
      const values = Array.isArray(items)
        ? decodeList(
            items.map(() => type.item),
            items,
          )
        : undefined;
      return values?.toSet();
    }
    case "map":
    case "bag":
      return decodeMap(type, member(json, "#map"));
    case "option":
    case "variant": {
      const tag = member(json, "tag");
      const index = casesOf(type).findIndex((item) => item.name === tag);
      const found = casesOf(type)[index];
      const values = found && decodeArguments(found, member(json, "value"));
      return values && variant(found.name, index, values);
    }
    case "never":
      return undefined;
  }
}

function member(json: Json | undefined, name: string): Json | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  return Object.hasOwn(json, name) ? (json as { readonly [name: string]: Json })[name] : undefined;
}

function decodeList(types: readonly Type[], json: Json | undefined): List<Value> | undefined {
  if (!Array.isArray(json) || json.length !== types.length) return undefined;
  const values = types.map((type, index) => decodeValue(type, json[index]));
  return values.every((value) => value !== undefined) ? List(values as Value[]) : undefined;
}

function decodeMap(type: Type & { kind: "map" | "bag" }, json: Json | undefined): Value | undefined {
  if (!Array.isArray(json)) return undefined;
  const [key, item]: readonly [Type, Type] =
    type.kind === "map" ? [type.key, type.value] : [type.item, { kind: "int", low: 0, high: type.max }];
  const entries: [Value, Value][] = [];
  for (const pair of json) {
    const from = Array.isArray(pair) ? decodeValue(key, pair[0]) : undefined;
    const to = Array.isArray(pair) ? decodeValue(item, pair[1]) : undefined;
    if (from === undefined || to === undefined) return undefined;
    entries.push([from, to]);
  }
  return type.kind === "map" ? mapValue(ImmutableMap(entries)) : bagValue(ImmutableMap(entries));
}

function decodeArguments(found: Case, json: Json | undefined): readonly Value[] | undefined {
  const [only] = found.fields;
  if (only === undefined) return [];
  const values =
    found.fields.length === 1
      ? [decodeValue(only.type, json)]
      : found.fields.map((field) => decodeValue(field.type, member(json, field.name)));
  return values.every((value) => value !== undefined) ? (values as Value[]) : undefined;
}

/** A value whose type is not known, as those of parameters and picks: lists stand for sequences and tuples alike. */
export function encodeLoosely(value: Value): Json {
  if (typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return { "#bigint": String(value) };
  if (isVariant(value))
    return {
      tag: value.tag,
      value: value.arguments.size === 0 ? { "#tup": [] } : value.arguments.map(encodeLoosely).toArray(),
    };
  if (isMapValue(value))
    return {
      "#map": sorted([...value.entries.entries()].map(([key, item]) => [encodeLoosely(key), encodeLoosely(item)])),
    };
  if (List.isList(value)) return (value as List<Value>).map(encodeLoosely).toArray();
  if (ImmutableSet.isSet(value)) return { "#set": sorted((value as ImmutableSet<Value>).toArray().map(encodeLoosely)) };
  return Object.fromEntries(
    [...(value as ImmutableMap<string, Value>).entries()].map(([name, item]) => [name, encodeLoosely(item)]),
  );
}

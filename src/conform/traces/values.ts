/**
 * From JSON to values of the model, as its types say. Members of an interchangeable type have no names that mean
 * something: whatever the log says there stands for a member of its own, in the order of first appearance. By symmetry
 * that is as good as any other choice.
 */

import {
  bagValue,
  ImmutableMap,
  ImmutableSet,
  List,
  mapValue,
  none,
  some,
  type Value,
  variant,
} from "../../interpreter/index.ts";
import { cardinality, type Type } from "../../ir/index.ts";
import type { Json } from "../../protocols/index.ts";
import { unreachable } from "../../source/index.ts";
import { isObject } from "./parse-line.ts";

/** The log says something that is no value of the type. Caught where an event is read. */
export class Misread extends Error {
  override readonly name = "Misread";
}

/** More different values than the type has members: the model has to be made larger. */
export class TooFewMembers extends Error {
  override readonly name = "TooFewMembers";
  readonly type: string;
  readonly members: number;

  constructor(type: string, members: number) {
    super(`the log has more than ${members} values of ${type}`);
    this.type = type;
    this.members = members;
  }
}

export class ValueReader {
  /** By type: what the log says, and the member that it stands for. */
  readonly members = new Map<string, Map<string, string>>();
  private readonly nodes: ReadonlyMap<string, string>;

  /** `nodes`: processes of the model by the names that the log has for them. */
  constructor(nodes: ReadonlyMap<string, string>) {
    this.nodes = nodes;
  }

  read(type: Type, json: Json): Value {
    switch (type.kind) {
      case "bool":
        if (typeof json === "boolean") return json;
        return misread(json, "true or false");
      case "int":
        if (typeof json === "number" && Number.isSafeInteger(json)) return json + 0;
        return misread(json, "a whole number");
      case "variant":
        return this.readCase(type, json);
      case "record": {
        if (!isObject(json)) return misread(json, "an object");
        const strange = Object.keys(json).find((name) => !type.fields.some((field) => field.name === name));
        if (strange !== undefined) return misread(json, `an object without \`${strange}\``);
        return ImmutableMap(
          type.fields.map((field) => [field.name, this.readPart(field.type, json[field.name], field.name)]),
        );
      }
      case "tuple":
        if (!Array.isArray(json) || json.length !== type.items.length)
          return misread(json, `a list of ${type.items.length}`);
        return List(type.items.map((item, at) => this.readPart(item, json[at], String(at))));
      case "option":
        if (json === null) return none;
        if (type.item.kind === "option" && isObject(json) && Array.isArray(json.Some))
          return some(this.readPart(type.item, json.Some[0], "Some"));
        return some(this.read(type.item, json));
      case "set":
        return ImmutableSet(this.readList(type.item, json));
      case "seq":
        return List(this.readList(type.item, json));
      case "bag": {
        const counts = ImmutableMap<Value, Value>().asMutable();
        for (const item of this.readList(type.item, json)) counts.update(item, 0, (count) => (count as number) + 1);
        return bagValue(counts.asImmutable());
      }
      case "map":
        return mapValue(ImmutableMap(this.readEntries(type, json)));
      case "symmetric":
        return this.readMember(type, json);
      case "process": {
        const name = typeof json === "string" ? (this.nodes.get(json) ?? json) : undefined;
        if (name !== undefined && type.kinds.some(({ members }) => members.includes(name))) return name;
        return misread(json, type.kinds.flatMap(({ members }) => members).join(", "));
      }
      case "never":
        return misread(json, "nothing");
      default:
        return unreachable(type);
    }
  }

  /** A value that is written as a delta to `before`, or as it is. */
  readChange(type: Type, json: Json, before: Value): Value {
    if (!isObject(json)) return this.read(type, json);
    if (type.kind === "seq" && typeof json["#keep"] === "number") {
      const list = before as List<Value>;
      const keep = json["#keep"];
      if (keep > list.size) throw new Misread(`${keep} items can't stay: the sequence has ${list.size}`);
      return list.slice(0, keep).concat(this.readList(type.item, json["#append"] ?? []));
    }
    if (type.kind === "set" && (json["#insert"] !== undefined || json["#remove"] !== undefined))
      return (before as ImmutableSet<Value>)
        .union(this.readList(type.item, json["#insert"] ?? []))
        .subtract(this.readList(type.item, json["#remove"] ?? []));
    if (type.kind === "map" && json["#put"] !== undefined) {
      const { entries } = before as { readonly entries: ImmutableMap<Value, Value> };
      return mapValue(entries.concat(this.readEntries(type, { "#map": json["#put"] })));
    }
    return this.read(type, json);
  }

  private readPart(type: Type, json: Json | undefined, name: string): Value {
    if (json === undefined) throw new Misread(`\`${name}\` is missing`);
    return this.read(type, json);
  }

  private readList(item: Type, json: Json): readonly Value[] {
    if (!Array.isArray(json)) return misread(json, "a list");
    return json.map((part) => this.read(item, part));
  }

  private readCase(type: Extract<Type, { kind: "variant" }>, json: Json): Value {
    const name = typeof json === "string" ? json : isObject(json) ? Object.keys(json)[0] : undefined;
    const index = type.cases.findIndex((one) => one.name === name);
    const found = type.cases[index];
    if (name === undefined || !found) return misread(json, type.cases.map((one) => one.name).join(", "));
    const passed = isObject(json) ? json[name] : [];
    if (!Array.isArray(passed) || passed.length !== found.fields.length)
      return misread(json, `${name} with ${found.fields.length} arguments`);
    return variant(
      name,
      index,
      found.fields.map((field, at) => this.readPart(field.type, passed[at], field.name)),
    );
  }

  private readEntries(type: Extract<Type, { kind: "map" }>, json: Json): readonly [Value, Value][] {
    if (!isObject(json)) return misread(json, "an object");
    const pairs = json["#map"];
    if (pairs !== undefined) {
      if (!Array.isArray(pairs)) return misread(json, "a list of pairs");
      return pairs.map((pair: Json) => {
        if (!Array.isArray(pair) || pair.length !== 2) return misread(pair, "[key, value]");
        return [this.readPart(type.key, pair[0], "key"), this.readPart(type.value, pair[1], "value")];
      });
    }
    return Object.entries(json).map(([key, item]) => [
      this.read(type.key, keyOf(type.key, key)),
      this.read(type.value, item),
    ]);
  }

  private readMember(type: Extract<Type, { kind: "symmetric" }>, json: Json): Value {
    if (type.ordered) {
      if (typeof json === "string" && type.members.includes(json)) return json;
      return misread(json, type.members.join(", "));
    }
    let known = this.members.get(type.name);
    if (!known) {
      known = new Map();
      this.members.set(type.name, known);
    }
    const text = canonical(json);
    let member = known.get(text);
    if (member === undefined) {
      member = type.members[known.size];
      if (member === undefined) throw new TooFewMembers(type.name, cardinality(type));
      known.set(text, member);
    }
    return member;
  }
}

/** Keys of JSON objects are texts. */
function keyOf(type: Type, key: string): Json {
  if (type.kind === "int") return Number(key);
  if (type.kind === "bool") return key === "true" ? true : key === "false" ? false : key;
  return key;
}

/** The same text for objects that differ in the order of their fields only. */
function canonical(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(canonical).join(",")}]`;
  if (!isObject(json)) return JSON.stringify(json);
  const names = Object.keys(json).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(json[name] ?? null)}`).join(",")}}`;
}

function misread(json: Json, expected: string): never {
  const text = JSON.stringify(json) ?? "nothing";
  throw new Misread(`${text.length > 60 ? `${text.slice(0, 59)}…` : text} where the model has ${expected}`);
}

/**
 * From JSON to values of the model, as its types say. Members of an interchangeable type have no names that mean
 * something: whatever the log says there stands for a member of its own, in the order of first appearance. By symmetry
 * that is as good as any other choice.
 */

import { type ImmutableMap, type ImmutableSet, type List, mapValue, type Value } from "../../interpreter/index.ts";
import { cardinality, type Type } from "../../ir/index.ts";
import type { Json } from "../../protocols/index.ts";
import {
  type Meanings,
  Misread,
  misread,
  modelValue,
  readEntries,
  readItems,
  type SymmetricType,
} from "../model-value.ts";
import { isObject } from "./parse-line.ts";

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
  private readonly meanings: Meanings;

  /** `nodes`: processes of the model by the names that the log has for them. */
  constructor(nodes: ReadonlyMap<string, string>) {
    this.meanings = {
      process: (name) => nodes.get(name) ?? name,
      member: (type, given) => this.memberOf(type, given as Json),
      absentIsNone: false,
    };
  }

  read(type: Type, json: Json): Value {
    return modelValue(type, json, this.meanings);
  }

  /** A value that is written as a delta to `before`, or as it is. */
  readChange(type: Type, json: Json, before: Value): Value {
    if (!isObject(json)) return this.read(type, json);
    if (type.kind === "seq" && typeof json["#keep"] === "number") {
      const list = before as List<Value>;
      const keep = json["#keep"];
      if (keep > list.size) throw new Misread(`${keep} items can't stay: the sequence has ${list.size}`);
      return list.slice(0, keep).concat(this.readList(type.item, json["#append"]));
    }
    if (type.kind === "set" && (json["#insert"] !== undefined || json["#remove"] !== undefined))
      return (before as ImmutableSet<Value>)
        .union(this.readList(type.item, json["#insert"]))
        .subtract(this.readList(type.item, json["#remove"]));
    if (type.kind === "map" && json["#put"] !== undefined) {
      const { entries } = before as { readonly entries: ImmutableMap<Value, Value> };
      return mapValue(entries.concat(readEntries(type, { "#map": json["#put"] }, this.meanings)));
    }
    return this.read(type, json);
  }

  private readList(item: Type, json: Json | undefined): readonly Value[] {
    return readItems(item, json ?? [], this.meanings);
  }

  private memberOf(type: SymmetricType, json: Json): string {
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

/** The same text for objects that differ in the order of their fields only. */
function canonical(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(canonical).join(",")}]`;
  if (!isObject(json)) return JSON.stringify(json);
  const names = Object.keys(json).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(json[name] ?? null)}`).join(",")}}`;
}

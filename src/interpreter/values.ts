/**
 * Values that Immutable.js has no collection for: a case of a variant, and a map or bag told apart from a record. They
 * carry `equals` and `hashCode`, so that Immutable's own collections compare them by what they contain. Everything here
 * is about one value; what needs the model (the order of members) is in `order.ts`.
 */
import { hash, type Map as ImmutableMap, is, List } from "immutable";
import type { MapValue, Value, Variant } from "./machine.ts";

export class CaseValue implements Variant {
  readonly kind = "variant";
  readonly tag: string;
  readonly index: number;
  readonly arguments: List<Value>;

  constructor(tag: string, index: number, items: List<Value>) {
    this.tag = tag;
    this.index = index;
    this.arguments = items;
  }

  equals(other: unknown): boolean {
    if (this === other) return true;
    return other instanceof CaseValue && other.tag === this.tag && other.arguments.equals(this.arguments);
  }

  hashCode(): number {
    return (hash(this.tag) * 31 + this.arguments.hashCode()) | 0;
  }
}

export class MapOrBag implements MapValue {
  readonly kind: "map" | "bag";
  readonly entries: ImmutableMap<Value, Value>;

  constructor(kind: "map" | "bag", entries: ImmutableMap<Value, Value>) {
    this.kind = kind;
    this.entries = entries;
  }

  equals(other: unknown): boolean {
    if (this === other) return true;
    return other instanceof MapOrBag && other.kind === this.kind && other.entries.equals(this.entries);
  }

  hashCode(): number {
    return this.entries.hashCode();
  }
}

const noItems: List<Value> = List();
const constants = new Map<string, CaseValue>();

/** A case with its arguments; cases without arguments are made once, so that comparing them is mostly a pointer's work. */
export function variant(tag: string, index: number, items: readonly Value[] = []): CaseValue {
  if (items.length > 0) return new CaseValue(tag, index, List(items));
  const name = `${tag} ${index}`;
  let constant = constants.get(name);
  if (!constant) {
    constant = new CaseValue(tag, index, noItems);
    constants.set(name, constant);
  }
  return constant;
}

export const none = variant("None", 0);
export const some = (value: Value): CaseValue => variant("Some", 1, [value]);

export const mapValue = (entries: ImmutableMap<Value, Value>): MapOrBag => new MapOrBag("map", entries);
export const bagValue = (entries: ImmutableMap<Value, Value>): MapOrBag => new MapOrBag("bag", entries);

/** Whether two values of one type are the same. */
export function equal(left: Value, right: Value): boolean {
  return left === right || (typeof left === "object" && is(left, right));
}

/**
 * The one total order of values, and their texts. Numbers are ordered as numbers, False before True, members as they are
 * declared, variants by case and then by arguments, sequences, bags, maps and records item by item (a prefix first;
 * records by their fields' names in alphabetical order, because a record's type is only its fields), sets by their greatest
 * items first, which is the order of the numbers whose bits are their items. Every loop, every
 * choice and every text of a set follows it, so the same model does the same thing in every run.
 */
import { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import { InternalError } from "../source/index.ts";
import type { Value } from "./machine.ts";
import { CaseValue, MapOrBag } from "./values.ts";

export class Order {
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #items = new WeakMap<object, readonly Value[]>();
  readonly #texts = new WeakMap<object, string>();

  /** `ranks`: the place of every member of every process kind and symmetric type. */
  constructor(ranks: ReadonlyMap<string, number>) {
    this.#ranks = ranks;
  }

  /** Negative, zero or positive, as `left` comes before, is or comes after `right`; both are of one type. */
  readonly compare = (left: Value, right: Value): number => {
    if (left === right) return 0;
    if (typeof left === "number") return left - (right as number);
    if (typeof left === "boolean") return Number(left) - Number(right);
    if (typeof left === "string") return (this.#ranks.get(left) ?? -1) - (this.#ranks.get(right as string) ?? -1);
    if (left instanceof CaseValue) {
      const other = right as CaseValue;
      return left.index - other.index || this.#compareItems(left.arguments.toArray(), other.arguments.toArray());
    }
    return this.#compareItems(this.#flatten(left), this.#flatten(right));
  };

  #compareItems(left: readonly Value[], right: readonly Value[]): number {
    const shared = Math.min(left.length, right.length);
    for (let at = 0; at < shared; at++) {
      const difference = this.compare(left[at]!, right[at]!);
      if (difference !== 0) return difference;
    }
    return left.length - right.length;
  }

  /** What a collection consists of, in the order that compares it. */
  #flatten(value: Value): readonly Value[] {
    if (value instanceof MapOrBag && value.kind === "map") {
      return this.items(value).flatMap((key) => [key, value.entries.get(key)!]);
    }
    if (ImmutableMap.isMap(value))
      return fieldNames(value as ImmutableMap<string, Value>).map(
        (name) => (value as ImmutableMap<string, Value>).get(name)!,
      );
    return ImmutableSet.isSet(value) ? this.items(value).toReversed() : this.items(value);
  }

  /** The items of a set in order, of a sequence as they stand, of a bag in order and repeated; the keys of a map. */
  items(value: Value): readonly Value[] {
    if (typeof value !== "object") throw new InternalError(`no collection: ${value}`);
    let items = this.#items.get(value);
    if (!items) {
      items = this.#listItems(value);
      this.#items.set(value, items);
    }
    return items;
  }

  #listItems(value: Value): readonly Value[] {
    if (List.isList(value)) return value.toArray();
    if (ImmutableSet.isSet(value)) return (value as ImmutableSet<Value>).toArray().sort(this.compare);
    if (value instanceof MapOrBag) {
      const keys = [...value.entries.keys()].sort(this.compare);
      if (value.kind === "map") return keys;
      return keys.flatMap((key) => new Array<Value>(value.entries.get(key) as number).fill(key));
    }
    throw new InternalError("only collections have items");
  }

  /** How a value is shown: `s1`, `True`, `{s1, s2}`, `Some(v1)`, `[{term: 1, value: v1}]`. Different values of a type differ. */
  readonly text = (value: Value): string => {
    if (typeof value === "number") return String(value);
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "string") return value;
    let text = this.#texts.get(value);
    if (text === undefined) {
      text = this.#write(value);
      this.#texts.set(value, text);
    }
    return text;
  };

  #write(value: Value): string {
    const list = (items: readonly Value[]) => items.map(this.text).join(", ");
    if (value instanceof CaseValue) {
      return value.arguments.size === 0 ? value.tag : `${value.tag}(${list(value.arguments.toArray())})`;
    }
    if (value instanceof MapOrBag) {
      const keys = value.kind === "map" ? this.items(value) : [...new Set(this.items(value))];
      return `{${keys.map((key) => `${this.text(key)}: ${this.text(value.entries.get(key)!)}`).join(", ")}}`;
    }
    if (List.isList(value)) return `[${list(value.toArray())}]`;
    if (ImmutableSet.isSet(value)) return `{${list(this.items(value))}}`;
    const record = value as ImmutableMap<string, Value>;
    return `{${fieldNames(record)
      .map((name) => `${name}: ${this.text(record.get(name)!)}`)
      .join(", ")}}`;
  }
}

const fieldNames = (record: ImmutableMap<string, Value>): readonly string[] => [...record.keys()].sort();

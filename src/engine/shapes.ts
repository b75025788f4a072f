/**
 * What values of a type look like in cells: how many, and in which order. Equal values have equal cells, and what is
 * unused is 0. Also the *ordinals* of types: values numbered in their order (that of the interpreter), with holes where
 * counting exactly would be laborious; sets are bits by the ordinals of their items, maps rows by those of their keys.
 */
import type { Field, Model, ProcessKind, ProcessType, Type } from "../ir/index.ts";
import { assert, unreachable } from "../source/index.ts";

export type SetType = Extract<Type, { kind: "set" }>;

/** Sets whose items have more ordinals than this are not bits; nor does anybody go through so many values. */
export const mostBits = 2 ** 20;
/** Sets whose items have so few ordinals are bits, however few items there may be. */
const fewBits = 64;
/** Sets of more items than this are no rows of ordinals. */
const mostInRow = 64;
/** Larger spaces have no ordinals. */
const mostOrdinals = 2 ** 31;

/**
 * A set is bits, one for each ordinal; or a row of ordinals plus 1, the greatest first, then zeros, where that is shorter; or a
 * sorted list of items that have no ordinals.
 */
export type SetForm =
  | { readonly kind: "row"; readonly max: number; readonly bits: number; readonly cells: number }
  | { readonly kind: "bits"; readonly bits: number; readonly cells: number }
  | { readonly kind: "list"; readonly max: number; readonly itemCells: number; readonly cells: number };

/** Whether some of its integers do not fit in a cell: they have two, the low half first. */
export const isWide = (type: Type): boolean => type.kind === "int" && (type.low < -(2 ** 31) || type.high >= 2 ** 31);

/** Fields of a record or case, sorted by name as values are compared (records) or as declared (cases). */
export const sortedFields = (fields: readonly Field[]): readonly Field[] =>
  [...fields].sort((left, right) => (left.name < right.name ? -1 : 1));

export class Shapes {
  readonly model: Model;
  readonly #first = new Map<ProcessKind, number>();
  readonly #cells = new WeakMap<Type, number>();
  readonly #spaces = new WeakMap<Type, number>();
  readonly #keys = new WeakMap<Type, string>();
  readonly memberCount: number;
  readonly guessedItems: number;

  /** `guessedItems`: room in a list whose type does not say how many there can be. */
  constructor(model: Model, guessedItems: number) {
    this.model = model;
    this.guessedItems = guessedItems;
    let next = 0;
    for (const kind of model.processes) {
      this.#first.set(kind, next);
      next += kind.members.length;
    }
    this.memberCount = next;
  }

  /** A process is its place among all processes; this is that of a kind's first member. */
  firstOf(kind: ProcessKind): number {
    const first = this.#first.get(kind);
    assert(first !== undefined, `an unknown kind ${kind.name}`);
    return first;
  }

  /** The places of a process type's members, as runs of neighbours in order. */
  segments(type: ProcessType): readonly { readonly first: number; readonly count: number }[] {
    const runs: { first: number; count: number }[] = [];
    const kinds = [...type.kinds].sort((left, right) => this.firstOf(left) - this.firstOf(right));
    for (const kind of kinds) {
      const last = runs.at(-1);
      const first = this.firstOf(kind);
      if (last && last.first + last.count === first) last.count += kind.members.length;
      else runs.push({ first, count: kind.members.length });
    }
    return runs;
  }

  cells(type: Type): number {
    let count = this.#cells.get(type);
    if (count === undefined) {
      count = this.#countCells(type);
      this.#cells.set(type, count);
    }
    return count;
  }

  isScalar(type: Type): boolean {
    return this.cells(type) === 1;
  }

  #countCells(type: Type): number {
    switch (type.kind) {
      case "int":
        return isWide(type) ? 2 : 1;
      case "bool":
      case "symmetric":
      case "process":
        return 1;
      case "never":
        return 0;
      case "variant":
        return 1 + Math.max(0, ...type.cases.map(({ fields }) => this.#sum(fields.map((field) => field.type))));
      case "record":
        return this.#sum(type.fields.map((field) => field.type));
      case "tuple":
        return this.#sum(type.items);
      case "option":
        return 1 + this.cells(type.item);
      case "set":
        return this.setForm(type).cells;
      case "map":
        return this.space(type.key) * this.cells(type.value);
      case "seq":
      case "bag":
        return 1 + type.max * this.cells(type.item);
      default:
        return unreachable(type);
    }
  }

  #sum(types: readonly Type[]): number {
    return types.reduce((sum, type) => sum + this.cells(type), 0);
  }

  setForm(type: SetType): SetForm {
    const bits = this.space(type.item);
    if (type.max !== undefined && type.max <= mostInRow && bits > fewBits && Number.isFinite(bits)) {
      const width = Math.ceil(Math.log2(bits + 1));
      // At least two cells: what has one is taken for bits.
      if (type.max * width < bits) return { kind: "row", max: type.max, bits, cells: Math.max(2, type.max) };
    }
    if (bits <= mostBits) return { kind: "bits", bits, cells: Math.max(1, Math.ceil(bits / 32)) };
    const max = Math.min(type.max ?? this.guessedItems, 2 ** 20);
    const itemCells = this.cells(type.item);
    return { kind: "list", max, itemCells, cells: 1 + max * itemCells };
  }

  /** How many ordinals there are; Infinity when too many. */
  space(type: Type): number {
    let space = this.#spaces.get(type);
    if (space === undefined) {
      space = this.#countOrdinals(type);
      if (space > mostOrdinals) space = Number.POSITIVE_INFINITY;
      this.#spaces.set(type, space);
    }
    return space;
  }

  #countOrdinals(type: Type): number {
    switch (type.kind) {
      case "bool":
        return 2;
      case "int":
        return Math.max(0, type.high - type.low + 1);
      case "symmetric":
        return type.members.length;
      case "process":
        return type.kinds.reduce((sum, kind) => sum + kind.members.length, 0);
      case "never":
        return 0;
      case "variant":
        return type.cases.reduce((sum, { fields }) => sum + this.product(fields.map((field) => field.type)), 0);
      case "record":
        return this.product(type.fields.map((field) => field.type));
      case "tuple":
        return this.product(type.items);
      case "option":
        return 1 + this.space(type.item);
      case "set": {
        const bits = this.space(type.item);
        return bits <= 30 ? 2 ** bits : Number.POSITIVE_INFINITY;
      }
      case "map":
        return this.space(type.value) ** this.space(type.key);
      case "seq":
      case "bag":
        return this.lists(type.item, type.max);
      default:
        return unreachable(type);
    }
  }

  product(types: readonly Type[]): number {
    return types.reduce((size, type) => size * this.space(type), 1);
  }

  /** Sequences of at most `max` items: 1 + n·(1 + n·(…)). */
  lists(item: Type, max: number): number {
    const items = this.space(item);
    let count = 1;
    for (let length = 0; length < max; length++) count = 1 + items * count;
    return count;
  }

  /** Whether every ordinal belongs to a value. */
  isDense(type: Type): boolean {
    switch (type.kind) {
      case "variant":
        return type.cases.every(({ fields }) => fields.every((field) => this.isDense(field.type)));
      case "record":
        return type.fields.every((field) => this.isDense(field.type));
      case "tuple":
        return type.items.every((item) => this.isDense(item));
      case "option":
      case "seq":
        return this.isDense(type.item);
      case "set":
        return this.isDense(type.item) && (type.max === undefined || type.max >= this.space(type.item));
      case "map":
        return this.isDense(type.value) && this.isDense(type.key);
      case "bag":
        return false;
      default:
        return true;
    }
  }

  /** The same for types whose values have the same cells for the same values. */
  key(type: Type): string {
    let key = this.#keys.get(type);
    if (key === undefined) {
      key = this.#makeKey(type);
      this.#keys.set(type, key);
    }
    return key;
  }

  #makeKey(type: Type): string {
    switch (type.kind) {
      case "int":
        return isWide(type) ? "w" : "i";
      case "bool":
      case "symmetric":
      case "process":
        return "i";
      case "never":
        return "0";
      case "variant":
        return `v(${type.cases.map(({ fields }) => fields.map((field) => this.key(field.type)).join(",")).join("|")})`;
      case "record":
        return `r(${sortedFields(type.fields)
          .map(({ name, type: inner }) => `${name}:${this.key(inner)}`)
          .join(",")})`;
      case "tuple":
        return `t(${type.items.map((item) => this.key(item)).join(",")})`;
      case "option":
        return `o(${this.key(type.item)})`;
      case "set": {
        const form = this.setForm(type);
        if (form.kind === "row") return `q(${form.max},${this.ordinalKey(type.item)})`;
        return form.kind === "bits" ? `b(${this.ordinalKey(type.item)})` : `l(${form.max},${this.key(type.item)})`;
      }
      case "map":
        return `m(${this.ordinalKey(type.key)},${this.key(type.value)})`;
      case "seq":
        return `s(${type.max},${this.key(type.item)})`;
      case "bag":
        return `g(${type.max},${this.key(type.item)})`;
      default:
        return unreachable(type);
    }
  }

  /** The same for types that number the same values alike. */
  ordinalKey(type: Type): string {
    switch (type.kind) {
      case "bool":
        return "2";
      case "int":
        return `${type.low}..${type.high}`;
      case "symmetric":
        return String(type.members.length);
      case "process":
        return `p${this.segments(type)
          .map(({ first, count }) => `${first}+${count}`)
          .join(",")}`;
      case "never":
        return "0";
      case "variant":
        return `v(${type.cases.map(({ fields }) => fields.map((field) => this.ordinalKey(field.type)).join(",")).join("|")})`;
      case "record":
        return `r(${sortedFields(type.fields)
          .map(({ name, type: inner }) => `${name}:${this.ordinalKey(inner)}`)
          .join(",")})`;
      case "tuple":
        return `t(${type.items.map((item) => this.ordinalKey(item)).join(",")})`;
      case "option":
        return `o(${this.ordinalKey(type.item)})`;
      case "set":
        return `b(${this.ordinalKey(type.item)})`;
      case "map":
        return `m(${this.ordinalKey(type.key)},${this.ordinalKey(type.value)})`;
      case "seq":
      case "bag":
        return `s(${type.max},${this.ordinalKey(type.item)})`;
      default:
        return unreachable(type);
    }
  }

  /** Where a field lies in a record, in cells. */
  fieldOffset(type: Extract<Type, { kind: "record" }>, name: string): { readonly offset: number; readonly type: Type } {
    let offset = 0;
    for (const field of sortedFields(type.fields)) {
      if (field.name === name) return { offset, type: field.type };
      offset += this.cells(field.type);
    }
    throw assertNever(`no field ${name}`);
  }
}

function assertNever(why: string): Error {
  assert(false, why);
  return new Error(why);
}

/** The least type with the values of both, which are compatible. */
export function joinTypes(a: Type, b: Type): Type {
  if (a === b || b.kind === "never") return a;
  if (a.kind === "never") return b;
  if (a.kind === "int" && b.kind === "int")
    return { kind: "int", low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
  if (a.kind === "record" && b.kind === "record") {
    const other = (name: string): Type => b.fields.find((field) => field.name === name)?.type ?? { kind: "never" };
    return { kind: "record", fields: a.fields.map(({ name, type }) => ({ name, type: joinTypes(type, other(name)) })) };
  }
  if (a.kind === "tuple" && b.kind === "tuple")
    return { kind: "tuple", items: a.items.map((item, at) => joinTypes(item, b.items[at] ?? { kind: "never" })) };
  if (a.kind === "option" && b.kind === "option") return { kind: "option", item: joinTypes(a.item, b.item) };
  if (a.kind === "set" && b.kind === "set") {
    const item = joinTypes(a.item, b.item);
    const max = mostOf(a, b, Math.max);
    return max === undefined ? { kind: "set", item } : { kind: "set", item, max };
  }
  if (a.kind === "map" && b.kind === "map")
    return { kind: "map", key: joinTypes(a.key, b.key), value: joinTypes(a.value, b.value) };
  if ((a.kind === "seq" && b.kind === "seq") || (a.kind === "bag" && b.kind === "bag"))
    return { kind: a.kind, item: joinTypes(a.item, b.item), max: Math.max(a.max, b.max) };
  if (a.kind === "process" && b.kind === "process")
    return { kind: "process", kinds: [...a.kinds, ...b.kinds.filter((kind) => !a.kinds.includes(kind))] };
  return a;
}

/** The bound of a set made of both; an empty set's is 0. */
export function mostOf(a: SetType, b: SetType, combine: (a: number, b: number) => number): number | undefined {
  const left = a.item.kind === "never" ? 0 : a.max;
  const right = b.item.kind === "never" ? 0 : b.max;
  return left === undefined || right === undefined ? undefined : combine(left, right);
}

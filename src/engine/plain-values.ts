/** Plain values as cells and ordinals, and back: the same layouts that generated code uses, without generating any. */
import type { Field, Type } from "../ir/index.ts";
import { assert, InternalError, unreachable } from "../source/index.ts";
import type { PlainCase, PlainValue } from "./layout.ts";
import { isWide, type Shapes, sortedFields } from "./shapes.ts";

type Cells = Int32Array;
type List = readonly PlainValue[];

export class PlainCells {
  readonly #shapes: Shapes;

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
  }

  /** The place of a process or symmetric member. */
  memberIndex(type: Type, name: string): number {
    if (type.kind === "symmetric") return type.members.indexOf(name);
    assert(type.kind === "process", "members are processes or symmetric");
    for (const kind of type.kinds) {
      const at = kind.members.indexOf(name);
      if (at >= 0) return this.#shapes.firstOf(kind) + at;
    }
    throw new InternalError(`${name} is no member`);
  }

  memberName(type: Type, index: number): string {
    if (type.kind === "symmetric") return type.members[index] ?? "?";
    assert(type.kind === "process", "members are processes or symmetric");
    for (const kind of type.kinds) {
      const name = kind.members[index - this.#shapes.firstOf(kind)];
      if (name !== undefined) return name;
    }
    throw new InternalError(`no member ${index}`);
  }

  write(type: Type, value: PlainValue, cells: Cells, at: number): void {
    const shapes = this.#shapes;
    switch (type.kind) {
      case "bool":
        cells[at] = value === true ? 1 : 0;
        return;
      case "int":
        cells[at] = value as number;
        if (isWide(type)) cells[at + 1] = Math.floor((value as number) / 2 ** 32);
        return;
      case "symmetric":
      case "process":
        cells[at] = this.memberIndex(type, value as string);
        return;
      case "never":
        return;
      case "variant":
      case "option": {
        const given = value as PlainCase;
        cells[at] = given.case;
        this.#writeAll(typesOfCase(type, given.case), given.arguments, cells, at + 1);
        return;
      }
      case "record":
        for (const [position, field] of type.fields.entries()) {
          const { offset } = shapes.fieldOffset(type, field.name);
          this.write(field.type, partAt(value as List, position), cells, at + offset);
        }
        return;
      case "tuple":
        this.#writeAll(type.items, value as List, cells, at);
        return;
      case "map":
        this.#writeAll(new Array<Type>((value as List).length).fill(type.value), value as List, cells, at);
        return;
      case "set": {
        const form = shapes.setForm(type);
        if (form.kind === "row") {
          const ordinals = (value as List)
            .map((item) => this.rank(type.item, item))
            .sort((left, right) => right - left);
          for (const [position, ordinal] of ordinals.entries()) cells[at + position] = ordinal + 1;
        } else if (form.kind === "bits") {
          for (const item of value as List) {
            const ordinal = this.rank(type.item, item);
            const cell = at + (ordinal >>> 5);
            cells[cell] = (cells[cell] ?? 0) | (1 << (ordinal & 31));
          }
        } else this.#writeSorted(type.item, value as List, cells, at);
        return;
      }
      case "bag":
        this.#writeSorted(type.item, value as List, cells, at);
        return;
      case "seq":
        cells[at] = (value as List).length;
        this.#writeAll(new Array<Type>((value as List).length).fill(type.item), value as List, cells, at + 1);
        return;
      default:
        unreachable(type);
    }
  }

  #writeAll(types: readonly Type[], values: List, cells: Cells, at: number): void {
    let next = at;
    for (const [position, type] of types.entries()) {
      this.write(type, partAt(values, position), cells, next);
      next += this.#shapes.cells(type);
    }
  }

  #writeSorted(item: Type, values: List, cells: Cells, at: number): void {
    cells[at] = values.length;
    const sorted = [...values].sort((left, right) => this.compare(item, left, right));
    this.#writeAll(new Array<Type>(values.length).fill(item), sorted, cells, at + 1);
  }

  /** The order of values. */
  compare(type: Type, left: PlainValue, right: PlainValue): number {
    const lists = (items: readonly Type[] | Type, a: List, b: List): number => {
      for (let at = 0; at < Math.min(a.length, b.length); at++) {
        const item = Array.isArray(items) ? (items as readonly Type[])[at] : (items as Type);
        const order = this.compare(item as Type, partAt(a, at), partAt(b, at));
        if (order !== 0) return order;
      }
      return a.length - b.length;
    };
    switch (type.kind) {
      case "bool":
      case "int":
        return Number(left) - Number(right);
      case "symmetric":
      case "process":
        return this.memberIndex(type, left as string) - this.memberIndex(type, right as string);
      case "variant":
      case "option": {
        const [a, b] = [left as PlainCase, right as PlainCase];
        return a.case - b.case || lists(typesOfCase(type, a.case), a.arguments, b.arguments);
      }
      case "record":
        for (const field of sortedFields(type.fields)) {
          const position = type.fields.indexOf(field);
          const order = this.compare(field.type, partAt(left as List, position), partAt(right as List, position));
          if (order !== 0) return order;
        }
        return 0;
      case "tuple":
        return lists(type.items, left as List, right as List);
      case "map":
        return lists(type.value, left as List, right as List);
      case "seq":
        return lists(type.item, left as List, right as List);
      case "bag": {
        const sorted = (list: List): List => [...list].sort((x, y) => this.compare(type.item, x, y));
        return lists(type.item, sorted(left as List), sorted(right as List));
      }
      case "set": {
        const sorted = (list: List): List => [...list].sort((x, y) => this.compare(type.item, y, x));
        return lists(type.item, sorted(left as List), sorted(right as List));
      }
      default:
        return 0;
    }
  }

  read(type: Type, cells: Cells, at: number): PlainValue {
    const shapes = this.#shapes;
    const cell = cells[at] ?? 0;
    switch (type.kind) {
      case "bool":
        return cell !== 0;
      case "int":
        return isWide(type) ? (cells[at + 1] ?? 0) * 2 ** 32 + (cell >>> 0) : cell;
      case "symmetric":
      case "process":
        return this.memberName(type, cell);
      case "never":
        throw new InternalError("there is no value here");
      case "variant":
      case "option":
        return { case: cell, arguments: this.#readAll(typesOfCase(type, cell), cells, at + 1) };
      case "record":
        return type.fields.map((field) =>
          this.read(field.type, cells, at + shapes.fieldOffset(type, field.name).offset),
        );
      case "tuple":
        return this.#readAll(type.items, cells, at);
      case "map":
        return this.#readAll(new Array<Type>(shapes.space(type.key)).fill(type.value), cells, at);
      case "set": {
        const form = shapes.setForm(type);
        if (form.kind === "list") return this.#readAll(new Array<Type>(cell).fill(type.item), cells, at + 1);
        const items: PlainValue[] = [];
        if (form.kind === "row") {
          for (let position = form.max - 1; position >= 0; position--) {
            const ordinal = cells[at + position] ?? 0;
            if (ordinal > 0) items.push(this.unrank(type.item, ordinal - 1));
          }
          return items;
        }
        for (let ordinal = 0; ordinal < form.bits; ordinal++) {
          if (((cells[at + (ordinal >>> 5)] ?? 0) >>> (ordinal & 31)) & 1) items.push(this.unrank(type.item, ordinal));
        }
        return items;
      }
      case "seq":
      case "bag":
        return this.#readAll(new Array<Type>(cell).fill(type.item), cells, at + 1);
      default:
        return unreachable(type);
    }
  }

  #readAll(types: readonly Type[], cells: Cells, at: number): PlainValue[] {
    let next = at;
    return types.map((type) => {
      const value = this.read(type, cells, next);
      next += this.#shapes.cells(type);
      return value;
    });
  }

  rank(type: Type, value: PlainValue): number {
    const shapes = this.#shapes;
    switch (type.kind) {
      case "bool":
        return value === true ? 1 : 0;
      case "int":
        return (value as number) - type.low;
      case "symmetric":
        return this.memberIndex(type, value as string);
      case "process": {
        const index = this.memberIndex(type, value as string);
        let before = 0;
        for (const { first, count } of shapes.segments(type)) {
          if (index >= first && index < first + count) return before + index - first;
          before += count;
        }
        throw new InternalError("a member of another kind");
      }
      case "option":
      case "variant": {
        const given = value as PlainCase;
        let base = 0;
        for (let at = 0; at < given.case; at++) base += shapes.product(typesOfCase(type, at));
        return base + this.mixed(typesOfCase(type, given.case), given.arguments);
      }
      case "record": {
        const sorted = sortedFields(type.fields);
        return this.mixed(
          sorted.map((field) => field.type),
          sorted.map((field) => partAt(value as List, type.fields.indexOf(field))),
        );
      }
      case "tuple":
        return this.mixed(type.items, value as List);
      case "map":
        return this.mixed(new Array<Type>((value as List).length).fill(type.value), value as List);
      case "set":
        return (value as List).reduce((mask: number, item) => mask + 2 ** this.rank(type.item, item), 0);
      case "seq":
      case "bag": {
        const list =
          type.kind === "seq"
            ? (value as List)
            : [...(value as List)].sort((left, right) => this.compare(type.item, left, right));
        return list.reduce(
          (sum: number, item, at) => sum + 1 + this.rank(type.item, item) * shapes.lists(type.item, type.max - at - 1),
          0,
        );
      }
      case "never":
        return 0;
      default:
        return unreachable(type);
    }
  }

  mixed(types: readonly Type[], values: List): number {
    return types.reduce((sum, type, at) => sum * this.#shapes.space(type) + this.rank(type, partAt(values, at)), 0);
  }

  unmixed(types: readonly Type[], ordinal: number): PlainValue[] {
    let rest = ordinal;
    const values: PlainValue[] = [];
    for (const type of [...types].reverse()) {
      const size = this.#shapes.space(type);
      values.unshift(this.unrank(type, rest % size));
      rest = Math.floor(rest / size);
    }
    return values;
  }

  unrank(type: Type, ordinal: number): PlainValue {
    const shapes = this.#shapes;
    switch (type.kind) {
      case "bool":
        return ordinal === 1;
      case "int":
        return type.low + ordinal;
      case "symmetric":
        return this.memberName(type, ordinal);
      case "process": {
        let before = 0;
        for (const { first, count } of shapes.segments(type)) {
          if (ordinal < before + count) return this.memberName(type, first + ordinal - before);
          before += count;
        }
        throw new InternalError("no such member");
      }
      case "option":
      case "variant": {
        let rest = ordinal;
        const cases = type.kind === "option" ? 2 : type.cases.length;
        for (let at = 0; at < cases; at++) {
          const types = typesOfCase(type, at);
          const size = shapes.product(types);
          if (rest < size) return { case: at, arguments: this.unmixed(types, rest) };
          rest -= size;
        }
        throw new InternalError("no such case");
      }
      case "record": {
        const sorted = sortedFields(type.fields);
        const values = this.unmixed(
          sorted.map((field) => field.type),
          ordinal,
        );
        return type.fields.map((field) => partAt(values, sorted.indexOf(field)));
      }
      case "tuple":
        return this.unmixed(type.items, ordinal);
      case "map":
        return this.unmixed(new Array<Type>(shapes.space(type.key)).fill(type.value), ordinal);
      case "set": {
        const items: PlainValue[] = [];
        for (let at = 0, rest = ordinal; rest > 0; at++, rest = Math.floor(rest / 2)) {
          if (rest % 2 === 1) items.push(this.unrank(type.item, at));
        }
        return items;
      }
      case "seq":
      case "bag": {
        const items: PlainValue[] = [];
        for (let at = 0, rest = ordinal; rest > 0; at++) {
          const weight = shapes.lists(type.item, type.max - at - 1);
          items.push(this.unrank(type.item, Math.floor((rest - 1) / weight)));
          rest = (rest - 1) % weight;
        }
        return items;
      }
      case "never":
        throw new InternalError("there is no value");
      default:
        return unreachable(type);
    }
  }
}

function partAt(values: List, position: number): PlainValue {
  const value = values[position];
  assert(value !== undefined, "a part is missing");
  return value;
}

export function typesOfCase(type: Extract<Type, { kind: "variant" | "option" }>, at: number): readonly Type[] {
  if (type.kind === "option") return at === 0 ? [] : [type.item];
  return (type.cases[at]?.fields ?? ([] as readonly Field[])).map((field) => field.type);
}

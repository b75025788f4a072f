/** Whether values fit a type, and the same value in another type's representation. */
import type { Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { asInteger, isBetween } from "./integers.ts";
import { eachItem } from "./items.ts";
import { caseParts, rank, tagOf, tupleParts } from "./ordinals.ts";
import { type Address, plus, type Routine } from "./routine.ts";
import { addItem } from "./sets.ts";
import { type SetType, type Shapes, sortedFields } from "./shapes.ts";
import { when } from "./structure.ts";
import {
  cellOf,
  clearCells,
  constant,
  copyCells,
  count,
  hold,
  part,
  put,
  scalar,
  stored,
  type Value,
  write,
} from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** Whether every value of `inner` is one of `whole`, whose kinds agree. */
export function isWithin(whole: Type, inner: Type): boolean {
  if (whole === inner || inner.kind === "never") return true;
  switch (whole.kind) {
    case "bool":
    case "variant":
    case "symmetric":
      return true;
    case "int":
      return inner.kind === "int" && whole.low <= inner.low && inner.high <= whole.high;
    case "process":
      return inner.kind === "process" && inner.kinds.every((kind) => whole.kinds.includes(kind));
    case "record":
      return (
        inner.kind === "record" &&
        inner.fields.every(({ name, type }) => {
          const other = whole.fields.find((field) => field.name === name);
          return other !== undefined && isWithin(other.type, type);
        })
      );
    case "tuple":
      return inner.kind === "tuple" && inner.items.every((item, at) => isWithin(whole.items[at] ?? item, item));
    case "option":
      return inner.kind === "option" && isWithin(whole.item, inner.item);
    case "set":
      return (
        inner.kind === "set" &&
        isWithin(whole.item, inner.item) &&
        (whole.max === undefined || (inner.max ?? Number.POSITIVE_INFINITY) <= whole.max)
      );
    case "map":
      return inner.kind === "map" && isWithin(whole.value, inner.value);
    case "seq":
    case "bag":
      return inner.kind === whole.kind && isWithin(whole.item, inner.item) && inner.max <= whole.max;
    case "never":
      return false;
  }
}

const both = (left: Code | undefined, right: Code | undefined): Code | undefined => {
  if (!left) return right;
  if (!right) return left;
  return when(left, right, i32.const(0), "i32");
};

/** Whether a held value is one of `type`; undefined when it always is. */
export function fits(routine: Routine, value: Value, type: Type): Code | undefined {
  const { shapes } = routine.unit;
  const from = value.type;
  if (isWithin(type, from)) return undefined;
  switch (type.kind) {
    case "int":
      return isBetween(value, type.low, type.high);
    case "process": {
      const tests = shapes
        .segments(type)
        .map(({ first, count: members }) => i32.ltU(i32.sub(cellOf(value), i32.const(first)), i32.const(members)));
      return tests.reduce((sum, test) => i32.or(sum, test));
    }
    case "record": {
      if (from.kind !== "record") return undefined;
      return from.fields.reduce<Code | undefined>((sum, { name }) => {
        const target = type.fields.find((field) => field.name === name);
        const { offset, type: inner } = shapes.fieldOffset(from, name);
        return both(sum, target && fits(routine, part(routine, value, inner, offset), target.type));
      }, undefined);
    }
    case "tuple":
      return tupleParts(routine, value).reduce<Code | undefined>(
        (sum, item, at) => both(sum, fits(routine, item, type.items[at] ?? item.type)),
        undefined,
      );
    case "option": {
      const [payload] = caseParts(routine, value, 1);
      const inner = payload && fits(routine, payload, type.item);
      return inner && when(tagOf(value), inner, i32.const(1), "i32");
    }
    case "map": {
      if (from.kind !== "map") return undefined;
      const cells = shapes.cells(from.value);
      return Array.from({ length: shapes.space(from.key) }, (_none, key) =>
        part(routine, value, from.value, key * cells),
      ).reduce<Code | undefined>((sum, item) => both(sum, fits(routine, item, type.value)), undefined);
    }
    case "set":
    case "seq":
    case "bag":
      return fitsCollection(routine, value, type);
    default:
      return undefined;
  }
}

function fitsCollection(routine: Routine, value: Value, type: Extract<Type, { kind: "set" | "seq" | "bag" }>): Code {
  const from = value.type;
  assert(from.kind === type.kind, "one kind of collection");
  const fine = routine.local();
  const size = sizeCode(routine, value);
  const limited = type.max !== undefined && (from.max === undefined || from.max > type.max);
  const enough = limited ? i32.leS(size, i32.const(type.max ?? 0)) : i32.const(1);
  const items = isWithin(type.item, from.item)
    ? []
    : eachItem(routine, value, (item) => {
        const test = fits(routine, item, type.item);
        return test ? local.set(fine, i32.and(local.get(fine), test)) : [];
      });
  return [local.set(fine, enough), items, local.get(fine)];
}

/** How many items a held collection has. */
export function sizeCode(routine: Routine, value: Value): Code {
  const { shapes } = routine.unit;
  const { type } = value;
  if (type.kind === "map") return i32.const(shapes.space(type.key));
  if (type.kind !== "set") return tagOf(value);
  const form = shapes.setForm(type);
  if (form.kind === "list") return tagOf(value);
  if (value.form === "scalar") return i32.popcnt(value.code);
  const { at } = value;
  if (form.kind === "row") {
    const taken = (cell: number): Code => i32.ne(i32.load(at.base, at.offset + 4 * cell), i32.const(0));
    return Array.from({ length: form.max }, (_none, cell) => taken(cell)).reduce(
      (sum, code) => i32.add(sum, code),
      i32.const(0),
    );
  }
  if (form.cells <= 8) {
    return Array.from({ length: form.cells }, (_none, word) =>
      i32.popcnt(i32.load(at.base, at.offset + 4 * word)),
    ).reduce((sum, part_) => i32.add(sum, part_));
  }
  const sum = routine.local();
  return [
    local.set(sum, i32.const(0)),
    count(routine, i32.const(0), i32.const(form.cells), (word) =>
      local.set(
        sum,
        i32.add(local.get(sum), i32.popcnt(i32.load(i32.add(at.base, i32.shl(word, i32.const(2))), at.offset))),
      ),
    ),
    local.get(sum),
  ];
}

/**
 * An argument as its parameter's body sees it. `None` and empty collections say nothing of what they could hold, and the body
 * may look into them as into any value of the parameter's type. Integers stay as they are, also outside of that type.
 */
export function asParameter(routine: Routine, value: Value, type: Type): Value {
  return holdsNever(value.type) && isWithin(type, value.type) ? convert(routine, value, type) : value;
}

function holdsNever(type: Type): boolean {
  switch (type.kind) {
    case "never":
      return true;
    case "option":
    case "set":
    case "seq":
    case "bag":
      return holdsNever(type.item);
    case "map":
      return holdsNever(type.value);
    case "record":
      return type.fields.some((field) => holdsNever(field.type));
    case "tuple":
      return type.items.some(holdsNever);
    default:
      return false;
  }
}

/** The value in the representation of `type`, in which it fits. */
export function convert(routine: Routine, value: Value, type: Type): Value {
  const { shapes } = routine.unit;
  if (value.type.kind === "int" && type.kind === "int") return asInteger(routine, value, type);
  if (shapes.key(value.type) === shapes.key(type)) {
    if (value.form === "scalar" || shapes.ordinalKey(value.type) === shapes.ordinalKey(type)) return { ...value, type };
    return stored(type, value.at, value.before, value.changes);
  }
  const shifted = shiftBits(routine, value, type);
  if (shifted) return shifted;
  const cells = shapes.cells(type);
  const at = routine.temporary(Math.max(1, cells));
  const before = convertInto(routine, at, value, type);
  if (cells === 1) return scalar(type, [before, i32.load(at.base, at.offset)]);
  return stored(type, at, before);
}

/** A row of ordinals as a longer or shorter one, in which it fits. */
function rowsToRows(shapes: Shapes, value: Value, type: SetType, at: Address): Code | undefined {
  const from = value.type;
  if (from.kind !== "set" || value.form === "scalar") return undefined;
  const [source, goal] = [shapes.setForm(from), shapes.setForm(type)];
  if (source.kind !== "row" || goal.kind !== "row") return undefined;
  if (shapes.ordinalKey(from.item) !== shapes.ordinalKey(type.item)) return undefined;
  const shared = Math.min(source.cells, goal.cells);
  return [copyCells(at, value.at, shared), clearCells(plus(at, 4 * shared), goal.cells - shared)];
}

/** Sets of integers from another lowest one, both in one cell. */
function shiftBits(routine: Routine, value: Value, type: Type): Value | undefined {
  const { shapes } = routine.unit;
  const from = value.type;
  if (type.kind !== "set" || from.kind !== "set" || shapes.cells(type) !== 1) return undefined;
  if (from.item.kind === "never") return constant(type, 0);
  const lowest = (item: Type): number | undefined => {
    if (item.kind === "int") return item.low;
    if (item.kind !== "process") return undefined;
    const segments = shapes.segments(item);
    return segments.length === 1 ? segments[0]?.first : undefined;
  };
  if (shapes.cells(from) !== 1 || from.item.kind !== type.item.kind) return undefined;
  const [a, b] = [lowest(from.item), lowest(type.item)];
  if (a === undefined || b === undefined) return undefined;
  const code = cellOf(value);
  const by = a - b;
  const moved = by > 0 ? i32.shl(code, i32.const(by)) : by < 0 ? i32.shrU(code, i32.const(-by)) : code;
  return scalar(type, Math.abs(by) > 31 ? i32.const(0) : moved, value.form === "scalar" && value.repeatable);
}

/** Writes the value as one of `type`. */
export function convertInto(routine: Routine, at: Address, value: Value, type: Type): Code {
  const { shapes } = routine.unit;
  const from = value.type;
  if (shapes.key(from) === shapes.key(type)) return write(routine, at, { ...value, type });
  if (from.kind === "int" && type.kind === "int") return write(routine, at, asInteger(routine, value, type));
  const shifted = shiftBits(routine, value, type);
  if (shifted) return write(routine, at, shifted);
  const held = hold(routine, value);
  const cells = shapes.cells(type);
  if (from.kind === "never") return [held.before, clearCells(at, cells)];
  const inner = (): Code => {
    const whole = held.value;
    switch (type.kind) {
      case "record": {
        if (from.kind !== "record") return [];
        return sortedFields(type.fields).map(({ name, type: target }) => {
          const source = shapes.fieldOffset(from, name);
          const goal = shapes.fieldOffset(type, name);
          const item = part(routine, whole, source.type, source.offset);
          return convertInto(routine, plus(at, 4 * goal.offset), item, target);
        });
      }
      case "tuple": {
        let offset = 0;
        return tupleParts(routine, whole).map((item, position) => {
          const target = type.items[position] ?? item.type;
          const code = convertInto(routine, plus(at, 4 * offset), item, target);
          offset += shapes.cells(target);
          return code;
        });
      }
      case "option": {
        const [payload] = caseParts(routine, whole, 1);
        assert(payload, "options have a payload");
        return when(
          tagOf(whole),
          [put(at, i32.const(1)), convertInto(routine, plus(at, 4), payload, type.item)],
          clearCells(at, cells),
        );
      }
      case "map": {
        if (from.kind !== "map") return [];
        const width = shapes.cells(type.value);
        if (shapes.ordinalKey(from.key) === shapes.ordinalKey(type.key)) {
          return Array.from({ length: shapes.space(type.key) }, (_none, key) => {
            const item = part(routine, whole, from.value, key * shapes.cells(from.value));
            return convertInto(routine, plus(at, 4 * key * width), item, type.value);
          });
        }
        // The same keys in other rows.
        const row = routine.local();
        const source = routine.local();
        return [
          clearCells(at, cells),
          local.set(source, i32.const(0)),
          eachItem(routine, whole, (key) => {
            const place = { base: local.get(row), offset: at.offset };
            assert(whole.form === "stored", "a map lies in memory");
            const address = { base: local.get(source), offset: whole.at.offset };
            const item: Value = shapes.isScalar(from.value)
              ? scalar(from.value, i32.load(address.base, address.offset), true)
              : stored(from.value, address);
            return [
              local.set(
                source,
                i32.add(whole.at.base, i32.mul(rank(routine, key), i32.const(4 * shapes.cells(from.value)))),
              ),
              local.set(
                row,
                i32.add(at.base, i32.mul(rank(routine, convert(routine, key, type.key)), i32.const(4 * width))),
              ),
              convertInto(routine, place, item, type.value),
            ];
          }),
        ];
      }
      case "set": {
        const rows = rowsToRows(shapes, whole, type, at);
        if (rows) return rows;
        return [
          clearCells(at, cells),
          eachItem(routine, whole, (item) => addItem(routine, at, type, convert(routine, item, type.item))),
        ];
      }
      case "seq":
      case "bag": {
        const width = shapes.cells(type.item);
        const index = routine.local();
        const target = routine.local();
        return [
          clearCells(at, cells),
          put(at, tagOf(whole)),
          local.set(index, i32.const(0)),
          eachItem(routine, whole, (item) => [
            local.set(target, i32.add(at.base, i32.mul(local.get(index), i32.const(4 * width)))),
            convertInto(routine, { base: local.get(target), offset: at.offset + 4 }, item, type.item),
            local.set(index, i32.add(local.get(index), i32.const(1))),
          ]),
        ];
      }
      default:
        return [];
    }
  };
  return [held.before, inner()];
}

/** The functions that the language brings along, in generated code. */
import type { Expr, Type } from "../ir/index.ts";
import { assert, unreachable } from "../source/index.ts";
import { absolute, sumWithin } from "./arithmetic.ts";
import { convert, convertInto, fits, sizeCode } from "./conversion.ts";
import { after, evaluate, truth } from "./expressions.ts";
import { boundsOf, clamped, fromWide, mostCell, wideOf } from "./integers.ts";
import { eachItem } from "./items.ts";
import { insertSorted, positionOf, removeAt } from "./lists.ts";
import { tagOf } from "./ordinals.ts";
import type { Routine, Scope } from "./routine.ts";
import { addItem, copyOf, withItem, withoutItem } from "./sets.ts";
import { isWide, joinTypes, type SetType, type Shapes } from "./shapes.ts";
import { when } from "./structure.ts";
import { subsetsOf } from "./subsets.ts";
import { cellOf, clearCells, constant, hold, load, part, put, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, i64, local, select } from "./wasm/instructions.ts";

type BuiltinCall = Extract<Expr, { kind: "builtin" }>;

export function builtin(expr: BuiltinCall, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const values = expr.arguments.map((argument) => evaluate(argument, scope));
  const [first, second] = values;
  assert(first, "a function has arguments");
  switch (expr.name) {
    case "len": {
      const held = hold(routine, first);
      return scalar({ kind: "int", low: 0, high: largest(held.value.type, scope) }, [
        held.before,
        sizeCode(routine, held.value),
      ]);
    }
    case "min":
    case "max":
      return first.type.kind === "set" ? extremeOf(expr.name, first, scope) : extreme(expr.name, values, scope);
    case "abs":
      return absolute(first, scope);
    case "subsets":
      return subsetsOf(first, scope);
    case "isQuorum": {
      assert(second, "a quorum is of a set");
      const [part_, all] = [hold(routine, first), hold(routine, second)];
      const twice = i32.shl(sizeCode(routine, part_.value), i32.const(1));
      return truth([part_.before, all.before, i32.gtS(twice, sizeCode(routine, all.value))]);
    }
    case "sum": {
      const held = hold(routine, first);
      const { item } = held.value.type.kind === "set" ? held.value.type : { item: undefined };
      const { low, high } = item?.kind === "int" ? item : { low: 0, high: 0 };
      const most = item ? shapes.space(item) : 0;
      const times = (bound: number): number => (bound === 0 ? 0 : bound * most);
      const sum = sumWithin(routine, { low: Math.min(0, times(low)), high: Math.max(0, times(high)) });
      return after([held.before, sum.start, eachItem(routine, held.value, sum.add)], sum.value);
    }
    case "index":
      return indexOf(first, scope);
    case "memberAt":
      return memberAt(expr.type, first, scope);
    case "head":
    case "last": {
      const held = hold(routine, first);
      const { type } = held.value;
      assert(type.kind === "seq", "sequences have ends");
      const missing = when(i32.eqz(tagOf(held.value)), routine.fail());
      if (held.value.form === "scalar") return after([held.before, missing], { ...held.value, type: type.item });
      if (expr.name === "head") return after([held.before, missing], part(routine, held.value, type.item, 1));
      const cells = shapes.cells(type.item);
      const base = routine.local();
      const distance = i32.mul(i32.sub(tagOf(held.value), i32.const(1)), i32.const(4 * cells));
      const start = local.set(base, i32.add(held.value.at.base, distance));
      const at = { base: local.get(base), offset: held.value.at.offset + 4 };
      const item: Value = cells === 1 ? scalar(type.item, load(at)) : stored(type.item, at, [], held.value.changes);
      return after([held.before, missing, start], item);
    }
    case "tail":
      return tail(first, scope);
    case "toSet":
      return toSet(first, scope);
    case "append":
    case "insert":
      assert(second, "an item is added");
      return add(first, second, scope);
    case "remove":
      assert(second, "an item is taken out");
      return remove(first, second, scope);
    default:
      return unreachable(expr.name);
  }
}

function largest(type: Type, { routine }: Scope): number {
  const { shapes } = routine.unit;
  if (type.kind === "set") return Math.min(type.max ?? mostCell, shapes.space(type.item), mostCell);
  if (type.kind === "map") return shapes.space(type.key);
  return type.kind === "seq" || type.kind === "bag" ? type.max : 0;
}

function extreme(name: "min" | "max", values: readonly Value[], { routine }: Scope): Value {
  const bounds = values.map(boundsOf);
  const pick = name === "min" ? Math.min : Math.max;
  const type: Type = {
    kind: "int",
    low: pick(...bounds.map(({ low }) => low)),
    high: pick(...bounds.map(({ high }) => high)),
  };
  if (isWide(type) || values.some((value) => isWide(value.type))) return extremeWide(name, values, type, routine);
  const best = routine.local();
  const code = values.map((value, at) => {
    if (at === 0) return local.set(best, cellOf(value));
    const held = hold(routine, value);
    const cell = cellOf(held.value);
    const better = name === "min" ? i32.ltS(cell, local.get(best)) : i32.gtS(cell, local.get(best));
    return [held.before, local.set(best, select(cell, local.get(best), better))];
  });
  return scalar(type, [code, local.get(best)]);
}

function extremeWide(name: "min" | "max", values: readonly Value[], type: Type, routine: Routine): Value {
  const [best, other] = [routine.local("i64"), routine.local("i64")];
  const better = (name === "min" ? i64.ltS : i64.gtS)(local.get(other), local.get(best));
  const code = values.map((value, at) => {
    if (at === 0) return local.set(best, wideOf(value));
    return [local.set(other, wideOf(value)), when(better, local.set(best, local.get(other)))];
  });
  return after(code, fromWide(routine, type, local.get(best)));
}

/** Of a set of integers, which must not be empty. */
function extremeOf(name: "min" | "max", set: Value, { routine }: Scope): Value {
  const { shapes } = routine.unit;
  assert(set.type.kind === "set", "the least of a set");
  const { item } = set.type;
  const held = hold(routine, set);
  const missing = when(i32.eqz(sizeCode(routine, held.value)), routine.fail());
  if (item.kind !== "int") return constant({ kind: "int", low: 0, high: 0 }, 0);
  if (shapes.isScalar(set.type)) {
    const cell = cellOf(held.value);
    const ordinal = name === "min" ? i32.ctz(cell) : i32.sub(i32.const(31), i32.clz(cell));
    return scalar(item, [held.before, missing, i32.add(ordinal, i32.const(item.low))]);
  }
  // The items come from the least to the greatest.
  const at = routine.temporary(shapes.cells(item));
  const seen = routine.local();
  const code = eachItem(routine, held.value, (one) => {
    const take = convertInto(routine, at, one, item);
    return name === "max" ? take : when(i32.eqz(local.get(seen)), [take, local.set(seen, i32.const(1))]);
  });
  const before = [held.before, missing, local.set(seen, i32.const(0)), code];
  return shapes.isScalar(item) ? scalar(item, [before, load(at)]) : stored(item, at, before);
}

/** The number in an ordered member's name. */
function indexOf(member: Value, { routine }: Scope): Value {
  const { shapes } = routine.unit;
  const { type } = member;
  if (type.kind === "symmetric") {
    const first = firstNumber(type);
    const bounds: Type = { kind: "int", low: first, high: first + type.members.length - 1 };
    return scalar(bounds, i32.add(cellOf(member), i32.const(first)));
  }
  assert(type.kind === "process", "only members have an index");
  const [kind] = type.kinds;
  assert(kind, "a process has a kind");
  const shift = kind.firstIndex - shapes.firstOf(kind);
  const bounds: Type = { kind: "int", low: kind.firstIndex, high: kind.firstIndex + kind.members.length - 1 };
  if (member.form === "scalar" && member.constant !== undefined) {
    const number = member.constant + shift;
    return constant({ kind: "int", low: number, high: number }, number);
  }
  return scalar(bounds, shift === 0 ? cellOf(member) : i32.add(cellOf(member), i32.const(shift)));
}

const firstNumber = (type: Extract<Type, { kind: "symmetric" }>): number =>
  Number(/\d+$/.exec(type.members[0] ?? "")?.[0] ?? 1);

function memberAt(type: Type, number: Value, { routine }: Scope): Value {
  const { shapes } = routine.unit;
  const held = hold(routine, number);
  const [low, first, count] =
    type.kind === "symmetric"
      ? [firstNumber(type), 0, type.members.length]
      : ((): [number, number, number] => {
          assert(type.kind === "process", "only members have an index");
          const [kind] = type.kinds;
          assert(kind, "a process has a kind");
          return [kind.firstIndex, shapes.firstOf(kind), kind.members.length];
        })();
  if (held.value.form === "scalar" && held.value.constant !== undefined) {
    const at = held.value.constant - low;
    if (at >= 0 && at < count) return constant(type, first + at);
  }
  const cell = isWide(held.value.type) ? clamped(routine, held.value) : cellOf(held.value);
  const index = hold(routine, scalar(type, i32.sub(cell, i32.const(low))));
  const position = cellOf(index.value);
  const missing = when(i32.geU(position, i32.const(count)), routine.fail());
  return scalar(type, [
    held.before,
    index.before,
    missing,
    first === 0 ? position : i32.add(position, i32.const(first)),
  ]);
}

function tail(sequence: Value, { routine }: Scope): Value {
  const held = hold(routine, sequence);
  const { type } = held.value;
  assert(type.kind === "seq", "sequences have a tail");
  const missing = when(i32.eqz(tagOf(held.value)), routine.fail());
  if (held.value.form === "scalar")
    return scalar(type, [held.before, missing, i32.sub(tagOf(held.value), i32.const(1))]);
  const copy = copyOf(routine, held.value);
  return stored(type, copy.at, [
    held.before,
    missing,
    copy.before,
    removeAt(routine, copy.at, type.item, i32.const(0)),
  ]);
}

function toSet(collection: Value, { routine }: Scope): Value {
  const { shapes } = routine.unit;
  const { type } = collection;
  if (type.kind === "set" || type.kind === "never") return collection;
  assert(type.kind === "seq" || type.kind === "bag", "sequences and bags become sets");
  const held = hold(routine, collection);
  const result: SetType = { kind: "set", item: type.item, max: type.max };
  const form = shapes.setForm(result);
  const at = routine.temporary(form.cells);
  const code = [
    held.before,
    clearCells(at, form.cells),
    eachItem(routine, held.value, (item) => addItem(routine, at, result, item)),
  ];
  return shapes.isScalar(result) ? scalar(result, [code, load(at)]) : stored(result, at, code);
}

function add(collection: Value, item: Value, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const { type } = collection;
  assert(type.kind === "set" || type.kind === "seq" || type.kind === "bag", "only collections grow");
  const inner = joinTypes(type.item, item.type);
  if (type.kind === "set") {
    const max = mostItems(type, inner, shapes);
    const wide: SetType = max === undefined ? { kind: "set", item: inner } : { kind: "set", item: inner, max: max + 1 };
    return withItem(routine, convert(routine, collection, wide), convert(routine, item, inner));
  }
  const wide = { kind: type.kind, item: inner, max: type.max + 1 } as const;
  const at = routine.temporary(Math.max(1, shapes.cells(wide)));
  const held = hold(routine, convert(routine, item, inner));
  const copied: Code = [convertInto(routine, at, collection, wide), held.before];
  if (type.kind === "bag") {
    const code = [copied, insertSorted(routine, at, wide.max, inner, held.value, true)];
    return shapes.isScalar(wide) ? scalar(wide, [code, load(at)]) : stored(wide, at, code);
  }
  const base = routine.local();
  const code = [
    copied,
    local.set(base, i32.add(at.base, i32.mul(load(at), i32.const(4 * shapes.cells(inner))))),
    convertInto(routine, { base: local.get(base), offset: at.offset + 4 }, held.value, inner),
    put(at, i32.add(load(at), i32.const(1))),
  ];
  return shapes.isScalar(wide) ? scalar(wide, [code, load(at)]) : stored(wide, at, code);
}

/** How many items a set may have, where that is known or needed. */
function mostItems(type: SetType, inner: Type, shapes: Shapes): number | undefined {
  if (type.item.kind === "never") return 0;
  if (type.max !== undefined) return type.max;
  const form = shapes.setForm({ kind: "set", item: inner });
  return form.kind === "list" ? form.max : undefined;
}

/** Without the item; of a bag or sequence one of it. */
function remove(collection: Value, item: Value, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const { type } = collection;
  if (type.kind === "never") return collection;
  if (type.kind === "set") return type.item.kind === "never" ? collection : withoutItem(routine, collection, item);
  assert(type.kind === "seq" || type.kind === "bag", "only collections shrink");
  const held = hold(routine, item);
  const test = fits(routine, held.value, type.item);
  const same = hold(routine, convert(routine, held.value, type.item));
  const copy = copyOf(routine, collection);
  const position = routine.local();
  const whole: Value = shapes.isScalar(type) ? scalar(type, load(copy.at), true) : stored(type, copy.at);
  const taking = [
    same.before,
    local.set(position, positionOf(routine, whole, type.item, same.value)),
    when(i32.geS(local.get(position), i32.const(0)), removeAt(routine, copy.at, type.item, local.get(position))),
  ];
  const code = [copy.before, held.before, test ? when(test, taking) : taking];
  return shapes.isScalar(type) ? scalar(type, [code, load(copy.at)]) : stored(type, copy.at, code);
}

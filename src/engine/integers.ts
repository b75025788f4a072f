/**
 * Integers as numbers of 32 or of 64 bits in generated code, by the bounds of their types. What does not fit in a cell lies
 * in memory, in two. No integer is beyond 2^53: as for the interpreter, a result that would be is a model error.
 */
import type { Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import type { Routine } from "./routine.ts";
import { isWide } from "./shapes.ts";
import { when } from "./structure.ts";
import { cellOf, constant, count, hold, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, i64, local, select } from "./wasm/instructions.ts";

export type Bounds = Extract<Type, { kind: "int" }>;

export const leastCell = -(2 ** 31);
export const mostCell = 2 ** 31 - 1;
/** The largest integer; the least is its opposite. */
export const mostInteger = Number.MAX_SAFE_INTEGER;

export function boundsOf(value: Value): Bounds {
  if (value.type.kind === "int") return value.type;
  assert(value.type.kind === "never", "an integer");
  return { kind: "int", low: 0, high: 0 };
}

/** The bounds as far as there are integers. */
export const withinIntegers = ({ low, high }: { readonly low: number; readonly high: number }): Bounds => ({
  kind: "int",
  low: Math.max(low, -mostInteger),
  high: Math.min(high, mostInteger),
});

export function literal(routine: Routine, value: number): Value {
  const type: Bounds = { kind: "int", low: value, high: value };
  return isWide(type) ? fromWide(routine, type, i64.const(value)) : constant(type, value);
}

/** The integer as a number of 64 bits. */
export function wideOf(value: Value): Code {
  if (!isWide(value.type)) {
    if (value.form === "scalar" && value.constant !== undefined) return i64.const(value.constant);
    return i64.extendS(cellOf(value));
  }
  assert(value.form === "stored", "two cells lie in memory");
  return [value.before, i64.load(value.at.base, value.at.offset)];
}

/** A number of 64 bits as a value of a type that has it. */
export function fromWide(routine: Routine, type: Type, code: Code): Value {
  if (!isWide(type)) return scalar(type, i32.wrap(code));
  const at = routine.temporary(2);
  return stored(type, at, i64.store(at.base, code, at.offset));
}

/** As a number of 32 bits: one that is too large for that as the largest, one that is too small as the least. */
export function clamped(routine: Routine, value: Value): Code {
  if (!isWide(value.type)) return cellOf(value);
  const wide = routine.local("i64");
  const least = select(local.get(wide), i64.const(leastCell), i64.gtS(local.get(wide), i64.const(leastCell)));
  const most = select(local.get(wide), i64.const(mostCell), i64.ltS(local.get(wide), i64.const(mostCell)));
  return [local.set(wide, wideOf(value)), local.set(wide, least), i32.wrap(most)];
}

/** Whether a held integer is in `low..high`, whose ends may be infinite; undefined when it always is. */
export function isBetween(value: Value, low: number, high: number): Code | undefined {
  const from = boundsOf(value);
  if (from.high < low || from.low > high) return i32.const(0);
  const ends = { low: from.low < low ? low : undefined, high: from.high > high ? high : undefined };
  if (isWide(from)) {
    const above = ends.low === undefined ? undefined : i64.geS(wideOf(value), i64.const(ends.low));
    const below = ends.high === undefined ? undefined : i64.leS(wideOf(value), i64.const(ends.high));
    return above && below ? i32.and(above, below) : (above ?? below);
  }
  const cell = cellOf(value);
  if (ends.low !== undefined && ends.high !== undefined)
    return i32.leU(i32.sub(cell, i32.const(low)), i32.const(high - low));
  if (ends.low !== undefined) return i32.geS(cell, i32.const(low));
  return ends.high === undefined ? undefined : i32.leS(cell, i32.const(high));
}

type Comparison = "eq" | "ltS" | "leS" | "gtS" | "geS";

/** Compares two integers. */
export function compareIntegers(how: Comparison, left: Value, right: Value): Code {
  if (isWide(left.type) || isWide(right.type)) return i64[how](wideOf(left), wideOf(right));
  return i32[how](cellOf(left), cellOf(right));
}

/** The difference of an integer from the least of its type, where that is less than 2^32. */
export function fromLeast(value: Value): Code {
  const { low } = boundsOf(value);
  if (isWide(value.type)) return i32.wrap(i64.sub(wideOf(value), i64.const(low)));
  return low === 0 ? cellOf(value) : i32.sub(cellOf(value), i32.const(low));
}

/** The integer that is so much more than the least of its type; `distance` is unsigned. */
export const plusLeast = (type: Bounds, distance: Code): Code => i64.add(i64.extendU(distance), i64.const(type.low));

/** The same integer in another type that has it. */
export function asInteger(routine: Routine, value: Value, type: Type): Value {
  if (isWide(value.type) === isWide(type)) return { ...value, type };
  if (!isWide(type)) return scalar(type, i32.wrap(wideOf(value)));
  return fromWide(routine, type, wideOf(value));
}

/** So many integers are gone through one by one at most: as in the interpreter, more are an error of the model. */
const mostInRange = 2 ** 20;

/** The type of the integers from one held integer to another. */
export const rangeType = (low: Value, high: Value): Bounds => {
  const first = boundsOf(low).low;
  return { kind: "int", low: first, high: Math.max(first, boundsOf(high).high) };
};

/** Runs `body` for every integer from one held integer to another; there may be none. */
export function eachInteger(routine: Routine, low: Value, high: Value, body: (item: Value) => Code): Code {
  const type = rangeType(low, high);
  const possible = type.high - type.low + 1;
  const isNarrow = !isWide(low.type) && !isWide(high.type) && type.high < mostCell;
  if (isNarrow && possible <= mostInRange) {
    return count(routine, cellOf(low), i32.add(cellOf(high), i32.const(1)), (number) =>
      body(scalar(type, number, true)),
    );
  }
  const size = routine.local("i64");
  const none = i64.ltS(local.get(size), i64.const(0));
  return [
    local.set(size, i64.add(i64.sub(wideOf(high), wideOf(low)), i64.const(1))),
    when(i64.gtS(local.get(size), i64.const(mostInRange)), routine.fail()),
    count(routine, i32.const(0), select(i32.const(0), i32.wrap(local.get(size)), none), (index) => {
      const item = hold(routine, fromWide(routine, type, i64.add(wideOf(low), i64.extendU(index))));
      return [item.before, body(item.value)];
    }),
  ];
}

/**
 * Arithmetic in generated code. The bounds of the operands tell whether the result fits in 32 bits; where that is not
 * certain it is computed in 64, and where it could be beyond all integers, it is looked at, and may be a failure.
 */
import type { ArithmeticOperator } from "../ir/index.ts";
import {
  asInteger,
  type Bounds,
  boundsOf,
  fromWide,
  leastCell,
  literal,
  mostCell,
  mostInteger,
  wideOf,
  withinIntegers,
} from "./integers.ts";
import type { Routine, Scope } from "./routine.ts";
import { isWide } from "./shapes.ts";
import { when } from "./structure.ts";
import { cellOf, hold, scalar, type Value } from "./values.ts";
import { type Code, f64, i32, i64, local, select } from "./wasm/instructions.ts";

export function calculate(operator: ArithmeticOperator, left: Value, right: Value, { routine }: Scope): Value {
  const [a, b] = [boundsOf(left), boundsOf(right)];
  const bounds = interval(operator, a, b);
  const folded = fold(operator, left, right);
  if (folded !== undefined) return literal(routine, folded);
  if (operator === "div" || operator === "mod") return divide(routine, operator, left, right, withinIntegers(bounds));
  if (!isWide(a) && !isWide(b) && !isWide(bounds)) {
    const operate = operator === "+" ? i32.add : operator === "-" ? i32.sub : i32.mul;
    return scalar(bounds, operate(cellOf(left), cellOf(right)));
  }
  const type = withinIntegers(bounds);
  const isCertain = type.low === bounds.low && type.high === bounds.high;
  if (operator === "*") return fromWide(routine, type, multiply(routine, left, right, isCertain));
  const result = (operator === "+" ? i64.add : i64.sub)(wideOf(left), wideOf(right));
  return fromWide(routine, type, isCertain ? result : checkedInteger(routine, result));
}

function fold(operator: ArithmeticOperator, left: Value, right: Value): number | undefined {
  if (left.form !== "scalar" || right.form !== "scalar") return undefined;
  const [a, b] = [left.constant, right.constant];
  if (a === undefined || b === undefined || operator === "div" || operator === "mod") return undefined;
  const result = operator === "+" ? a + b : operator === "-" ? a - b : a * b;
  return Math.abs(result) <= mostInteger ? result + 0 : undefined;
}

/** Leaves a number of 64 bits; one beyond all integers is a failure. */
export function checkedInteger(routine: Routine, code: Code): Code {
  const wide = routine.local("i64");
  const distance = i64.add(local.get(wide), i64.const(mostInteger));
  const tooLarge = i64.gtU(distance, i64.const(2n * BigInt(mostInteger)));
  return [local.set(wide, code), when(tooLarge, routine.fail()), local.get(wide)];
}

/** A product that could leave 64 bits is looked at as a floating-point number: it is exact where it is an integer of ours. */
function multiply(routine: Routine, left: Value, right: Value, isCertain: boolean): Code {
  if (isCertain) return i64.mul(wideOf(left), wideOf(right));
  const [x, y] = [routine.local("i64"), routine.local("i64")];
  const product = f64.mul(f64.convertS(local.get(x)), f64.convertS(local.get(y)));
  return [
    local.set(x, wideOf(left)),
    local.set(y, wideOf(right)),
    when(f64.gt(f64.abs(product), f64.const(mostInteger)), routine.fail()),
    i64.mul(local.get(x), local.get(y)),
  ];
}

/** Euclid's: the remainder is never negative. */
function divide(routine: Routine, operator: "div" | "mod", left: Value, right: Value, type: Bounds): Value {
  const [a, b] = [boundsOf(left), boundsOf(right)];
  const largest = Math.max(Math.abs(b.low), Math.abs(b.high));
  // What is divided is less than the dividend by up to the divisor.
  const isNarrow = !isWide(a) && largest <= mostCell && a.low - Math.max(1, largest) >= leastCell;
  if (!isNarrow) return divideWide(routine, operator, left, right, type);
  const x = hold(routine, left);
  const y = hold(routine, right);
  const [n, d] = [cellOf(x.value), cellOf(y.value)];
  const nonzero = b.low > 0 || b.high < 0 ? [] : when(i32.eqz(d), routine.fail());
  const before = [x.before, y.before, nonzero];
  if (a.low >= 0 && b.low >= 0) return scalar(type, [before, operator === "div" ? i32.divU(n, d) : i32.remU(n, d)]);
  const rest = routine.local();
  const size = select(i32.sub(i32.const(0), d), d, i32.ltS(d, i32.const(0)));
  const remainder = [
    local.set(rest, i32.remS(n, d)),
    select(i32.add(local.get(rest), size), local.get(rest), i32.ltS(local.get(rest), i32.const(0))),
  ];
  if (operator === "mod") return scalar(type, [before, remainder]);
  return scalar(type, [before, i32.divS(i32.sub(n, remainder), d)]);
}

function divideWide(routine: Routine, operator: "div" | "mod", left: Value, right: Value, type: Bounds): Value {
  const b = boundsOf(right);
  const [n, d, rest] = [routine.local("i64"), routine.local("i64"), routine.local("i64")];
  const zero = i64.const(0);
  const size = select(i64.sub(zero, local.get(d)), local.get(d), i64.ltS(local.get(d), zero));
  const result = [
    local.set(n, wideOf(left)),
    local.set(d, wideOf(right)),
    b.low > 0 || b.high < 0 ? [] : when(i64.eqz(local.get(d)), routine.fail()),
    local.set(rest, i64.remS(local.get(n), local.get(d))),
    when(i64.ltS(local.get(rest), zero), local.set(rest, i64.add(local.get(rest), size))),
    operator === "mod" ? local.get(rest) : i64.divS(i64.sub(local.get(n), local.get(rest)), local.get(d)),
  ];
  return fromWide(routine, type, result);
}

export function negate(value: Value, { routine }: Scope): Value {
  const { low, high } = boundsOf(value);
  const type = withinIntegers({ low: 0 - high, high: 0 - low });
  if (!isWide(value.type) && !isWide(type)) return scalar(type, i32.sub(i32.const(0), cellOf(value)));
  return fromWide(routine, type, i64.sub(i64.const(0), wideOf(value)));
}

export function absolute(value: Value, { routine }: Scope): Value {
  const { low, high } = boundsOf(value);
  const held = hold(routine, value);
  const type: Bounds = { kind: "int", low: 0, high: Math.max(Math.abs(low), Math.abs(high)) };
  if (!isWide(type)) {
    const cell = cellOf(held.value);
    const code = select(i32.sub(i32.const(0), cell), cell, i32.ltS(cell, i32.const(0)));
    return scalar(type, [held.before, code]);
  }
  const wide = wideOf(held.value);
  const code = select(i64.sub(i64.const(0), wide), wide, i64.ltS(wide, i64.const(0)));
  return fromWide(routine, withinIntegers(type), [held.before, code]);
}

/** A sum that summands are added to one after the other, each as the integer that it is. */
export interface Sum {
  readonly start: Code;
  readonly add: (summand: Value) => Code;
  readonly value: Value;
}

/** `bounds` are those of the sum: known beforehand, or the summands' with how many there are at most. */
export function sumWithin(routine: Routine, bounds: { readonly low: number; readonly high: number }): Sum {
  const type = withinIntegers(bounds);
  if (!isWide(type)) {
    const sum = routine.local();
    return {
      start: local.set(sum, i32.const(0)),
      // It fits: a summand that does not is one that there never is.
      add: (summand) => local.set(sum, i32.add(local.get(sum), cellOf(asInteger(routine, summand, type)))),
      value: scalar(type, local.get(sum)),
    };
  }
  const sum = routine.local("i64");
  const isCertain = type.low === bounds.low && type.high === bounds.high;
  return {
    start: local.set(sum, i64.const(0)),
    add: (summand) => {
      const more = i64.add(local.get(sum), wideOf(summand));
      return local.set(sum, isCertain ? more : checkedInteger(routine, more));
    },
    value: fromWide(routine, type, local.get(sum)),
  };
}

/** The bounds of a result. */
export function interval(operator: ArithmeticOperator, a: Bounds, b: Bounds): Bounds {
  const int = (low: number, high: number): Bounds => ({
    kind: "int",
    low: Number.isNaN(low) ? Number.NEGATIVE_INFINITY : low,
    high: Number.isNaN(high) ? Number.POSITIVE_INFINITY : high,
  });
  switch (operator) {
    case "+":
      return int(a.low + b.low, a.high + b.high);
    case "-":
      return int(a.low - b.high, a.high - b.low);
    case "*": {
      const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high].map((n) =>
        Number.isNaN(n) ? 0 : n + 0,
      );
      return int(Math.min(...corners), Math.max(...corners));
    }
    case "div": {
      const size = Math.max(Math.abs(a.low), Math.abs(a.high));
      if (b.low > 0 && a.low >= 0) return int(Math.floor(a.low / b.high) || 0, Math.floor(a.high / b.low));
      return int(-size, size);
    }
    case "mod": {
      const size = Math.max(Math.abs(b.low), Math.abs(b.high)) - 1;
      return int(0, a.low >= 0 ? Math.min(Math.max(size, 0), a.high) : Math.max(size, 0));
    }
  }
}

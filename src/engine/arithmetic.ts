/** Integers in generated code. Where the bounds of a result leave 32 bits, it is computed in 64 and must still fit. */
import type { ArithmeticOperator, Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import type { Routine, Scope } from "./routine.ts";
import { when } from "./structure.ts";
import { cellOf, constant, hold, scalar, type Value } from "./values.ts";
import { type Code, i32, i64, local, select } from "./wasm/instructions.ts";

export type Bounds = Extract<Type, { kind: "int" }>;

const least = -(2 ** 31);
const most = 2 ** 31 - 1;

export function boundsOf(value: Value): Bounds {
  if (value.type.kind === "int") return value.type;
  assert(value.type.kind === "never", "an integer");
  return { kind: "int", low: 0, high: 0 };
}

export function calculate(operator: ArithmeticOperator, left: Value, right: Value, { routine }: Scope): Value {
  const [a, b] = [boundsOf(left), boundsOf(right)];
  const type = interval(operator, a, b);
  if (left.form === "scalar" && right.form === "scalar") {
    const folded = fold(operator, left.constant, right.constant);
    if (folded !== undefined) return constant({ kind: "int", low: folded, high: folded }, folded);
  }
  const narrow = type.low >= least && type.high <= most;
  switch (operator) {
    case "+":
    case "-":
    case "*": {
      if (narrow) {
        const operate = operator === "+" ? i32.add : operator === "-" ? i32.sub : i32.mul;
        return scalar(type, operate(cellOf(left), cellOf(right)));
      }
      const operate = operator === "+" ? i64.add : operator === "-" ? i64.sub : i64.mul;
      return fromWide(routine, type, operate(i64.extendS(cellOf(left)), i64.extendS(cellOf(right))));
    }
    case "div":
    case "mod":
      return divide(routine, operator, left, right, type);
  }
}

function fold(operator: ArithmeticOperator, a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (operator === "div" || operator === "mod") return undefined;
  const result = operator === "+" ? a + b : operator === "-" ? a - b : a * b;
  return result >= least && result <= most ? result : undefined;
}

/** A number of 64 bits as a cell; one that does not fit is a failure. */
function fromWide(routine: Routine, type: Type, code: Code): Value {
  const wide = routine.local("i64");
  const cell = i32.wrap(local.get(wide));
  return scalar(type, [local.set(wide, code), when(i64.ne(i64.extendS(cell), local.get(wide)), routine.fail()), cell]);
}

/** Euclid's: the remainder is never negative. */
function divide(routine: Routine, operator: "div" | "mod", left: Value, right: Value, type: Type): Value {
  const [a, b] = [boundsOf(left), boundsOf(right)];
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

export function negate(value: Value, { routine }: Scope): Value {
  const { low, high } = boundsOf(value);
  void routine;
  return scalar({ kind: "int", low: 0 - high, high: 0 - low }, i32.sub(i32.const(0), cellOf(value)));
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
        Number.isNaN(n) ? 0 : n,
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

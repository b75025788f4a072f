/** All values of a type, and all integers between two, as sets in generated code. */
import { cardinality, type Expr, type Type } from "../ir/index.ts";
import { after, evaluate } from "./expressions.ts";
import { eachInteger, rangeType } from "./integers.ts";
import { eachOf } from "./items.ts";
import { addressCode, plus, type Scope } from "./routine.ts";
import { addItem } from "./sets.ts";
import { isWide, mostBits, type SetType } from "./shapes.ts";
import { when } from "./structure.ts";
import { cellOf, clearCells, constant, hold, load, put, scalar, stored, type Value, zero } from "./values.ts";
import { i32, memory } from "./wasm/instructions.ts";

/** Sets of more cells are filled by one instruction. */
const manyCells = 32;

/** All values of a type. */
export function domain(of: Type, { routine }: Scope): Value {
  const { shapes } = routine.unit;
  const most = cardinality(of);
  if (most > mostBits) {
    // Nobody could wait for them: as in the interpreter, this is an error of the model.
    const none = zero(routine, { kind: "set", item: of, max: 1 });
    return after(routine.fail(), none);
  }
  const bits: SetType = { kind: "set", item: of };
  const type: SetType = shapes.setForm(bits).kind === "bits" ? bits : { ...bits, max: most };
  const form = shapes.setForm(type);
  if (form.kind !== "bits") {
    const at = routine.temporary(form.cells);
    const fill = eachOf(routine, of, (item) => addItem(routine, at, type, item));
    return stored(type, at, [clearCells(at, form.cells), fill]);
  }
  if (!shapes.isDense(of)) {
    const at = routine.temporary(form.cells);
    const fill = [clearCells(at, form.cells), eachOf(routine, of, (item) => addItem(routine, at, type, item))];
    return form.cells === 1 ? scalar(type, [fill, i32.load(at.base, at.offset)]) : stored(type, at, fill);
  }
  const word = (at: number): number => {
    const bits = Math.min(32, form.bits - 32 * at);
    return bits <= 0 ? 0 : bits === 32 ? -1 : 2 ** bits - 1;
  };
  if (form.cells === 1) return constant(type, word(0));
  const at = routine.temporary(form.cells);
  const last = form.cells - 1;
  if (form.cells > manyCells) {
    const full = memory.fill(addressCode(at), i32.const(255), i32.const(4 * last));
    return stored(type, at, [full, put(plus(at, 4 * last), i32.const(word(last)))]);
  }
  return stored(
    type,
    at,
    Array.from({ length: form.cells }, (_none, cell) => put(plus(at, 4 * cell), i32.const(word(cell)))),
  );
}

/** low..high; empty when low is greater. */
export function range(expr: Extract<Expr, { kind: "range" }>, scope: Scope): Value {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const low = hold(routine, evaluate(expr.low, scope));
  const high = hold(routine, evaluate(expr.high, scope));
  const item = rangeType(low.value, high.value);
  const type: SetType = { kind: "set", item };
  const form = shapes.setForm(type);
  const before = [low.before, high.before];
  const isNarrow = !isWide(low.value.type) && !isWide(high.value.type);
  if (form.kind === "bits" && form.cells === 1 && isNarrow) {
    const size = i32.sub(cellOf(high.value), cellOf(low.value));
    const ones = i32.shrU(i32.const(-1), i32.sub(i32.const(31), size));
    const placed = i32.shl(ones, i32.sub(cellOf(low.value), i32.const(item.low)));
    const none = i32.ltS(cellOf(high.value), cellOf(low.value));
    return scalar(type, [before, when(none, i32.const(0), placed, "i32")]);
  }
  const at = routine.temporary(form.cells);
  const fill = eachInteger(routine, low.value, high.value, (number) => addItem(routine, at, type, number));
  const code = [before, clearCells(at, form.cells), fill];
  return form.cells === 1 ? scalar(type, [code, load(at)]) : stored(type, at, code);
}

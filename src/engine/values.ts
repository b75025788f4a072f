/**
 * Values in generated code. A value of one cell is a piece of code that leaves it on the stack; any other lies in memory.
 * Everything here is the same for all types: reading, writing, copying, equality.
 */
import type { Type } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { type Address, addressCode, plus, type Routine } from "./routine.ts";
import { isWide } from "./shapes.ts";
import { jumpIf, Label, loop, when } from "./structure.ts";
import { type Code, i32, i64, local, memory } from "./wasm/instructions.ts";

export type Value = Scalar | Stored;

export interface Scalar {
  readonly form: "scalar";
  readonly type: Type;
  /** Leaves the value; evaluated once, unless `repeatable`. */
  readonly code: Code;
  readonly repeatable: boolean;
  /** When it is known. */
  readonly constant?: number;
}

export interface Stored {
  readonly form: "stored";
  readonly type: Type;
  /** To be executed once, before the cells are read. */
  readonly before: Code;
  readonly at: Address;
  /** The cells may change while the value is in use. */
  readonly changes: boolean;
  /** Its number among the values of its type, when that is known without looking at the cells; repeatable. */
  readonly ordinal?: Code;
}

export const scalar = (type: Type, code: Code, repeatable = false): Scalar => ({
  form: "scalar",
  type,
  code,
  repeatable,
});
export const constant = (type: Type, value: number): Scalar => ({
  form: "scalar",
  type,
  code: i32.const(value),
  repeatable: true,
  constant: value,
});
export const fromLocal = (type: Type, index: number): Scalar => scalar(type, local.get(index), true);
export const stored = (type: Type, at: Address, before: Code = [], changes = false): Stored => ({
  form: "stored",
  type,
  before,
  at,
  changes,
});

export const load = ({ base, offset }: Address): Code => i32.load(base, offset);
export const put = ({ base, offset }: Address, value: Code): Code => i32.store(base, value, offset);

/** The one cell of a value. */
export function cellOf(value: Value): Code {
  assert(!isWide(value.type), "an integer of two cells is not one of one");
  return value.form === "scalar" ? value.code : [value.before, load(value.at)];
}

/** The value as something that can be read several times, after `before` has run. */
export function hold(routine: Routine, value: Value): { readonly before: Code; readonly value: Value } {
  if (value.form === "stored") {
    if (routine.unit.shapes.isScalar(value.type)) return hold(routine, scalar(value.type, cellOf(value)));
    return { before: value.before, value: { ...value, before: [] } };
  }
  if (value.repeatable) return { before: [], value };
  const index = routine.local();
  return { before: local.set(index, value.code), value: fromLocal(value.type, index) };
}

/** As `hold`, and later changes of the state do not show in it. */
export function keep(routine: Routine, value: Value): { readonly before: Code; readonly value: Value } {
  const held = hold(routine, value);
  if (held.value.form === "scalar" || !held.value.changes) return held;
  const cells = routine.unit.shapes.cells(value.type);
  const at = routine.temporary(cells);
  return { before: [held.before, copyCells(at, held.value.at, cells)], value: stored(value.type, at) };
}

/** Part of a value that is held: the cells from `offset` on. */
export function part(routine: Routine, value: Value, type: Type, offset: number): Value {
  const { shapes } = routine.unit;
  if (value.form === "scalar") {
    if (shapes.cells(type) === 0) return stored(type, routine.at(0));
    return { ...value, type };
  }
  const at = plus(value.at, 4 * offset);
  if (shapes.isScalar(type)) return scalar(type, [value.before, load(at)], value.before.length === 0 && !value.changes);
  return stored(type, at, value.before, value.changes);
}

/** Up to this many cells are copied or compared one after the other. */
const fewCells = 48;

export function copyCells(to: Address, from: Address, cells: number): Code {
  if (cells === 0) return [];
  if (cells > fewCells) return memory.copy(addressCode(to), addressCode(from), i32.const(4 * cells));
  const code: Code[] = [];
  let cell = 0;
  for (; cell + 1 < cells; cell += 2) {
    const value = i64.load(from.base, from.offset + 4 * cell);
    code.push(i64.store(to.base, value, to.offset + 4 * cell));
  }
  if (cell < cells) code.push(put(plus(to, 4 * cell), load(plus(from, 4 * cell))));
  return code;
}

export function clearCells(to: Address, cells: number): Code {
  if (cells === 0) return [];
  if (cells > fewCells) return memory.fill(addressCode(to), i32.const(0), i32.const(4 * cells));
  const code: Code[] = [];
  let cell = 0;
  for (; cell + 1 < cells; cell += 2) code.push(i64.store(to.base, i64.const(0), to.offset + 4 * cell));
  if (cell < cells) code.push(put(plus(to, 4 * cell), i32.const(0)));
  return code;
}

/** Whether the cells are the same. */
export function sameCells(routine: Routine, left: Address, right: Address, cells: number): Code {
  if (cells === 0) return i32.const(1);
  if (cells === 1) return i32.eq(load(left), load(right));
  if (cells <= fewCells) {
    const parts: Code[] = [];
    let cell = 0;
    for (; cell + 1 < cells; cell += 2) {
      parts.push(i64.xor(i64.load(left.base, left.offset + 4 * cell), i64.load(right.base, right.offset + 4 * cell)));
    }
    if (cell < cells) parts.push(i64.extendU(i32.xor(load(plus(left, 4 * cell)), load(plus(right, 4 * cell)))));
    return i64.eqz(parts.reduce((sum, item) => i64.or(sum, item)));
  }
  const [a, b, end, same] = [routine.local(), routine.local(), routine.local(), routine.local()];
  const again = new Label("compare");
  return [
    local.set(a, addressCode(left)),
    local.set(b, addressCode(right)),
    local.set(end, i32.add(local.get(a), i32.const(4 * cells))),
    loop(again, [
      local.set(same, i32.eq(i32.load(local.get(a)), i32.load(local.get(b)))),
      local.set(a, i32.add(local.get(a), i32.const(4))),
      local.set(b, i32.add(local.get(b), i32.const(4))),
      jumpIf(i32.and(local.get(same), i32.ltU(local.get(a), local.get(end))), again),
    ]),
    local.get(same),
  ];
}

/** Writes a value of exactly the representation that the place has. */
export function write(routine: Routine, to: Address, value: Value): Code {
  const cells = routine.unit.shapes.cells(value.type);
  if (cells === 0) return value.form === "stored" ? value.before : [];
  if (cells === 1) return put(to, cellOf(value));
  assert(value.form === "stored", "several cells lie in memory");
  return [value.before, copyCells(to, value.at, cells)];
}

/** The value with all cells 0. */
export function zero(routine: Routine, type: Type): Value {
  const cells = routine.unit.shapes.cells(type);
  if (cells === 1) return constant(type, 0);
  const at = routine.temporary(cells);
  return stored(type, at, clearCells(at, cells));
}

/** `for (index = from; index < to; index += 1) body`. */
export function count(routine: Routine, from: Code, to: Code, body: (index: Code) => Code): Code {
  const index = routine.local();
  const end = routine.local();
  const again = new Label("count");
  return [
    local.set(index, from),
    local.set(end, to),
    when(
      i32.ltS(local.get(index), local.get(end)),
      loop(again, [
        body(local.get(index)),
        jumpIf(i32.ltS(local.tee(index, i32.add(local.get(index), i32.const(1))), local.get(end)), again),
      ]),
    ),
  ];
}

/**
 * Lists in memory: how many items, then the items, then zeros. Sequences, bags (sorted, with repeats) and sets whose
 * items have too many values for bits (sorted, without repeats).
 */
import type { Type } from "../ir/index.ts";
import { compareOrder } from "./order.ts";
import { needRoom } from "./room.ts";
import { type Address, addressCode, plus, type Routine } from "./routine.ts";
import { block, jump, jumpIf, Label, loop, when } from "./structure.ts";
import { clearCells, hold, load, put, sameCells, scalar, stored, type Value, write } from "./values.ts";
import { type Code, i32, local, memory } from "./wasm/instructions.ts";

/** The item at a place. */
export function itemAt(routine: Routine, type: Type, at: Address, changes = false): Value {
  if (!routine.unit.shapes.isScalar(type)) return stored(type, at, [], changes);
  return scalar(type, i32.load(at.base, at.offset));
}

/** Equality of two held values of one representation. */
export function sameValue(routine: Routine, left: Value, right: Value): Code {
  if (left.form === "scalar" && right.form === "scalar") return i32.eq(left.code, right.code);
  if (left.form === "stored" && right.form === "stored") {
    return sameCells(routine, left.at, right.at, routine.unit.shapes.cells(left.type));
  }
  return i32.eq(
    left.form === "scalar" ? left.code : load(left.at),
    right.form === "scalar" ? right.code : load(right.at),
  );
}

/** Puts a held item into its place in the sorted list at `at`; where it is already, only when `repeats`. */
export function insertSorted(
  routine: Routine,
  at: Address,
  max: number,
  type: Type,
  item: Value,
  repeats: boolean,
): Code {
  const cells = routine.unit.shapes.cells(type);
  const width = 4 * cells;
  const [place, end, order] = [routine.local(), routine.local(), routine.local()];
  const [search, found, done] = [new Label("search"), new Label("found"), new Label("done")];
  const here: Address = { base: local.get(place), offset: at.offset + 4 };
  return block(done, [
    local.set(place, at.base),
    local.set(end, i32.add(at.base, i32.mul(load(at), i32.const(width)))),
    block(
      found,
      loop(search, [
        jumpIf(i32.eq(local.get(place), local.get(end)), found),
        local.set(order, compareOrder(routine, itemAt(routine, type, here), item)),
        repeats ? [] : jumpIf(i32.eqz(local.get(order)), done),
        jumpIf(repeats ? i32.geS(local.get(order), i32.const(0)) : i32.gtS(local.get(order), i32.const(0)), found),
        local.set(place, i32.add(local.get(place), i32.const(width))),
        cells === 0 ? jump(found) : jump(search),
      ]),
    ),
    // A list can be too short only where its length was guessed.
    when(i32.geS(load(at), i32.const(max)), needRoom(routine, "items")),
    cells === 0
      ? []
      : memory.copy(addressCode(plus(here, width)), addressCode(here), i32.sub(local.get(end), local.get(place))),
    write(routine, here, item),
    put(at, i32.add(load(at), i32.const(1))),
  ]);
}

/** Where a held item stands in a held list, from 0; −1 when it does not. */
export function positionOf(routine: Routine, list: Value, type: Type, item: Value): Code {
  const cells = routine.unit.shapes.cells(type);
  const position = routine.local();
  const index = routine.local();
  const base = routine.local();
  if (list.form === "scalar") return i32.sub(i32.gtS(list.code, i32.const(0)), i32.const(1));
  const [search, done] = [new Label("search"), new Label("done")];
  const here: Address = { base: local.get(base), offset: list.at.offset + 4 };
  const candidate = hold(routine, itemAt(routine, type, here));
  return [
    local.set(position, i32.const(-1)),
    local.set(index, i32.const(0)),
    local.set(base, list.at.base),
    block(
      done,
      loop(search, [
        jumpIf(i32.geS(local.get(index), load(list.at)), done),
        candidate.before,
        when(sameValue(routine, candidate.value, item), [local.set(position, local.get(index)), jump(done)]),
        local.set(base, i32.add(local.get(base), i32.const(4 * cells))),
        local.set(index, i32.add(local.get(index), i32.const(1))),
        jump(search),
      ]),
    ),
    local.get(position),
  ];
}

/** Takes the item at `position` (repeatable, from 0) out of the list at `at`; what follows moves up. */
export function removeAt(routine: Routine, at: Address, type: Type, position: Code): Code {
  const cells = routine.unit.shapes.cells(type);
  const width = 4 * cells;
  const [place, end] = [routine.local(), routine.local()];
  const here: Address = { base: local.get(place), offset: at.offset + 4 };
  if (cells === 0) return put(at, i32.sub(load(at), i32.const(1)));
  return [
    local.set(place, i32.add(at.base, i32.mul(position, i32.const(width)))),
    put(at, i32.sub(load(at), i32.const(1))),
    local.set(end, i32.add(at.base, i32.mul(load(at), i32.const(width)))),
    memory.copy(addressCode(here), addressCode(plus(here, width)), i32.sub(local.get(end), local.get(place))),
    clearCells({ base: local.get(end), offset: at.offset + 4 }, cells),
  ];
}

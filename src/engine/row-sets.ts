/**
 * Sets as rows of ordinals plus 1, the greatest first, then zeros: the form of sets that have few of very many possible items.
 * Nothing branches on what is in the row: each cell keeps the greater of what it has and what is carried along.
 */
import type { Address, Routine } from "./routine.ts";
import { plus } from "./routine.ts";
import { when } from "./structure.ts";
import { load, put } from "./values.ts";
import { type Code, i32, local, select } from "./wasm/instructions.ts";

const anyOf = (max: number, test: (at: number) => Code): Code =>
  Array.from({ length: max }, (_none, at) => test(at)).reduce((sum, code) => i32.or(sum, code), i32.const(0));

export function isInRow(routine: Routine, at: Address, max: number, ordinal: Code): Code {
  const wanted = routine.local();
  return [
    local.set(wanted, i32.add(ordinal, i32.const(1))),
    anyOf(max, (cell) => i32.eq(load(plus(at, 4 * cell)), local.get(wanted))),
  ];
}

/** Puts an ordinal in where it is not there yet; more than `max` is a failure. */
export function addToRow(routine: Routine, at: Address, max: number, ordinal: Code): Code {
  const [carried, found, greater] = [routine.local(), routine.local(), routine.local()];
  const known = anyOf(max, (cell) => i32.eq(load(plus(at, 4 * cell)), local.get(carried)));
  const steps = Array.from({ length: max }, (_none, cell) => {
    const place = plus(at, 4 * cell);
    return [
      local.set(found, load(place)),
      local.set(greater, i32.gtU(local.get(carried), local.get(found))),
      put(place, select(local.get(carried), local.get(found), local.get(greater))),
      local.set(carried, select(local.get(found), local.get(carried), local.get(greater))),
    ];
  });
  return [
    local.set(carried, i32.add(ordinal, i32.const(1))),
    when(i32.eqz(known), [steps, when(local.get(carried), routine.fail())]),
  ];
}

/** Takes an ordinal out, if it is there. */
export function removeFromRow(routine: Routine, at: Address, max: number, ordinal: Code): Code {
  const [wanted, passed, found] = [routine.local(), routine.local(), routine.local()];
  const steps = Array.from({ length: max }, (_none, cell) => {
    const next = cell + 1 < max ? load(plus(at, 4 * (cell + 1))) : i32.const(0);
    return [
      local.set(found, load(plus(at, 4 * cell))),
      local.set(passed, i32.or(local.get(passed), i32.eq(local.get(found), local.get(wanted)))),
      put(plus(at, 4 * cell), select(next, local.get(found), local.get(passed))),
    ];
  });
  return [local.set(wanted, i32.add(ordinal, i32.const(1))), local.set(passed, i32.const(0)), steps];
}

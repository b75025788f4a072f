/** The assignments of some names, listed in memory before anything is done with the first of them. */
import type { Binder, Expr } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { eachAssignment, mostAssignments } from "./comprehensions.ts";
import { convertInto } from "./conversion.ts";
import { needRoom } from "./room.ts";
import type { Address, Scope } from "./routine.ts";
import { jumpIf, Label, loop, when } from "./structure.ts";
import { hold, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

export interface Rows {
  readonly collect: Code;
  /** How many there are, after `collect`. */
  readonly count: Code;
  /** Runs the body for every row, with the names bound. */
  readonly each: (direction: "forwards" | "backwards", body: () => Code) => Code;
}

export function rowsOf(binders: readonly Binder[], where: Expr | undefined, scope: Scope): Rows {
  const { routine } = scope;
  const { shapes } = routine.unit;
  const [next, total] = [routine.local(), routine.local()];
  let made: { values: readonly Value[]; cells: number; memory: Address; most: number } | undefined;
  const collecting = eachAssignment(binders, where, scope, () => {
    const values = binders.map(({ local: name }) => {
      const value = scope.names.get(name.id);
      assert(value, "a binder has a value");
      return value;
    });
    const cells = values.reduce((sum, value) => sum + shapes.cells(value.type), 0);
    const possible = mostAssignments(binders, scope);
    const most = Math.min(routine.unit.plan.room.rows, possible);
    const memory = routine.temporary(Math.max(1, cells * most));
    made = { values, cells, memory, most };
    let offset = memory.offset;
    const write = values.map((value) => {
      const code = convertInto(routine, { base: local.get(next), offset }, value, value.type);
      offset += 4 * shapes.cells(value.type);
      return code;
    });
    return [
      possible > most ? when(i32.geS(local.get(total), i32.const(most)), needRoom(routine, "rows")) : [],
      write,
      local.set(next, i32.add(local.get(next), i32.const(4 * cells))),
      local.set(total, i32.add(local.get(total), i32.const(1))),
    ];
  });
  const start = made?.memory.base ?? i32.const(0);
  const each = (direction: "forwards" | "backwards", body: () => Code): Code => {
    if (!made) return [];
    const { values, cells, memory } = made;
    const [row, left] = [routine.local(), routine.local()];
    const again = new Label("rows");
    let offset = memory.offset;
    const bind = values.map((value, at) => {
      const place = { base: local.get(row), offset };
      offset += 4 * shapes.cells(value.type);
      const id = binders[at]?.local.id ?? 0;
      if (!shapes.isScalar(value.type)) {
        scope.names.set(id, stored(value.type, place));
        return [];
      }
      const held = hold(routine, scalar(value.type, i32.load(place.base, place.offset)));
      scope.names.set(id, held.value);
      return held.before;
    });
    const inner = body();
    const step = 4 * cells * (direction === "forwards" ? 1 : -1);
    const last = i32.mul(i32.sub(local.get(total), i32.const(1)), i32.const(4 * cells));
    return [
      local.set(left, local.get(total)),
      local.set(row, direction === "forwards" ? memory.base : i32.add(memory.base, last)),
      when(
        i32.gtS(local.get(left), i32.const(0)),
        loop(again, [
          bind,
          inner,
          local.set(row, i32.add(local.get(row), i32.const(step))),
          jumpIf(local.tee(left, i32.sub(local.get(left), i32.const(1))), again),
        ]),
      ),
    ];
  };
  return {
    collect: [local.set(next, start), local.set(total, i32.const(0)), collecting],
    count: local.get(total),
    each,
  };
}

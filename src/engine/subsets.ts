/** The subsets of a set in generated code, in the order of sets. */
import { assert } from "../source/index.ts";
import { sizeCode } from "./conversion.ts";
import { eachItem } from "./items.ts";
import type { Scope } from "./routine.ts";
import { addItem } from "./sets.ts";
import type { SetType } from "./shapes.ts";
import { jumpIf, Label, loop, when } from "./structure.ts";
import { cellOf, clearCells, count, hold, load, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

/** A larger set has too many subsets: a model error. */
const mostItems = 20;

/** Runs `body` for every subset of a held set. */
export function eachSubset(set: Value, { routine }: Scope, body: (subset: Value) => Code): Code {
  const { shapes } = routine.unit;
  const { type } = set;
  assert(type.kind === "set", "subsets are of sets");
  const form = shapes.setForm(type);
  const most = Math.min(type.max ?? Number.POSITIVE_INFINITY, form.kind === "list" ? form.max : form.bits);
  const tooMany = most > mostItems ? when(i32.gtU(sizeCode(routine, set), i32.const(mostItems)), routine.fail()) : [];
  if (form.kind === "bits" && form.cells === 1) {
    const subset = routine.local();
    const again = new Label("subsets");
    const next = i32.and(i32.sub(local.get(subset), cellOf(set)), cellOf(set));
    const inner = body(scalar(type, local.get(subset), true));
    return [tooMany, local.set(subset, i32.const(0)), loop(again, [inner, jumpIf(local.tee(subset, next), again)])];
  }
  // The bits of a number say which of the items belong to the subset.
  const at = routine.temporary(form.cells);
  const item = routine.local();
  const inner = body(stored(type, at));
  return [
    tooMany,
    count(routine, i32.const(0), i32.shl(i32.const(1), sizeCode(routine, set)), (number) => [
      clearCells(at, form.cells),
      local.set(item, i32.const(0)),
      eachItem(routine, set, (one) => [
        when(i32.and(i32.shrU(number, local.get(item)), i32.const(1)), addItem(routine, at, type, one)),
        local.set(item, i32.add(local.get(item), i32.const(1))),
      ]),
      inner,
    ]),
  ];
}

/** All subsets as a set. */
export function subsetsOf(set: Value, scope: Scope): Value {
  const { routine } = scope;
  const held = hold(routine, set);
  const { type } = held.value;
  assert(type.kind === "set", "subsets are of sets");
  const { shapes } = routine.unit;
  const form = shapes.setForm(type);
  const most = Math.min(type.max ?? Number.POSITIVE_INFINITY, form.kind === "list" ? form.max : form.bits, mostItems);
  const result: SetType = { kind: "set", item: type, max: 2 ** most };
  const { cells } = shapes.setForm(result);
  const at = routine.temporary(cells);
  const code = [
    held.before,
    clearCells(at, cells),
    eachSubset(held.value, scope, (subset) => addItem(routine, at, result, subset)),
  ];
  return shapes.isScalar(result) ? scalar(result, [code, load(at)]) : stored(result, at, code);
}

/** What graphs of steps need beyond successors, in generated code: the label of a step, and predicates of a state as bits. */
import type { Action, Expr, Property } from "../ir/index.ts";
import { bool } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import type { StepLabels } from "./engine.ts";
import { holds } from "./expressions.ts";
import type { Layout } from "./layout.ts";
import { imageWriter } from "./refinement.ts";
import { Routine, type Scope, type Unit } from "./routine.ts";
import { when } from "./structure.ts";
import { type Code, global, i32, local, ret } from "./wasm/instructions.ts";

/** Where the tables of actions lie in the private area, and what has to stand there. */
export type LabelTables = Map<Action, { readonly offset: number; readonly values: readonly number[] }>;

/** Sets the global of labels for a step of `action`, whose member and parameters are known in `scope`. */
export function setLabel(action: Action, scope: Scope, { classes, label }: StepLabels, tables: LabelTables): Code {
  const { routine } = scope;
  const { unit } = routine;
  const own = classes.actions[unit.model.actions.indexOf(action)];
  assert(own, "every action has its classes");
  const { bySelf, dimensions, table } = own;
  const [first = 0] = table;
  if (table.every((number) => number === first)) return global.set(label, i32.const(first));
  const { process } = action;
  const start = process ? unit.shapes.firstOf(process) : 0;
  if (dimensions.length === 0 && scope.selfNumber !== undefined)
    return global.set(label, i32.const(table[scope.selfNumber - start] ?? 0));
  const index = routine.local();
  const place = routine.local();
  assert(!bySelf || scope.self, "who steps is known");
  const parts = dimensions.map(({ local: name, values }): Code => {
    const left: Expr = { kind: "local", local: name, type: name.type, span: action.span };
    return [
      local.set(place, i32.const(values.length)),
      values.map((right, at) => {
        const same: Expr = { kind: "compare", operator: "=", left, right, type: bool, span: action.span };
        return when(holds(same, scope), local.set(place, i32.const(at)));
      }),
      local.set(index, i32.add(i32.mul(local.get(index), i32.const(values.length + 1)), local.get(place))),
    ];
  });
  let place_ = tables.get(action);
  if (!place_) {
    place_ = { offset: unit.area.take(4 * table.length), values: table };
    tables.set(action, place_);
  }
  const base = unit.runtime.frame + place_.offset;
  return [
    local.set(index, bySelf && scope.self ? i32.sub(scope.self, i32.const(start)) : i32.const(0)),
    parts,
    global.set(label, i32.load(i32.shl(local.get(index), i32.const(2)), base)),
  ];
}

/**
 * (cells, address) → 0, or 1 when a predicate has no value; the predicates as bits of words from the address on, and behind
 * them the images of the state for some refinements.
 */
export function atomsFunction(
  unit: Unit,
  layout: Layout,
  atoms: readonly Expr[],
  refinements: readonly Property[],
): number {
  const builder = unit.module.function("atoms", ["i32", "i32"], ["i32"]);
  const routine = new Routine(unit, builder);
  const state = local.get(0);
  const scope: Scope = { routine, state, past: state, changes: false, names: new Map() };
  const word = routine.local();
  const count = Math.ceil(atoms.length / 32);
  const words = Array.from(
    { length: count },
    (_none, at): Code => [
      local.set(word, i32.const(0)),
      atoms
        .slice(32 * at, 32 * at + 32)
        .map((atom, bit) =>
          routine.trying(
            () => when(holds(atom, scope), local.set(word, i32.or(local.get(word), i32.const(1 << bit)))),
            ret(i32.const(1)),
          ),
        ),
      i32.store(local.get(1), local.get(word), 4 * at),
    ],
  );
  let offset = 4 * count;
  const images = refinements.map((property) => {
    const { wordCount, write } = imageWriter(routine, layout, property);
    const code = write(state, { base: local.get(1), offset });
    offset += 4 * wordCount;
    return code;
  });
  routine.finish([words, images, i32.const(0)], ret(i32.const(1)));
  return builder.index;
}

/**
 * A model as functions of a WebAssembly module: one for every action and property, and the few that the search calls.
 * What they mean is the interpreter's; this file only says which functions there are.
 */
import type { Action, Property } from "../ir/index.ts";
import type { Compile, CompiledModel, CompileOptions, Runtime } from "./engine.ts";
import { holds } from "./expressions.ts";
import { eachInstance, type Instance } from "./instances.ts";
import { atomsFunction, type LabelTables, setLabel } from "./labels.ts";
import type { Layout } from "./layout.ts";
import { packWords, unpackWords, wordsOf } from "./packing.ts";
import type { Plan } from "./plan.ts";
import { Area, Routine, type Scope, Sites, type Unit } from "./routine.ts";
import { runInstance } from "./run.ts";
import { block, jump, jumpIf, Label, when } from "./structure.ts";
import { allCells, restore } from "./touched.ts";
import { sameCells } from "./values.ts";
import { type Code, call, global, i32, i64, local, ret } from "./wasm/instructions.ts";
import type { ModuleBuilder } from "./wasm/module.ts";

interface Places {
  readonly cur: number;
  readonly next: number;
  /** Global, i32: something counts against a deadlock. */
  readonly live: number;
}

export const compile: Compile = (model, layout, module, runtime, options = {}): CompiledModel => {
  const unit = makeUnit(layout, module, runtime);
  const { plan } = layout;
  const places: Places = {
    cur: unit.area.take(4 * plan.cellCount),
    next: unit.area.take(4 * plan.cellCount),
    live: module.global("i32"),
  };
  const unpack = module.function("unpack", ["i32"]);
  const expand = module.function("expand");
  const check = module.function("check", ["i32"]);
  const checkStep = module.function("check step");
  const inside = model.constraints.length > 0 ? module.function("inside", ["i32"], ["i32"]) : undefined;

  const unpacking = new Routine(unit, unpack);
  const { past, next } = statesOf(unit, places);
  unpacking.finish(unpackWords(unpacking, plan, local.get(0), past, next));

  const tables: LabelTables = new Map();
  const actions = model.actions.map((action) => actionFunction(unit, places, action, tables));
  const expanding = new Routine(unit, expand);
  expanding.finish([
    global.set(places.live, i32.const(0)),
    actions.map(({ index }) => call(index)),
    when(i32.eqz(global.get(places.live)), deadlock(expanding, places)),
  ]);

  const wanted = [...model.properties.entries()].filter(([position]) => isWanted(options, position));
  const ofStates = wanted.filter(([, { kind }]) => kind !== "step invariant");
  const ofSteps = wanted.filter(([, { kind }]) => kind === "step invariant");
  const checking = new Routine(unit, check);
  const properties = new Map([
    ...ofStates.map(([position, property]) => [position, stateProperty(unit, property, position)] as const),
    ...ofSteps.map(([position, property]) => [position, stepProperty(unit, places, property, position)] as const),
  ]);
  checking.finish(ofStates.map(([position]) => call(properties.get(position) ?? -1, local.get(0))));
  const stepping = new Routine(unit, checkStep);
  stepping.finish(ofSteps.map(([position]) => call(properties.get(position) ?? -1)));
  if (inside) constraints(new Routine(unit, inside));
  const atoms = options.atoms && atomsFunction(unit, options.atoms);
  for (let generate = unit.waiting.shift(); generate; generate = unit.waiting.shift()) generate();

  return {
    layout,
    privateBytes: unit.area.bytes,
    curOffset: places.cur,
    nextOffset: places.next,
    unpack: unpack.index,
    expand: expand.index,
    check: check.index,
    checkStep: checkStep.index,
    inside: inside?.index,
    hasStateProperties: ofStates.length > 0,
    hasStepProperties: ofSteps.length > 0,
    cut: unit.cut,
    touched: actions.map(({ touched }) => touched),
    actions: actions.map(({ index }) => index),
    atoms,
    tables: [...tables.values()],
    properties,
  };
};

const isWanted = ({ properties }: CompileOptions, position: number): boolean =>
  properties === undefined || properties.includes(position);

function makeUnit(layout: Layout, module: ModuleBuilder, runtime: Runtime): Unit {
  return {
    model: layout.model,
    shapes: layout.plan.shapes,
    plan: layout.plan,
    module,
    runtime,
    area: new Area(),
    sites: new Sites(),
    cut: module.global("i64"),
    functions: new Map(),
    waiting: [],
  };
}

/** The addresses of the state that is expanded and of the working copy. */
const statesOf = ({ runtime }: Unit, { cur, next }: Places): { readonly past: Code; readonly next: Code } => ({
  past: i32.const(runtime.frame + cur),
  next: i32.const(runtime.frame + next),
});

const living = new Set<Action["kind"]>(["action", "step", "handler", "round", "resume", "tick"]);

/** Faults do not hide a deadlock; what the environment owes does. */
function countsAgainstDeadlock(action: Action, { forged }: Instance): boolean {
  if (action.kind === "restart" || action.kind === "heal") return action.fair;
  return living.has(action.kind) && !forged;
}

/** () → (): all instances of an action, in order. */
function actionFunction(
  unit: Unit,
  places: Places,
  action: Action,
  tables: LabelTables,
): { readonly index: number; readonly touched: readonly number[] } {
  const { runtime, plan } = unit;
  const builder = unit.module.function(`action ${action.id} ${action.name}`);
  const routine = new Routine(unit, builder);
  const { past, next } = statesOf(unit, places);
  const touchedByAll = new Set<number>();
  const [tail, parent] = [routine.local(), routine.local()];
  const scope: Scope = { routine, state: past, past, changes: false, names: new Map() };
  const number = i32.const(unit.model.actions.indexOf(action));
  const alive = (instance: Instance): Code =>
    countsAgainstDeadlock(action, instance) ? global.set(places.live, i32.const(1)) : [];
  const cut = (instance: Instance, inner: Scope): Code => [
    global.set(unit.cut, i64.add(global.get(unit.cut), i64.const(1))),
    alive(instance),
    runtime.labels ? [setLabel(action, inner, runtime.labels, tables), call(runtime.labels.cut)] : [],
  ];
  const failed = (instance: Instance): Code => [call(runtime.fail, number), alive(instance)];
  const code = eachInstance(action, scope, {
    cut,
    failed,
    ready: (instance, inner) => {
      const working: Scope = { ...inner, state: next, changes: true };
      routine.touched = { cells: new Set(), own: new Set() };
      return runInstance(action, instance, working, () => {
        const cells = allCells(plan, routine.touched);
        for (const cell of cells) touchedByAll.add(cell);
        const moves =
          action.kind === "tick" ? when(i32.eqz(isSame(routine, plan, next, past)), alive(instance)) : alive(instance);
        return {
          start: [],
          completed: [
            local.set(tail, global.get(runtime.tail)),
            local.set(parent, global.get(runtime.parent)),
            packWords(plan, next, local.get(tail), local.get(parent), cells),
            moves,
            runtime.labels ? setLabel(action, working, runtime.labels, tables) : [],
            call(runtime.emit, number),
          ],
          cut: cut(instance, working),
          failed: failed(instance),
          end: restore(routine, routine.touched, next, past, inner.self),
        };
      });
    },
  });
  routine.finish(code);
  return { index: builder.index, touched: wordsOf(plan, touchedByAll) };
}

const isSame = (routine: Routine, plan: Plan, next: Code, past: Code): Code =>
  sameCells(routine, { base: next, offset: 0 }, { base: past, offset: 0 }, plan.cellCount);

/** Nothing can happen: that is fine where a terminal formula holds. */
function deadlock(routine: Routine, places: Places): Code {
  const { runtime, model } = routine.unit;
  const { past } = statesOf(routine.unit, places);
  const scope: Scope = { routine, state: past, past, changes: false, names: new Map() };
  const done = new Label("terminal");
  return [
    block(done, [
      routine.trying(
        () => model.terminal.map((formula) => jumpIf(holds(formula, scope), done)),
        [call(runtime.fail, i32.const(model.actions.length)), jump(done)],
      ),
      call(runtime.deadlock),
    ]),
  ];
}

/** (cells) → (): an invariant or a reachable. */
function stateProperty(unit: Unit, property: Property, position: number): number {
  const { runtime } = unit;
  const builder = unit.module.function(`property ${position} ${property.name}`, ["i32"]);
  const routine = new Routine(unit, builder);
  const state = local.get(0);
  const scope: Scope = { routine, state, past: state, changes: false, names: new Map() };
  const failed = call(runtime.failed, i32.const(position));
  if (property.kind === "invariant") {
    const code = routine.trying(
      () => when(i32.eqz(holds(property.formula, scope)), call(runtime.violated, i32.const(position))),
      failed,
    );
    routine.finish(code);
    return builder.index;
  }
  const known = unit.module.global("i32");
  const code = routine.trying(
    () =>
      when(holds(property.formula, scope), [
        global.set(known, i32.const(1)),
        call(runtime.reached, i32.const(position)),
      ]),
    failed,
  );
  routine.finish(when(i32.eqz(global.get(known)), code));
  return builder.index;
}

/** () → (): a step invariant, of the step from `cur` to `next`. */
function stepProperty(unit: Unit, places: Places, property: Property, position: number): number {
  const { runtime } = unit;
  const builder = unit.module.function(`property ${position} ${property.name}`);
  const routine = new Routine(unit, builder);
  const { past, next } = statesOf(unit, places);
  const scope: Scope = { routine, state: next, past, changes: false, names: new Map() };
  const code = routine.trying(
    () => when(i32.eqz(holds(property.formula, scope)), call(runtime.violated, i32.const(position))),
    call(runtime.failed, i32.const(position)),
  );
  routine.finish(code);
  return builder.index;
}

/** (cells) → 1 inside, 0 outside, 2 failed. */
function constraints(routine: Routine): void {
  const state = local.get(0);
  const scope: Scope = { routine, state, past: state, changes: false, names: new Map() };
  const code = routine.trying(
    () => routine.unit.model.constraints.map((formula) => when(i32.eqz(holds(formula, scope)), ret(i32.const(0)))),
    ret(i32.const(2)),
  );
  routine.finish([code, i32.const(1)]);
}

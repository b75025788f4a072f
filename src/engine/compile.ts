/**
 * A model as functions of a WebAssembly module: one for every action and property, and the few that the search calls.
 * What they mean is the interpreter's; this file only says which functions there are.
 */
import { type Action, type Property, signsOf } from "../ir/index.ts";
import type { Compile, CompiledModel, CompileOptions, ImagePlace, Runtime } from "./engine.ts";
import { holds } from "./expressions.ts";
import { eachInstance, type Instance } from "./instances.ts";
import { atomsFunction, type LabelTables, setLabel } from "./labels.ts";
import type { Layout } from "./layout.ts";
import { packWords, unpackWords, wordsOf } from "./packing.ts";
import type { Plan } from "./plan.ts";
import { refinementFunction } from "./refinement.ts";
import { Area, Routine, type Scope, Sites, type Unit } from "./routine.ts";
import { runInstance } from "./run.ts";
import { lookAtImplications, see } from "./signs.ts";
import { block, jump, jumpIf, Label, when } from "./structure.ts";
import { defineRepresentatives } from "./symmetry.ts";
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
  const unit = makeUnit(layout, module, runtime, options);
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
  // What was known of the state before it.
  const forgotten: number[] = [];

  const tables: LabelTables = new Map();
  const actions = model.actions.map((action) => actionFunction(unit, places, action, tables));
  const expanding = new Routine(unit, expand);
  expanding.finish([
    global.set(places.live, i32.const(0)),
    actions.map(({ index }) => call(index)),
    when(i32.eqz(global.get(places.live)), deadlock(expanding, places)),
  ]);

  const wanted = [...model.properties.entries()].filter(([position]) => isWanted(options, position));
  const ofSteps = wanted.filter(([, property]) => isOfSteps(property));
  const ofStates = wanted.filter((item) => !ofSteps.includes(item));
  const checking = new Routine(unit, check);
  const images = new Map<number, ImagePlace>();
  const refinement = (property: Property, position: number): number => {
    const compiled = refinementFunction(unit, layout, { past, next }, property, position);
    images.set(position, compiled.place);
    forgotten.push(compiled.known);
    return compiled.index;
  };
  const properties = new Map([
    ...ofStates.map(([position, property]) => [position, stateProperty(unit, property, position)] as const),
    ...ofSteps.map(([position, property]) => {
      const isRefinement = property.kind === "refinement";
      const index = isRefinement ? refinement(property, position) : stepProperty(unit, places, property, position);
      return [position, index] as const;
    }),
  ]);
  checking.finish([
    ofStates.map(([position]) => call(properties.get(position) ?? -1, local.get(0))),
    lookAtImplications(unit, implicationsOf(unit, ofStates), () => stateRoutine(unit, "implications"), [local.get(0)]),
  ]);
  const stepping = new Routine(unit, checkStep);
  stepping.finish([
    ofSteps.map(([position]) => call(properties.get(position) ?? -1)),
    lookAtImplications(unit, implicationsOf(unit, ofSteps), () => stepRoutine(unit, places, "step implications"), []),
  ]);
  if (inside) constraints(new Routine(unit, inside));
  const atoms = options.atoms && atomsFunction(unit, layout, options.atoms, options.refinements ?? []);
  unpacking.finish([
    unpackWords(unpacking, plan, local.get(0), past, next),
    forgotten.map((known) => global.set(known, i32.const(0))),
  ]);
  const { sorts = [] } = options;
  const representatives =
    sorts.length > 0 ? defineRepresentatives(unit, sorts, runtime.frame + places.next) : undefined;
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
    signs: unit.signs && { offset: unit.signs.offset, count: unit.signs.signs.count },
    touched: actions.map(({ touched }) => touched),
    actions: actions.map(({ index }) => index),
    atoms,
    tables: [...tables.values()],
    properties,
    images,
    representatives,
    orderShows: unit.orderShows,
  };
};

/** Whether a property is about steps, and not about states. */
export const isOfSteps = ({ kind }: Property): boolean => kind === "step invariant" || kind === "refinement";

const isWanted = ({ properties }: CompileOptions, position: number): boolean =>
  properties === undefined || properties.includes(position);

const implicationsOf = ({ signs }: Unit, properties: readonly (readonly [number, Property])[]) =>
  (signs?.signs.implications ?? []).filter(({ property }) => properties.some(([position]) => position === property));

function makeUnit(layout: Layout, module: ModuleBuilder, runtime: Runtime, options: CompileOptions): Unit {
  const area = new Area();
  const signs = options.signs ? signsOf(layout.model) : undefined;
  return {
    model: layout.model,
    shapes: layout.plan.shapes,
    plan: layout.plan,
    module,
    runtime,
    area,
    signs: signs && { signs, offset: area.take(signs.count) },
    sites: new Sites(),
    cut: module.global("i64"),
    orderShows: (options.sorts ?? []).length > 0 ? module.global("i32") : undefined,
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
  const seen = ({ forged }: Instance): Code => [
    see(unit, ({ actions }) => actions.get(action)),
    forged ? see(unit, (signs) => signs.forged) : [],
  ];
  const cut = (instance: Instance, inner: Scope): Code => [
    global.set(unit.cut, i64.add(global.get(unit.cut), i64.const(1))),
    seen(instance),
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
            seen(instance),
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
  const { routine, scope } = stateRoutine(unit, `property ${position} ${property.name}`);
  const { builder } = routine;
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
  const { routine, scope } = stepRoutine(unit, places, `property ${position} ${property.name}`);
  const code = routine.trying(
    () => when(i32.eqz(holds(property.formula, scope)), call(runtime.violated, i32.const(position))),
    call(runtime.failed, i32.const(position)),
  );
  routine.finish(code);
  return routine.builder.index;
}

/** A function about the state whose cells it is called with. */
function stateRoutine(unit: Unit, name: string): { readonly routine: Routine; readonly scope: Scope } {
  const routine = new Routine(unit, unit.module.function(name, ["i32"]));
  const state = local.get(0);
  return { routine, scope: { routine, state, past: state, changes: false, names: new Map() } };
}

/** A function about the step from `cur` to `next`. */
function stepRoutine(unit: Unit, places: Places, name: string): { readonly routine: Routine; readonly scope: Scope } {
  const routine = new Routine(unit, unit.module.function(name));
  const { past, next } = statesOf(unit, places);
  return { routine, scope: { routine, state: next, past, changes: false, names: new Map() } };
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

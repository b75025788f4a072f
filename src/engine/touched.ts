/**
 * What the code of an action can change: only that is restored after a branch, and only its words are packed again. Cells
 * are known by number where the owner is; of the process' own variables only which they are, when `self` is a number that
 * is known when the code runs.
 */
import type { Network, Variable } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import type { Plan } from "./plan.ts";
import type { Routine, Scope } from "./routine.ts";
import { copyCells, type Value } from "./values.ts";
import { type Code, i32, local } from "./wasm/instructions.ts";

export interface Touched {
  readonly cells: Set<number>;
  readonly own: Set<Variable>;
}

export function touch(variable: Variable, owner: Value | undefined, scope: Scope): void {
  const { touched, unit } = scope.routine;
  const { process } = variable;
  const isKnown = owner?.form === "scalar" && owner.constant !== undefined;
  if (!owner || !process) addMember(unit.plan, touched.cells, variable, 0);
  else if (isKnown) addMember(unit.plan, touched.cells, variable, owner.constant - unit.shapes.firstOf(process));
  else if (owner.form === "scalar" && owner.code === scope.actor) touched.own.add(variable);
  else for (const member of process.members.keys()) addMember(unit.plan, touched.cells, variable, member);
}

export function touchNetwork({ touched, unit }: Routine, network: Network): void {
  const plan = unit.plan.networks[network.id];
  assert(plan, "every network has a place");
  for (let cell = 0; cell < cellsOf(unit.plan, network); cell++) touched.cells.add(plan.cell + cell);
}

function cellsOf(plan: Plan, network: Network): number {
  const found = plan.networks[network.id];
  assert(found, "every network has a place");
  if (found.kind === "slots") return found.slots * found.width;
  return found.kind === "bits" ? plan.shapes.cells(found.type) : found.cells;
}

function addMember(plan: Plan, cells: Set<number>, variable: Variable, member: number): void {
  const place = plan.variables.get(variable);
  assert(place, "every variable has a place");
  const first = place.cell + member * place.stride;
  for (let cell = 0; cell < plan.shapes.cells(variable.type); cell++) cells.add(first + cell);
}

/** All cells that may have changed, whoever `self` is. */
export function allCells(plan: Plan, touched: Touched): ReadonlySet<number> {
  const cells = new Set(touched.cells);
  for (const variable of touched.own) {
    for (const member of variable.process?.members.keys() ?? [0]) addMember(plan, cells, variable, member);
  }
  return cells;
}

/** Makes what was touched equal to `from` again. */
export function restore(routine: Routine, touched: Touched, to: Code, from: Code, self: Code | undefined): Code {
  const { plan, shapes } = routine.unit;
  const code = runsOf([...touched.cells]).map(({ first, count }) =>
    copyCells({ base: to, offset: 4 * first }, { base: from, offset: 4 * first }, count),
  );
  const [some] = touched.own;
  if (!some?.process) return code;
  assert(self, "somebody's own");
  const place = plan.variables.get(some);
  assert(place, "every variable has a place");
  const distance = routine.local();
  const own = [...touched.own].flatMap((variable) => {
    const start = plan.variables.get(variable)?.cell ?? 0;
    return Array.from({ length: shapes.cells(variable.type) }, (_none, cell) => start + cell);
  });
  const member = i32.sub(self, i32.const(shapes.firstOf(some.process)));
  return [
    code,
    local.set(distance, i32.mul(member, i32.const(4 * place.stride))),
    runsOf(own).map(({ first, count }) =>
      copyCells(
        { base: i32.add(to, local.get(distance)), offset: 4 * first },
        { base: i32.add(from, local.get(distance)), offset: 4 * first },
        count,
      ),
    ),
  ];
}

/** Neighbouring cells together. */
function runsOf(cells: readonly number[]): readonly { readonly first: number; readonly count: number }[] {
  const runs: { first: number; count: number }[] = [];
  for (const cell of [...new Set(cells)].sort((left, right) => left - right)) {
    const last = runs.at(-1);
    if (last && last.first + last.count === cell) last.count += 1;
    else runs.push({ first: cell, count: 1 });
  }
  return runs;
}

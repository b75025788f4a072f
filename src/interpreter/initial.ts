/** Where a model starts: every way to choose initial values, as far as `initially` allows it. */
import type { Variable } from "../ir/index.ts";
import { itemsOf } from "./bind.ts";
import { type Choices, everyWay } from "./choices.ts";
import { evaluate, holds, requireFit, store } from "./evaluate.ts";
import { ModelFailure } from "./failure.ts";
import type { Failure, State, Value } from "./machine.ts";
import { Scope } from "./scope.ts";
import { Branch, StoredState } from "./state.ts";
import type { Universe } from "./universe.ts";

export function initialStates(universe: Universe): { states: readonly State[]; failures: readonly Failure[] } {
  const states: State[] = [];
  const failures: Failure[] = [];
  everyWay((choices) => {
    try {
      const state = start(universe, choices);
      if (state) states.push(state);
    } catch (problem) {
      if (!(problem instanceof ModelFailure)) throw problem;
      failures.push(problem.failure);
    }
  });
  return { states, failures };
}

/** One initial state: each variable in turn sees those before it. Undefined where nothing fits. */
function start(universe: Universe, choices: Choices): State | undefined {
  const { model } = universe;
  const empty = { slots: new Array<Value>(universe.slotCount), networks: model.networks.map(() => []) };
  const branch = new Branch(empty, choices);
  for (const variable of model.initializationOrder) {
    for (const self of variable.process?.members ?? [undefined]) {
      const value = initialValue(variable, new Scope(universe, branch, { self }), choices);
      if (value === undefined) return undefined;
      branch.slots[universe.slot(variable, self)] = value;
    }
  }
  const state = new StoredState(universe, branch.slots, branch.networks);
  const scope = new Scope(universe, state, { memo: new Map() });
  return model.initially.every((formula) => holds(formula, scope)) ? state : undefined;
}

function initialValue({ name, type, initial }: Variable, scope: Scope, choices: Choices): Value | undefined {
  const { mode, value: expr } = initial;
  if (mode === "value") return expr.kind === "checked" ? store(expr, name, scope) : evaluate(expr, scope);
  const items = itemsOf(expr, scope);
  if (items.length === 0) return undefined;
  const item = items[choices.choose(items.length)]!;
  requireFit(item, { kind: "checked", operand: expr, type, span: expr.span }, name, scope);
  return item;
}

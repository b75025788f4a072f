/** The machine of a model: the interpreter's functions behind the interface that other rooms know. */
import { is, type List } from "immutable";
import type { Expr, Model, Property } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { itemsOf } from "./bind.ts";
import { evaluate, holds } from "./evaluate.ts";
import { attempt } from "./failure.ts";
import { initialStates } from "./initial.ts";
import type { Bindings, Evaluation, Machine, State, Value } from "./machine.ts";
import { arranged } from "./network.ts";
import type { Observer } from "./observer.ts";
import { Refinement } from "./refinement.ts";
import { type Memo, Scope } from "./scope.ts";
import { keyOf, StoredState } from "./state.ts";
import { blockedIn, expand } from "./step.ts";
import { take } from "./take.ts";
import { Universe } from "./universe.ts";

/** `observer` is told what is evaluated and executed. */
export function createMachine(model: Model, observer?: Observer): Machine {
  const universe = new Universe(model, observer);
  // Names are bound before they are read, so one table serves every evaluation that is not inside another.
  const locals = new Map<number, Value>();
  // What is known of the two states that were looked at last: a step's.
  let known: readonly { readonly state: StoredState; readonly memo: Memo }[] = [];
  const memoOf = (state: StoredState): Memo => {
    const found = known.find((entry) => entry.state === state) ?? { state, memo: new Map() };
    if (known[0] !== found) known = [found, ...known.filter((entry) => entry !== found).slice(0, 1)];
    return found.memo;
  };
  const evaluateIn = (formula: Expr, state: State, old?: State): Evaluation => {
    const view = stored(state);
    const before = old && stored(old);
    const pastMemo = before && memoOf(before);
    const scope = new Scope(universe, view, { locals, before, pastMemo, memo: memoOf(view) });
    return attempt(() => holds(formula, scope));
  };
  const looking = (state: State, old?: State, bindings?: Bindings, self?: string) =>
    new Scope(universe, stored(state), { before: old && stored(old), self, locals: new Map(bindings) });

  const refinements = new Map<Property, Refinement>();
  const refinementOf = (property: Property): Refinement => {
    const known = refinements.get(property);
    if (known) return known;
    const { abstraction, formula } = property;
    assert(abstraction, "only a refinement has an image");
    const valuesOf = (state: State) => {
      const view = stored(state);
      return attempt(() => evaluate(formula, new Scope(universe, view, { locals, memo: memoOf(view) })) as List<Value>);
    };
    const refinement = new Refinement(createMachine(abstraction.model), new Universe(abstraction.model), valuesOf);
    refinements.set(property, refinement);
    return refinement;
  };

  const constants = new Scope(universe, { slots: [], networks: [] });

  return {
    model,
    initialStates: () => initialStates(universe),
    expand: (state) => expand(universe, stored(state), locals, memoOf(stored(state))),
    take: (state, wanted) => take(universe, stored(state), wanted, locals, memoOf(stored(state))),
    key: (state) => keyOf(universe, stored(state)),
    // Variables in the model's order, their members in the kind's: that is the order of slots.
    stateWith: (values, envelopes) =>
      new StoredState(
        universe,
        values.flat(),
        model.networks.map((network) => arranged(universe, network, envelopes[network.id] ?? [])),
      ),
    evaluate: evaluateIn,
    property: (property, state, old) =>
      property.abstraction ? refinementOf(property).holds(state, old) : evaluateIn(property.formula, state, old),
    image: (property) => refinementOf(property),
    fits: ({ action, self, where }, label) =>
      action === label.action &&
      (self === undefined || self === label.self) &&
      where.every(({ local, value }) => {
        const wanted = evaluate(value, constants);
        const at = action.parameters.findIndex((parameter) => parameter.local === local);
        return is(wanted, at < 0 ? label.envelope?.from : label.parameters[at]?.value);
      }),
    value: (expression, state, old, bindings, self) => {
      const result = attempt(() => evaluate(expression, looking(state, old, bindings, self)));
      return "failure" in result ? undefined : result.value;
    },
    items: (domain, state, old, bindings, self) => {
      const result = attempt(() => itemsOf(domain, looking(state, old, bindings, self)));
      return "failure" in result ? undefined : result.value;
    },
    watch: (watcher) => {
      universe.observer = watcher;
    },
    blocked: (state, most) => blockedIn(universe, stored(state), most),
    show: universe.order.text,
  };
}

function stored(state: State): StoredState {
  assert(state instanceof StoredState, "a state of another machine");
  return state;
}

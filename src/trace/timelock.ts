/**
 * Time that stands still for ever, found out by the machine alone: a timer runs, an urgent action comes first, and so it
 * is in every state that follows, whatever the system does. It knows no graph, so it can tell whether the graph was right.
 */
import type { Failure, Machine, State } from "../interpreter/index.ts";
import { isOfSystem } from "../ir/index.ts";

/** What is wrong in this state; "unknown" after `most` states, or where a bound or a constraint hides the answer. */
export function timelockIn(machine: Machine, start: State, most: number): Failure | "unknown" | undefined {
  const { atoms, timelock } = machine.model.behaviours;
  if (!timelock) return undefined;
  const isTrue = (formula: (typeof atoms)[number] | undefined, state: State): boolean => {
    const result = formula && machine.evaluate(formula, state);
    return result !== undefined && "value" in result && result.value;
  };
  const known = new Set([machine.key(start)]);
  const waiting = [start];
  for (const state of waiting) {
    if (!isTrue(atoms[timelock.blocked], state)) return undefined;
    const { steps, cuts } = machine.expand(state);
    if (cuts.some(({ action }) => isOfSystem(action))) return "unknown";
    for (const { label, target } of steps) {
      if (!isOfSystem(label.action)) continue;
      if (!machine.model.constraints.every((formula) => isTrue(formula, target))) return "unknown";
      const key = machine.key(target);
      if (known.has(key)) continue;
      if (known.size >= most) return "unknown";
      known.add(key);
      waiting.push(target);
    }
  }
  return standstill(machine, start);
}

/** What there is to say about a state in which time stands still. */
export function standstill(machine: Machine, state: State): Failure {
  const urgent = machine.expand(state).steps.filter(({ label }) => label.action.urgent);
  const names = urgent.map(({ label: { action, self } }) => (self ? `${self}.${action.name}` : action.name));
  const shown = [...new Set(names)].join(", ");
  return {
    kind: "error",
    rule: "timelock",
    message: `time stands still for ever: a timer runs, and ${shown || "an urgent action"} comes first, here and whatever follows`,
    span: urgent[0]?.label.action.span ?? machine.model.actions.find((action) => action.urgent)!.span,
    values: [],
  };
}

/**
 * From a lasso of numbers to a trace: the machine takes the steps again and has to arrive where the graph says. Then the
 * trace is judged by itself: it has to be a behaviour, fair, and one that the property is false of. Anything else is a
 * mistake of ours.
 */
import type { Lasso } from "../explore/index.ts";
import type { Label, Machine, State, Step } from "../interpreter/index.ts";
import type { TemporalProperty } from "../ir/index.ts";
import { InternalError } from "../source/index.ts";
import { fairnessOn, holdsOn, type Reaching } from "./behaviour.ts";
import type { Trace } from "./trace.ts";

/** What is known of a graph's numbers. */
export interface Numbering {
  readonly numberOf: (state: State) => number | undefined;
  readonly labelOf: (label: Label) => number;
}

export function traceOfLasso(lasso: Lasso, machine: Machine, numbering: Numbering): Trace {
  const initial = machine.initialStates().states.find((state) => numbering.numberOf(state) === lasso.initial);
  if (!initial) throw new InternalError("the lasso's initial state is none of the machine's");
  const steps: Step[] = [];
  let state = initial;
  for (const { target, label } of [...lasso.prefix, ...lasso.loop]) {
    const step = machine
      .expand(state)
      .steps.find((item) => numbering.labelOf(item.label) === label && numbering.numberOf(item.target) === target);
    if (!step)
      throw new InternalError(`the graph and the interpreter disagree about step ${steps.length + 1} of a lasso`);
    steps.push(step);
    state = step.target;
  }
  return { model: machine.model, initial, steps, loop: lasso.prefix.length };
}

/**
 * A sentence when the trace is no fair behaviour that violates the property, or of a `possible` that shows it; undefined
 * when it is one. Of what can be reached, a finite trace is enough: what matters is the state in which it ends.
 */
export function problemWith(
  trace: Trace,
  property: TemporalProperty,
  machine: Machine,
  reaching: Reaching,
): string | undefined {
  const { behaviours } = machine.model;
  const { initial, steps, loop = steps.length } = trace;
  const shows = property.kind === "possible";
  const judged = () => {
    const value = holdsOn(trace, property.formula, behaviours, machine, reaching, !shows);
    if (value === undefined) return `${property.name} has no value on it`;
    if (value === shows) return undefined;
    return shows ? `${property.name} does not hold of it` : `${property.name} holds of it`;
  };
  if (property.kind === "invariant") return judged();
  const last = steps.at(-1)?.target ?? initial;
  const back = loop === 0 ? initial : steps[loop - 1]?.target;
  if (!back || machine.key(last) !== machine.key(back)) return "its loop does not close";
  const unfair = fairnessOn(trace, behaviours, machine).find(({ how }) => how === "unmet");
  if (unfair) return `it is not fair: ${unfair.strength} fairness of ${unfair.name}`;
  return judged();
}

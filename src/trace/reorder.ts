/**
 * Makes a trace easier to follow: neighbouring steps of different processes change places while the trace stays a behaviour
 * with the same last state, so that what one process does stands together. No minimum is promised.
 */
import type { Machine, State, Step } from "../interpreter/index.ts";
import { actor } from "./label.ts";
import { sameLabel } from "./match.ts";
import { switches } from "./story.ts";
import { stateAt, type Trace } from "./trace.ts";

/** How many states may be expanded for one trace. */
const budget = 3000;

/** The last `fixed` steps keep their place: a step invariant is about the last one. */
export function reorder(trace: Trace, machine: Machine, fixed: number): Trace {
  if (trace.loop !== undefined || trace.steps.length < 3) return trace;
  let steps = [...trace.steps];
  let left = budget;

  // States outside the model's constraints are not expanded by the search, so a trace does not go through them either.
  const inside = (state: State) =>
    machine.model.constraints.every((constraint) => {
      const result = machine.evaluate(constraint, state);
      return "value" in result && result.value;
    });

  /** `later` directly before `earlier`, if both are steps then and lead to the same state. */
  const swapped = (before: State, earlier: Step, later: Step): readonly [Step, Step] | undefined => {
    const goal = machine.key(later.target);
    left -= 2;
    for (const first of machine.expand(before).steps) {
      if (!sameLabel(first.label, later.label) || !inside(first.target)) continue;
      for (const second of machine.expand(first.target).steps) {
        if (sameLabel(second.label, earlier.label) && machine.key(second.target) === goal) return [first, second];
      }
    }
    return undefined;
  };

  /** Moves the step at `from` to `to` by swaps with its neighbours, if all of them are possible. */
  const moved = (from: number, to: number): Step[] | undefined => {
    const attempt = [...steps];
    const direction = to < from ? -1 : 1;
    for (let at = from; at !== to; at += direction) {
      const low = Math.min(at, at + direction);
      const pair =
        left > 0 ? swapped(stateAt({ ...trace, steps: attempt }, low), attempt[low]!, attempt[low + 1]!) : undefined;
      if (!pair) return undefined;
      attempt[low] = pair[0];
      attempt[low + 1] = pair[1];
    }
    return switches(attempt) < switches(steps) ? attempt : undefined;
  };

  const end = steps.length - fixed;
  const pass = (): boolean => {
    const before = steps;
    for (let place = 0; place + 1 < end && left > 0; place++) {
      const process = actor(steps[place]!.label);
      if (actor(steps[place + 1]!.label) === process) continue;
      const next = steps.findIndex((step, index) => index > place + 1 && index < end && actor(step.label) === process);
      if (next < 0) continue;
      // The next step of the same process comes up to this one, or this one goes down to it.
      steps = moved(next, place + 1) ?? moved(place, next - 1) ?? steps;
    }
    return steps !== before;
  };
  while (pass() && left > 0);
  return { ...trace, steps };
}

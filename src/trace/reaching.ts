/**
 * What can be reached from a state, found out by the machine alone: it goes on from there, whatever is fair, until a state
 * of the goal comes or none is left. Slow, and it knows no graph: so it can tell whether the graph was right.
 */
import type { Machine, State } from "../interpreter/index.ts";
import type { Formula } from "../ir/index.ts";
import { assert, InternalError } from "../source/index.ts";
import type { Reaching } from "./behaviour.ts";

/** Undefined after `most` states, or where a bound or a constraint hides the answer. */
export function reachingBySearch(machine: Machine, most: number): Reaching {
  const { goals, atoms } = machine.model.behaviours;
  const { constraints } = machine.model;
  const holds = (expr: (typeof atoms)[number] | undefined, state: State): boolean | undefined => {
    const result = expr && machine.evaluate(expr, state);
    return result && "value" in result ? result.value : undefined;
  };
  const reaching: Reaching = (goal, start) => {
    const formula = goals[goal];
    assert(formula, "there is a goal of this number");
    const known = new Set([machine.key(start)]);
    const waiting = [start];
    let isHidden = false;
    for (const state of waiting) {
      const value = truth(formula, state);
      if (value) return true;
      isHidden ||= value === undefined;
      const { steps, cut } = machine.expand(state);
      isHidden ||= cut > 0;
      for (const { target } of steps) {
        if (constraints.some((constraint) => holds(constraint, target) !== true)) {
          isHidden = true;
          continue;
        }
        const key = machine.key(target);
        if (known.has(key)) continue;
        if (known.size >= most) return undefined;
        known.add(key);
        waiting.push(target);
      }
    }
    return isHidden ? undefined : false;
  };
  const truth = (formula: Formula, state: State): boolean | undefined => {
    switch (formula.kind) {
      case "constant":
        return formula.value;
      case "state":
        return holds(atoms[formula.atom], state);
      case "canReach":
        return reaching(formula.goal, state);
      case "not": {
        const value = truth(formula.operand, state);
        return value === undefined ? undefined : !value;
      }
      case "and":
      case "or": {
        const values = formula.operands.map((operand) => truth(operand, state));
        const decisive = formula.kind === "or";
        if (values.includes(decisive)) return decisive;
        return values.includes(undefined) ? undefined : !decisive;
      }
      default:
        throw new InternalError("a goal is about one state");
    }
  };
  return reaching;
}

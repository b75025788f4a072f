/**
 * A lasso looked at by itself: the value of a formula on it, computed from the formula's meaning alone, and how each
 * condition of fairness fares on the loop. Nothing here knows how the lasso was found, so it can tell whether that was right.
 */
import type { Machine, State, Step } from "../interpreter/index.ts";
import type { Behaviours, Fairness, Formula } from "../ir/index.ts";
import { stateAt, type Trace } from "./trace.ts";

/** A place of the lasso: a state, and the step that leaves it; none where the behaviour stops. */
interface Place {
  readonly state: State;
  readonly step?: Step;
}

/** How a condition is met on the loop, or that it is not. */
export interface FairnessOnLoop {
  readonly name: string;
  readonly strength: Fairness["strength"];
  /** taken: by this step (from 1); disabled: in the state after this step; never: it is nowhere enabled; unmet: unfair. */
  readonly how: "taken" | "disabled" | "never" | "unmet";
  readonly at?: number;
}

/** The number of the first step of the loop, from 0: after the prefix. */
export const loopStart = (trace: Trace): number => trace.loop ?? trace.steps.length;

/** Whether the trace ends in a state in which it stays for ever. */
export const stops = (trace: Trace): boolean => loopStart(trace) >= trace.steps.length;

function placesOf(trace: Trace): readonly Place[] {
  const places = trace.steps.map((step, at): Place => ({ state: stateAt(trace, at), step }));
  return stops(trace) ? [...places, { state: stateAt(trace, trace.steps.length) }] : places;
}

/** Whether a state of the goal can be reached from a state; undefined when nobody knows. */
export type Reaching = (goal: number, state: State) => boolean | undefined;

/**
 * Whether the formula is true of the behaviour; undefined when one of its predicates has no value. What nobody knows makes
 * it as true as it can be with `doubt`, and as false without.
 */
export function holdsOn(
  trace: Trace,
  formula: Formula,
  behaviours: Behaviours,
  machine: Machine,
  reaching: Reaching,
  doubt: boolean,
): boolean | undefined {
  const places = placesOf(trace);
  const start = loopStart(trace);
  const next = (at: number) => (at + 1 < places.length ? at + 1 : start);
  let failed = false;
  const everywhere = (value: (place: Place) => boolean) => places.map(value);
  const atom = (position: number): boolean[] =>
    everywhere(({ state }) => {
      const expr = behaviours.atoms[position];
      const result = expr && machine.evaluate(expr, state);
      if (!result || "failure" in result) failed = true;
      return result !== undefined && "value" in result && result.value;
    });
  /** The least or the greatest solution of x = now ∨ (stays ∧ next x), or dually: as many rounds as there are places are enough. */
  const solve = (from: boolean, rule: (at: number, later: boolean) => boolean): boolean[] => {
    const values = places.map(() => from);
    for (let round = 0; round <= places.length; round++) {
      for (let at = places.length - 1; at >= 0; at--) values[at] = rule(at, values[next(at)] ?? from);
    }
    return values;
  };
  const value = (part: Formula, mild = doubt): boolean[] => {
    switch (part.kind) {
      case "constant":
        return everywhere(() => part.value);
      case "state":
        return atom(part.atom);
      case "taken":
        return everywhere(
          ({ step }) =>
            step !== undefined &&
            (behaviours.events[part.event] ?? []).some((pattern) => machine.fits(pattern, step.label)),
        );
      case "canReach":
        return everywhere(({ state }) => reaching(part.goal, state) ?? mild);
      case "not":
        return value(part.operand, !mild).map((item) => !item);
      case "and": {
        const lists = part.operands.map((operand) => value(operand, mild));
        return places.map((_place, at) => lists.every((list) => list[at]));
      }
      case "or": {
        const lists = part.operands.map((operand) => value(operand, mild));
        return places.map((_place, at) => lists.some((list) => list[at]));
      }
      case "always": {
        const now = value(part.operand, mild);
        return solve(true, (at, later) => now[at] === true && later);
      }
      case "eventually": {
        const now = value(part.operand, mild);
        return solve(false, (at, later) => now[at] === true || later);
      }
      case "until": {
        const [left, right] = [value(part.left, mild), value(part.right, mild)];
        return solve(false, (at, later) => right[at] === true || (left[at] === true && later));
      }
    }
  };
  const [first] = value(formula);
  return failed ? undefined : first;
}

/** How each condition fares on the loop, by what the machine can do in its states. */
export function fairnessOn(trace: Trace, behaviours: Behaviours, machine: Machine): readonly FairnessOnLoop[] {
  const start = loopStart(trace);
  const places = placesOf(trace).slice(start);
  const expansions = places.map(({ state }) => ({ key: machine.key(state), ...machine.expand(state) }));
  return behaviours.fairness.map(({ name, strength, patterns }): FairnessOnLoop => {
    const isOf = (label: Step["label"]) => patterns.some((pattern) => machine.fits(pattern, label));
    const moves = (place: number, step: Step) => machine.key(step.target) !== expansions[place]?.key;
    const taken = places.findIndex(({ step }, at) => step !== undefined && isOf(step.label) && moves(at, step));
    if (taken >= 0) return { name, strength, how: "taken", at: start + taken + 1 };
    const enabled = expansions.map(
      ({ steps, cuts }, at) => cuts.some(isOf) || steps.some((step) => isOf(step.label) && moves(at, step)),
    );
    if (!enabled.includes(true)) return { name, strength, how: "never" };
    const off = enabled.indexOf(false);
    if (strength === "weak" && off >= 0) return { name, strength, how: "disabled", at: start + off };
    return { name, strength, how: "unmet" };
  });
}

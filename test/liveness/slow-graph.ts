/**
 * The graph of a model for the slow procedure: the interpreter's states and steps, with what formulas and fairness say of
 * each of them found by the meaning of their patterns. Conditions of fairness are bits of a number.
 */
import type { Label, Machine, State } from "../../src/interpreter/index.ts";

export interface SlowStep {
  readonly to: number;
  readonly events: ReadonlySet<number>;
  /** Conditions that it is a step of; none if it changes nothing. */
  readonly fair: number;
}

export interface Place {
  readonly state: State;
  /** Which atoms are true. */
  readonly truth: readonly boolean[];
  readonly steps: readonly SlowStep[];
  /** Conditions of which a step that changes something is enabled. */
  readonly enabled: number;
  /** The same without steps that a bound or a constraint cuts. */
  readonly enabledInside: number;
}

export interface SlowGraph {
  readonly places: readonly Place[];
  readonly initial: readonly number[];
}

/** As many bits as a number has without its sign. */
const mostConditions = 31;

/** Undefined when there are more states than that, more conditions than bits, or something is wrong with the model. */
export function graphOf(machine: Machine, most: number): SlowGraph | undefined {
  const { fairness, events, atoms } = machine.model.behaviours;
  if (fairness.length > mostConditions) return undefined;
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const enter = (state: State, key: string): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(state) - 1;
  };
  const isTrue = (state: State) => (formula: (typeof atoms)[number]) => {
    const result = machine.evaluate(formula, state);
    return "value" in result && result.value;
  };
  const inside = (state: State) => machine.model.constraints.every(isTrue(state));
  const fairOf = (label: Label) =>
    fairness.reduce(
      (bits, { patterns }, at) => (patterns.some((one) => machine.fits(one, label)) ? bits | (1 << at) : bits),
      0,
    );
  const eventsOf = (label: Label) =>
    new Set([...events.keys()].filter((one) => events[one]!.some((pattern) => machine.fits(pattern, label))));
  const start = machine.initialStates();
  if (start.failures.length > 0) return undefined;
  const initial = new Set(start.states.filter(inside).map((state) => enter(state, machine.key(state))));
  const places: Place[] = [];
  for (const state of states) {
    if (states.length > most) return undefined;
    const expansion = machine.expand(state);
    if (expansion.failures.length > 0) return undefined;
    const own = machine.key(state);
    // The behaviour may pause.
    const pause: SlowStep = { to: places.length, events: new Set(), fair: 0 };
    const steps = new Map([[textOf(pause), pause]]);
    let [enabled, enabledInside] = [0, 0];
    for (const label of expansion.cuts) enabled |= fairOf(label);
    for (const { label, target } of expansion.steps) {
      const key = machine.key(target);
      const fair = key === own ? 0 : fairOf(label);
      enabled |= fair;
      if (!numbers.has(key) && !inside(target)) continue;
      enabledInside |= fair;
      const step = { to: enter(target, key), events: eventsOf(label), fair };
      steps.set(textOf(step), step);
    }
    places.push({ state, truth: atoms.map(isTrue(state)), steps: [...steps.values()], enabled, enabledInside });
  }
  return { places, initial: [...initial] };
}

const textOf = ({ to, events, fair }: SlowStep): string => `${to} ${fair} ${[...events].join()}`;

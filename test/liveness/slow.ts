/**
 * Decides formulas of behaviours a second time, as plainly as possible and without any automaton: over the interpreter's
 * explicit graph, every state is paired with every guess of which temporal subformulas are true there (Lichtenstein and
 * Pnueli, 1985). Steps must agree with the guesses; a behaviour that is false of the formula, fair and keeps all promises
 * lies in a component that is searched for with reachability alone.
 */
import type { Machine, State } from "../../src/interpreter/index.ts";
import type { Formula } from "../../src/ir/index.ts";

interface Step {
  readonly to: number;
  readonly events: ReadonlySet<number>;
  readonly fair: ReadonlySet<number>;
}

interface Place {
  readonly state: State;
  readonly steps: Step[];
  /** Conditions of fairness of which a step that changes something is enabled. */
  readonly enabled: Set<number>;
}

export interface Graph {
  readonly places: readonly Place[];
  readonly initial: readonly number[];
}

/** Undefined when there are more states than that, or something is wrong with the model. */
export function graphOf(machine: Machine, most: number): Graph | undefined {
  const { fairness, events } = machine.model.behaviours;
  const places: Place[] = [];
  const numbers = new Map<string, number>();
  const enter = (state: State): number => {
    const key = machine.key(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, places.length);
    return places.push({ state, steps: [], enabled: new Set() }) - 1;
  };
  const inside = (state: State) =>
    machine.model.constraints.every((formula) => {
      const result = machine.evaluate(formula, state);
      return "value" in result && result.value;
    });
  const start = machine.initialStates();
  if (start.failures.length > 0) return undefined;
  const initial = start.states.filter(inside).map(enter);
  for (let at = 0; at < places.length; at++) {
    if (places.length > most) return undefined;
    const { state, steps, enabled } = places[at]!;
    const expansion = machine.expand(state);
    if (expansion.failures.length > 0) return undefined;
    const fitting = (label: (typeof expansion.cuts)[number], patterns: (typeof events)[number][]) =>
      new Set([...patterns.keys()].filter((one) => patterns[one]!.some((pattern) => machine.fits(pattern, label))));
    const fairOf = (label: (typeof expansion.cuts)[number]) =>
      fitting(
        label,
        fairness.map(({ patterns }) => [...patterns]),
      );
    for (const label of expansion.cuts) for (const one of fairOf(label)) enabled.add(one);
    for (const { label, target } of expansion.steps) {
      const changes = machine.key(target) !== machine.key(state);
      const fair = changes ? fairOf(label) : new Set<number>();
      for (const one of fair) enabled.add(one);
      if (inside(target)) steps.push({ to: enter(target), events: fitting(label, [...events]), fair });
    }
    // The behaviour may pause.
    steps.push({ to: at, events: new Set(), fair: new Set() });
  }
  return { places, initial: [...new Set(initial)] };
}

/** How many temporal subformulas a formula has: the number of guesses is exponential in it. */
export const temporalParts = (formula: Formula): number => temporalIn(formula).length;

function temporalIn(formula: Formula): Formula[] {
  switch (formula.kind) {
    case "not":
      return temporalIn(formula.operand);
    case "always":
    case "eventually":
      return [formula, ...temporalIn(formula.operand)];
    case "until":
      return [formula, ...temporalIn(formula.left), ...temporalIn(formula.right)];
    case "and":
    case "or":
      return formula.operands.flatMap(temporalIn);
    default:
      return [];
  }
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly fair: ReadonlySet<number>;
  /** Promises that this step does not put off. */
  readonly kept: ReadonlySet<number>;
}

/** Whether the formula is true of all fair behaviours. */
export function holdsSlowly(graph: Graph, formula: Formula, machine: Machine): boolean {
  const { atoms, fairness } = machine.model.behaviours;
  const temporal = temporalIn(formula);
  const guesses = 2 ** temporal.length;
  const truth = graph.places.map(({ state }) =>
    atoms.map((atom) => {
      const result = machine.evaluate(atom, state);
      return "value" in result && result.value;
    }),
  );
  const value = (part: Formula, place: number, step: Step, guess: number): boolean => {
    switch (part.kind) {
      case "constant":
        return part.value;
      case "state":
        return truth[place]![part.atom]!;
      case "taken":
        return step.events.has(part.event);
      case "not":
        return !value(part.operand, place, step, guess);
      case "and":
        return part.operands.every((operand) => value(operand, place, step, guess));
      case "or":
        return part.operands.some((operand) => value(operand, place, step, guess));
      default:
        return (guess & (1 << temporal.indexOf(part))) !== 0;
    }
  };
  const edges: Edge[] = [];
  for (const [place, { steps }] of graph.places.entries()) {
    for (const step of steps) {
      for (let guess = 0; guess < guesses; guess++) {
        const kept = new Set<number>();
        // What each subformula may be in the next place, given what it is here.
        let nexts: readonly number[] = [0];
        for (const [at, part] of temporal.entries()) {
          const now = (guess & (1 << at)) !== 0;
          const of = (inner: Formula) => value(inner, place, step, guess);
          const agrees = (later: boolean): boolean => {
            if (part.kind === "always") return now === (of(part.operand) && later);
            if (part.kind === "eventually") return now === (of(part.operand) || later);
            return part.kind === "until" && now === (of(part.right) || (of(part.left) && later));
          };
          if (part.kind === "always" && (now || !of(part.operand))) kept.add(at);
          if (part.kind === "eventually" && (!now || of(part.operand))) kept.add(at);
          if (part.kind === "until" && (!now || of(part.right))) kept.add(at);
          const ways = [false, true].filter(agrees);
          nexts = nexts.flatMap((next) => ways.map((later) => (later ? next | (1 << at) : next)));
        }
        for (const next of nexts)
          edges.push({ from: place * guesses + guess, to: step.to * guesses + next, fair: step.fair, kept });
      }
    }
  }
  const pause: Step = { to: 0, events: new Set(), fair: new Set() };
  const starts: number[] = [];
  for (const place of graph.initial) {
    for (let guess = 0; guess < guesses; guess++)
      if (!value(formula, place, pause, guess)) starts.push(place * guesses + guess);
  }
  const forward = adjacency(edges, ({ from }) => from);
  const backward = adjacency(edges, ({ to }) => to);
  const all = reached(starts, forward, ({ to }) => to, undefined);
  const enabledAt = (node: number) => graph.places[Math.floor(node / guesses)]!.enabled;
  const isGood = (members: ReadonlySet<number>): boolean => {
    const inner = [...members].flatMap((node) => (forward.get(node) ?? []).filter(({ to }) => members.has(to)));
    if (inner.length === 0) return false;
    for (const at of temporal.keys()) if (!inner.some(({ kept }) => kept.has(at))) return false;
    for (const [at, { strength }] of fairness.entries()) {
      if (inner.some(({ fair }) => fair.has(at))) continue;
      const enabled = [...members].filter((node) => enabledAt(node).has(at));
      if (strength === "weak" ? enabled.length < members.size : enabled.length === 0) continue;
      if (strength === "weak") return false;
      const rest = new Set([...members].filter((node) => !enabledAt(node).has(at)));
      return componentsIn(rest, forward, backward).some(isGood);
    }
    return true;
  };
  return !componentsIn(all, forward, backward).some(isGood);
}

function adjacency(edges: readonly Edge[], end: (edge: Edge) => number): Map<number, Edge[]> {
  const found = new Map<number, Edge[]>();
  for (const edge of edges) {
    const list = found.get(end(edge));
    if (list) list.push(edge);
    else found.set(end(edge), [edge]);
  }
  return found;
}

function reached(
  starts: Iterable<number>,
  edges: ReadonlyMap<number, readonly Edge[]>,
  next: (edge: Edge) => number,
  within: ReadonlySet<number> | undefined,
): Set<number> {
  const found = new Set<number>(starts);
  for (const node of found)
    for (const edge of edges.get(node) ?? []) if (!within || within.has(next(edge))) found.add(next(edge));
  return found;
}

/** What can be reached from a node and reaches it, again and again until nothing is left. */
function componentsIn(
  nodes: ReadonlySet<number>,
  forward: ReadonlyMap<number, readonly Edge[]>,
  backward: ReadonlyMap<number, readonly Edge[]>,
): ReadonlySet<number>[] {
  const found: ReadonlySet<number>[] = [];
  const waiting: ReadonlySet<number>[] = [nodes];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const [pivot] = part;
    if (pivot === undefined) continue;
    const after = reached([pivot], forward, ({ to }) => to, part);
    const before = reached([pivot], backward, ({ from }) => from, part);
    const own = new Set([...after].filter((node) => before.has(node)));
    found.push(own);
    waiting.push(
      new Set([...after].filter((node) => !own.has(node))),
      new Set([...before].filter((node) => !own.has(node))),
      new Set([...part].filter((node) => !after.has(node) && !before.has(node))),
    );
  }
  return found;
}

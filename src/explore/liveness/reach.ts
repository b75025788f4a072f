/**
 * What can be reached: for each goal, the states from which some way through the graph leads to a state of it. The answer is
 * written down as two more predicates of each state, so that what decides formulas need not know about it: that a goal can
 * be reached, and that it might be, because a way on was cut by a bound and nobody knows where it would have led.
 */
import { isTrue } from "./ever.ts";
import type { Formula } from "./formula.ts";
import { outside, StateGraph } from "./graph.ts";

/** A formula that may ask what can be reached; inside of goals it is about one state. */
export type ReachFormula =
  | Exclude<Formula, { readonly kind: "not" | "always" | "eventually" | "and" | "or" | "until" }>
  | { readonly kind: "canReach"; readonly goal: number }
  | { readonly kind: "not" | "always" | "eventually"; readonly operand: ReachFormula }
  | { readonly kind: "and" | "or"; readonly operands: readonly ReachFormula[] }
  | { readonly kind: "until"; readonly left: ReachFormula; readonly right: ReachFormula };

export class Reach {
  /** The graph, with the answers among its predicates. */
  readonly graph: StateGraph;
  readonly #atomCount: number;

  /** A goal may use those before it. `atomCount`: of the graph's predicates. */
  constructor(graph: StateGraph, goals: readonly ReachFormula[], atomCount: number) {
    this.#atomCount = atomCount;
    if (goals.length === 0) {
      this.graph = graph;
      return;
    }
    const words = Math.ceil((atomCount + 2 * goals.length) / 32);
    const widened = graph.valuations.map((row) => {
      const wide = new Uint32Array(words);
      wide.set(row);
      return wide;
    });
    let extended = new StateGraph(graph, { valuation: graph.valuation, valuations: widened });
    const arrivals = new Arrivals(graph);
    for (const [goal, formula] of goals.entries()) {
      const can = arrivals.before(goodStates(extended, this.formula(formula, false)), false);
      const might = arrivals.before(goodStates(extended, this.formula(formula, true)), true);
      const [first, second] = this.#atomsOf(goal);
      extended = withAtom(withAtom(extended, first, can), second, might);
    }
    this.graph = extended;
  }

  /** Whether a state of the goal can be reached from here; undefined when a bound hides the answer. */
  canReach(state: number, goal: number): boolean | undefined {
    const { graph } = this;
    const valuation = graph.valuation[state] as number;
    const [can, might] = this.#atomsOf(goal);
    if (graph.isTrue(valuation, can)) return true;
    return graph.isTrue(valuation, might) ? undefined : false;
  }

  /** The formula for `graph`; where nobody knows, it is as true as it can be with `doubt`, and as false without. */
  formula(formula: ReachFormula, doubt: boolean): Formula {
    switch (formula.kind) {
      case "canReach":
        return { kind: "state", atom: this.#atomsOf(formula.goal)[doubt ? 1 : 0] };
      case "not":
        return { kind: "not", operand: this.formula(formula.operand, !doubt) };
      case "always":
      case "eventually":
        return { kind: formula.kind, operand: this.formula(formula.operand, doubt) };
      case "and":
      case "or":
        return { kind: formula.kind, operands: formula.operands.map((operand) => this.formula(operand, doubt)) };
      case "until":
        return { kind: "until", left: this.formula(formula.left, doubt), right: this.formula(formula.right, doubt) };
      default:
        return formula;
    }
  }

  #atomsOf(goal: number): readonly [number, number] {
    const first = this.#atomCount + 2 * goal;
    return [first, first + 1];
  }
}

/** The first state, in the order of a breadth-first search, of which a formula about one state is true. */
export function stateWhere(graph: StateGraph, formula: Formula): number | undefined {
  const good = goodStates(graph, formula).indexOf(1);
  return good < 0 ? undefined : good;
}

const noEvents: ReadonlySet<number> = new Set();

/** By state: 1 where the formula is true. */
function goodStates(graph: StateGraph, formula: Formula): Uint8Array {
  const truths = graph.valuations.map((_row, valuation) => Number(isTrue(graph, valuation, noEvents, formula)));
  const good = new Uint8Array(graph.size + 1);
  for (let state = 1; state <= graph.size; state++) good[state] = truths[graph.valuation[state] as number] as number;
  return good;
}

/** The graph read backwards: from where the steps into a state come. */
class Arrivals {
  readonly #graph: StateGraph;
  readonly #starts: Uint32Array;
  readonly #sources: Uint32Array;
  /** States with a step that was cut. */
  readonly #fringe: number[] = [];

  constructor(graph: StateGraph) {
    this.#graph = graph;
    const { size, offsets } = graph;
    const starts = new Uint32Array(size + 2);
    const each = (visit: (source: number, target: number) => void): void => {
      for (let state = 1; state <= size; state++) {
        const end = offsets[state + 1] as number;
        for (let step = offsets[state] as number; step < end; step++) visit(state, graph.target(step));
      }
    };
    each((source, target) => {
      if (target !== outside) starts[target] = (starts[target] as number) + 1;
      else if (this.#fringe.at(-1) !== source) this.#fringe.push(source);
    });
    let sum = 0;
    for (let state = 0; state <= size + 1; state++) {
      sum += starts[state] as number;
      starts[state] = sum;
    }
    const sources = new Uint32Array(sum);
    each((source, target) => {
      if (target === outside) return;
      const at = (starts[target] as number) - 1;
      starts[target] = at;
      sources[at] = source;
    });
    this.#starts = starts;
    this.#sources = sources;
  }

  /** By state: 1 where a way leads to one of `good`, or with `fringe` to where something was cut. */
  before(good: Uint8Array, fringe: boolean): Uint8Array {
    const found = good.slice();
    const waiting: number[] = [];
    if (fringe) for (const state of this.#fringe) found[state] = 1;
    for (let state = 1; state <= this.#graph.size; state++) if (found[state] === 1) waiting.push(state);
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
      const end = this.#starts[state + 1] as number;
      for (let at = this.#starts[state] as number; at < end; at++) {
        const source = this.#sources[at] as number;
        if (found[source] === 1) continue;
        found[source] = 1;
        waiting.push(source);
      }
    }
    return found;
  }
}

/** The graph with one more predicate, `atom`, which is true where `column` is 1. */
function withAtom(graph: StateGraph, atom: number, column: Uint8Array): StateGraph {
  const valuations: Uint32Array[] = [];
  const numbers = new Map<number, number>();
  const valuation = new Uint32Array(graph.size + 1);
  for (let state = 1; state <= graph.size; state++) {
    const before = graph.valuation[state] as number;
    const name = before * 2 + (column[state] as number);
    let number = numbers.get(name);
    if (number === undefined) {
      const row = (graph.valuations[before] as Uint32Array).slice();
      if (column[state] === 1) row[atom >>> 5] = ((row[atom >>> 5] as number) | (1 << (atom & 31))) >>> 0;
      number = valuations.push(row) - 1;
      numbers.set(name, number);
    }
    valuation[state] = number;
  }
  return new StateGraph(graph, { valuation, valuations });
}

/**
 * A graph and an automaton side by side. A node is a state with a state of the automaton; it moves along a step of the graph
 * and, at the same time, along a transition that the state and the step allow. In every state there is one more step, which
 * changes nothing and is of nobody: behaviours may pause, and may stop.
 */
import type { Automaton, Transition } from "./automaton.ts";
import { holdsNow, type Literal, type Normal } from "./formula.ts";
import type { StateGraph } from "./graph.ts";

export interface Move {
  /** Of the automaton. */
  readonly target: number;
  /** Sets of acceptance that the move is in. */
  readonly sets: readonly number[];
}

/** Nothing of what formulas mention was taken. */
export const noEvents = 0;

export class Product {
  readonly graph: StateGraph;
  readonly automaton: Automaton;
  /** States of the automaton. */
  readonly width: number;
  readonly setCount: number;
  /** By label of the graph: which combination of events its steps are. */
  readonly eventsOf: Uint16Array;
  readonly #recurring: readonly Normal[];
  readonly #combinations: readonly ReadonlySet<number>[];
  readonly #moves: (readonly Move[] | undefined)[] = [];

  constructor(graph: StateGraph, automaton: Automaton, recurring: readonly Normal[]) {
    this.graph = graph;
    this.automaton = automaton;
    this.width = automaton.transitions.length;
    this.setCount = automaton.setCount + recurring.length;
    this.#recurring = recurring;
    const mentioned = eventsIn(automaton, recurring);
    const combinations: ReadonlySet<number>[] = [new Set()];
    const names = new Map([["", noEvents]]);
    this.eventsOf = Uint16Array.from(graph.labels, ({ events }) => {
      const own = events.filter((event) => mentioned.has(event));
      const known = names.get(own.join());
      if (known !== undefined) return known;
      names.set(own.join(), combinations.length);
      return combinations.push(new Set(own)) - 1;
    });
    this.#combinations = combinations;
  }

  get eventCount(): number {
    return this.#combinations.length;
  }

  /** How the automaton may go on from `state`, over a state with this valuation and a step with these events. */
  moves(state: number, valuation: number, events: number): readonly Move[] {
    const at = (valuation * this.#combinations.length + events) * this.width + state;
    let moves = this.#moves[at];
    if (!moves) {
      moves = this.#computed(state, valuation, events);
      this.#moves[at] = moves;
    }
    return moves;
  }

  #computed(state: number, valuation: number, events: number): readonly Move[] {
    const taken = this.#combinations[events];
    const truth = ({ of, number }: Literal): boolean =>
      of === "state" ? this.graph.isTrue(valuation, number) : (taken?.has(number) ?? false);
    const base = this.automaton.setCount;
    const recurring = [...this.#recurring.keys()].flatMap((at) =>
      holdsNow(this.#recurring[at] as Normal, truth) ? [base + at] : [],
    );
    const isPossible = ({ literals }: Transition) => literals.every((literal) => truth(literal) !== literal.negated);
    return (this.automaton.transitions[state] ?? [])
      .filter(isPossible)
      .map(({ target, sets }) => ({ target, sets: [...sets, ...recurring] }));
  }
}

function eventsIn(automaton: Automaton, recurring: readonly Normal[]): ReadonlySet<number> {
  const found = new Set<number>();
  const note = (literal: Literal) => {
    if (literal.of === "taken") found.add(literal.number);
    return true;
  };
  for (const list of automaton.transitions) for (const { literals } of list) literals.forEach(note);
  const visit = (formula: Normal): void => {
    if (formula.kind === "literal") note(formula);
    else if (formula.kind === "and" || formula.kind === "or") formula.operands.forEach(visit);
  };
  recurring.forEach(visit);
  return found;
}

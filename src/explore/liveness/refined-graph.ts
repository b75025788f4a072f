/**
 * A graph of states and steps as the model sees it that is refined: in each state, which of its conditions of fairness are
 * enabled there, as predicates; of each step, which of them it takes, as events. Fairness of the graph's own stays as it
 * was, so that a fair behaviour can be looked for that is not fair to the abstract model.
 */

import { StateGraph, type StepLabel, shiftFor } from "./graph.ts";
import type { GraphStep, Lasso } from "./lasso.ts";

/** What is known of the abstract model; images are numbers, equal for equal abstract states. */
export interface AbstractBehaviour {
  /** By valuation of the graph's states. */
  imageOf(valuation: number): number;
  /** Positions of the conditions of which some step is enabled that changes something, also if a bound cuts it. */
  enabled(image: number): readonly number[];
  /** Positions of the conditions that a step between two different images is of. */
  taken(before: number, after: number): readonly number[];
}

export interface RefinedGraph {
  /** Its predicates and events are the abstract model's conditions of fairness, by position. */
  readonly graph: StateGraph;
  /** A lasso of it as one of the graph that it was made from. */
  original(lasso: Lasso): Lasso;
}

export function refinedGraph(graph: StateGraph, abstract: AbstractBehaviour, conditions: number): RefinedGraph {
  const images = Array.from(graph.valuations, (_row, valuation) => abstract.imageOf(valuation));
  const words = Math.ceil(conditions / 32);
  const valuations = images.map((image) => {
    const row = new Uint32Array(words);
    for (const at of abstract.enabled(image)) row[at >>> 5] = ((row[at >>> 5] as number) | (1 << (at & 31))) >>> 0;
    return row;
  });
  const labels = new Labels(graph.labels);
  const wide = new Uint16Array(graph.steps.length);
  const taken = new Map<number, readonly number[]>();
  for (let state = 1; state <= graph.size; state++) {
    const before = images[graph.valuation[state] as number] as number;
    const end = graph.offsets[state + 1] as number;
    for (let step = graph.offsets[state] as number; step < end; step++) {
      const target = graph.target(step);
      const after = target === 0 ? before : (images[graph.valuation[target] as number] as number);
      let events: readonly number[] = none;
      if (after !== before) {
        const pair = before * images.length + after;
        const known = taken.get(pair);
        events = known ?? abstract.taken(before, after);
        if (!known) taken.set(pair, events);
      }
      wide[step] = labels.numberOf(graph.label(step), events);
    }
  }
  const shape = { ...encoded(graph, wide, labels.all.length), labels: labels.all };
  return {
    graph: new StateGraph(shape, { valuation: graph.valuation, valuations }),
    original: ({ initial, prefix, loop }) => {
      const back = ({ target, label }: GraphStep): GraphStep => ({ target, label: labels.original(label) });
      return { initial, prefix: prefix.map(back), loop: loop.map(back) };
    },
  };
}

const none: readonly number[] = [];

/** Labels of the graph together with events, numbered as they come. */
class Labels {
  readonly all: StepLabel[] = [];
  readonly #from: readonly StepLabel[];
  readonly #originals: number[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(from: readonly StepLabel[]) {
    this.#from = from;
  }

  numberOf(label: number, events: readonly number[]): number {
    const key = `${label} ${events.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.push({ fair: this.#from[label]?.fair ?? [], events }) - 1;
    this.#originals.push(label);
    this.#numbers.set(key, number);
    return number;
  }

  original(label: number): number {
    return this.#originals[label] ?? 0;
  }
}

/** The steps of the graph with other labels, beside their targets where there is room. */
function encoded(graph: StateGraph, labels: Uint16Array, count: number) {
  const { initial, size, offsets } = graph;
  const shift = shiftFor(size, count);
  const steps = new Uint32Array(graph.steps.length);
  for (let step = 0; step < steps.length; step++) {
    const target = graph.target(step);
    steps[step] = shift === undefined ? target : ((target << shift) | (labels[step] as number)) >>> 0;
  }
  return { initial, size, offsets, steps, shift: shift ?? 0, wide: shift === undefined ? labels : undefined };
}

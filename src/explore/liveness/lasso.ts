/**
 * A behaviour as a lasso: a shortest way into the region in which a fair, accepted behaviour can stay, then a loop there
 * that does everything which has to happen again and again, from the nearest to the nearest. Pauses cost nothing and are
 * left out of the result, except where the behaviour stops: then there is no step in the loop.
 */
import { Bits } from "./bits.ts";
import type { Judge } from "./fair.ts";
import type { Product } from "./product.ts";
import type { Region } from "./region.ts";

/** A step of the graph, by the number of its target and its label. */
export interface GraphStep {
  readonly target: number;
  readonly label: number;
}

export interface Lasso {
  readonly initial: number;
  readonly prefix: readonly GraphStep[];
  /** From the prefix' last state back to it; without a step, nothing happens there any more. */
  readonly loop: readonly GraphStep[];
}

/** How a node was reached: from which node, by which step of its state (−1: a pause). */
interface Arrival {
  readonly from: number;
  readonly step: number;
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly sets: readonly number[];
}

export function lassoIn(product: Product, region: Region, judge: Judge): Lasso {
  const { graph, width, automaton } = product;
  const starts = graph.initial.map((state) => state * width + automaton.initial);
  const seen = new Bits((graph.size + 1) * width);
  const arrivals = new Map<number, Arrival>();
  let entry: number | undefined = starts.find((node) => region.good.has(node));
  if (entry === undefined) {
    for (const node of starts) seen.add(node);
    entry = explore(product, starts, (edge) => {
      if (!seen.enter(edge.to)) return "known";
      arrivals.set(edge.to, edge);
      return region.good.has(edge.to) ? "found" : "new";
    })?.to;
  }
  if (entry === undefined) throw new Error("a region that is not empty is reached");
  const prefix = pathTo(entry, arrivals);
  const group = region.groups.find((members) => members.includes(entry)) ?? Uint32Array.of(entry);
  const inside = new Bits((graph.size + 1) * width);
  for (const node of group) inside.add(node);
  const loop = new Loop(product, judge, inside, entry).find();
  const first = prefix[0]?.from ?? entry;
  const toSteps = (edges: readonly Arrival[]) =>
    edges
      .filter(({ step }) => step >= 0)
      .map(({ step }): GraphStep => ({ target: graph.target(step), label: graph.label(step) }));
  return { initial: Math.floor(first / width), prefix: toSteps(prefix), loop: toSteps(loop) };
}

/** Breadth-first over edges; a pause is no step, so it does not count. Returns the edge that was found. */
function explore(
  product: Product,
  starts: readonly number[],
  visit: (edge: Edge) => "known" | "new" | "found",
): Edge | undefined {
  const { graph, width, eventsOf } = product;
  for (let level = [...starts]; level.length > 0; ) {
    const next: number[] = [];
    for (let at = 0; at < level.length; at++) {
      const from = level[at] as number;
      const state = Math.floor(from / width);
      const own = from - state * width;
      const valuation = graph.valuation[state] as number;
      for (const { target, sets } of product.moves(own, valuation, 0)) {
        const edge = { from, to: state * width + target, step: -1, sets };
        const result = visit(edge);
        if (result === "found") return edge;
        if (result === "new") level.push(edge.to);
      }
    }
    for (const from of level) {
      const state = Math.floor(from / width);
      const own = from - state * width;
      const valuation = graph.valuation[state] as number;
      const end = graph.offsets[state + 1] as number;
      for (let step = graph.offsets[state] as number; step < end; step++) {
        const to = graph.target(step);
        if (to === 0) continue;
        for (const { target, sets } of product.moves(own, valuation, eventsOf[graph.label(step)] as number)) {
          const edge = { from, to: to * width + target, step, sets };
          const result = visit(edge);
          if (result === "found") return edge;
          if (result === "new") next.push(edge.to);
        }
      }
    }
    level = next;
  }
  return undefined;
}

function pathTo(node: number, arrivals: ReadonlyMap<number, Arrival>): readonly Arrival[] {
  const path: Arrival[] = [];
  for (let arrival = arrivals.get(node); arrival; arrival = arrivals.get(arrival.from)) path.push(arrival);
  return path.reverse();
}

class Loop {
  readonly #product: Product;
  readonly #judge: Judge;
  readonly #inside: Bits;
  readonly #start: number;
  readonly #edges: Edge[] = [];
  #owedSets = new Set<number>();
  #owedConditions = new Set<number>();

  constructor(product: Product, judge: Judge, inside: Bits, start: number) {
    this.#product = product;
    this.#judge = judge;
    this.#inside = inside;
    this.#start = start;
  }

  find(): readonly Edge[] {
    const { conditions } = this.#judge;
    const owed = new Set([...conditions.keys()].filter((at) => conditions[at]?.strength === "weak"));
    for (;;) {
      this.#edges.length = 0;
      this.#owedSets = new Set(Array.from({ length: this.#product.setCount }, (_none, at) => at));
      this.#owedConditions = new Set(owed);
      this.#settleNode(this.#start);
      let at = this.#start;
      while (this.#owedSets.size > 0 || this.#owedConditions.size > 0) at = this.#nearest(at);
      if (at !== this.#start || this.#edges.length === 0) this.#append(at, (edge) => edge.to === this.#start);
      const missing = this.#strongMissing();
      if (missing.length === 0) return this.#edges;
      for (const condition of missing) owed.add(condition);
    }
  }

  /** Goes to the nearest edge or node that does something which is owed. */
  #nearest(from: number): number {
    return this.#append(from, (edge) => this.#owes(edge));
  }

  #append(from: number, isGoal: (edge: Edge) => boolean): number {
    const arrivals = new Map<number, Edge>();
    const goal = explore(this.#product, [from], (edge) => {
      if (!this.#inside.has(edge.to)) return "known";
      if (isGoal(edge)) return "found";
      if (edge.to === from || arrivals.has(edge.to)) return "known";
      arrivals.set(edge.to, edge);
      return "new";
    });
    if (!goal) throw new Error("everything that is owed happens somewhere in the component");
    const path: Edge[] = [goal];
    for (let edge = arrivals.get(goal.from); edge; edge = arrivals.get(edge.from)) path.unshift(edge);
    for (const edge of path) this.#settle(edge);
    this.#edges.push(...path);
    return goal.to;
  }

  #owes(edge: Edge): boolean {
    if (edge.sets.some((set) => this.#owedSets.has(set))) return true;
    if (this.#fairOf(edge).some((at) => this.#owedConditions.has(at))) return true;
    const { conditions } = this.#judge;
    const weak = [...this.#owedConditions].filter((at) => conditions[at]?.strength === "weak");
    if (weak.length === 0) return false;
    this.#judge.look(Math.floor(edge.to / this.#product.width));
    return weak.some((at) => !this.#judge.isEnabled(at));
  }

  #settle(edge: Edge): void {
    for (const set of edge.sets) this.#owedSets.delete(set);
    for (const at of this.#fairOf(edge)) this.#owedConditions.delete(at);
    this.#settleNode(edge.to);
  }

  #settleNode(node: number): void {
    this.#judge.look(Math.floor(node / this.#product.width));
    for (const at of [...this.#owedConditions]) {
      if (this.#judge.conditions[at]?.strength === "weak" && !this.#judge.isEnabled(at))
        this.#owedConditions.delete(at);
    }
  }

  /** Conditions that a step which changes something is of. */
  #fairOf({ from, to, step }: Edge): readonly number[] {
    const { graph, width } = this.#product;
    if (step < 0 || Math.floor(from / width) === Math.floor(to / width)) return [];
    return graph.labels[graph.label(step)]?.fair ?? [];
  }

  /** Conditions of strong fairness that are enabled on the loop and never taken. */
  #strongMissing(): readonly number[] {
    const { conditions } = this.#judge;
    const taken = new Set(this.#edges.flatMap((edge) => this.#fairOf(edge)));
    const enabled = new Set<number>();
    for (const { from } of this.#edges) {
      this.#judge.look(Math.floor(from / this.#product.width));
      for (const at of conditions.keys()) if (this.#judge.isEnabled(at)) enabled.add(at);
    }
    return [...conditions.keys()].filter(
      (at) => conditions[at]?.strength === "strong" && enabled.has(at) && !taken.has(at),
    );
  }
}

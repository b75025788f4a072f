/**
 * All nodes of a product on which a fair, accepted behaviour can stay for ever. The automaton's components are gone through
 * in their order: where a run can't stay, nodes are only reached; where it can, the components of the product are judged.
 */
import { Bits } from "./bits.ts";
import { Components, type Walk } from "./components.ts";
import { type FairCondition, Judge, type Standing } from "./fair.ts";
import type { Product } from "./product.ts";

export interface Region {
  readonly good: Bits;
  /** Components of several nodes; a good node that is in none of them is one by itself. */
  readonly groups: readonly Uint32Array[];
  readonly isEmpty: boolean;
  /** Conditions of fairness without which there would be more: their steps were cut by bounds. */
  readonly heldUp: readonly number[];
}

/** Called now and then; the search ends when it says so. */
export type Pause = () => Promise<boolean>;

const slice = 1 << 18;

/** How strictly fairness is taken: "loosely" if steps that bounds cut do not count as enabled. */
export type Strictness = "strictly" | "loosely";

/** Undefined when the caller wanted it to stop. */
export async function findRegion(
  product: Product,
  conditions: readonly FairCondition[],
  stop: Pause,
  strictness: Strictness = "strictly",
): Promise<Region | undefined> {
  const finder = new Finder(product, conditions, stop, strictness);
  return (await finder.run()) ? finder.region : undefined;
}

/**
 * Whether no behaviour could stay on these states, reached or not, for ever and be accepted, even if fairness is taken
 * loosely. Undefined when the caller wanted it to stop.
 */
export async function isEmptyWithin(
  states: Bits,
  product: Product,
  conditions: readonly FairCondition[],
  stop: Pause,
): Promise<boolean | undefined> {
  const finder = new Finder(product, conditions, stop, "loosely");
  return (await finder.runWithin(states)) ? finder.region.isEmpty : undefined;
}

interface WayOut {
  readonly to: number;
  readonly stays: boolean;
}

class Finder {
  readonly #product: Product;
  readonly #judge: Judge;
  readonly #stop: Pause;
  readonly #entered: Bits;
  readonly #good: Bits;
  readonly #inside: Bits;
  readonly #groups: Uint32Array[] = [];
  readonly #heldUp = new Set<number>();
  /** By label: 1 if steps with it count for a condition of fairness. */
  readonly #isFair: Uint8Array;
  readonly #resting: (boolean | undefined)[] = [];
  readonly #leaving: (readonly WayOut[] | undefined)[] = [];
  #isEmpty = true;
  /** What is left of components from which nodes were taken out. */
  readonly #waiting: { readonly members: Uint32Array; readonly heldUp: readonly number[] | undefined }[] = [];
  readonly #isLoose: boolean;
  /** What fails strictly, while it is looked for what there would be loosely. */
  #heldUpHere: readonly number[] | undefined;

  constructor(product: Product, conditions: readonly FairCondition[], stop: Pause, strictness: Strictness) {
    const nodes = (product.graph.size + 1) * product.width;
    this.#product = product;
    this.#judge = new Judge(product, conditions);
    this.#stop = stop;
    this.#isLoose = strictness === "loosely";
    this.#entered = new Bits(nodes);
    this.#good = new Bits(nodes);
    this.#inside = new Bits(nodes);
    this.#isFair = Uint8Array.from(product.graph.labels, ({ fair }) => (fair.length > 0 ? 1 : 0));
  }

  get region(): Region {
    return { good: this.#good, groups: this.#groups, isEmpty: this.#isEmpty, heldUp: [...this.#heldUp] };
  }

  async run(): Promise<boolean> {
    const { graph, width, automaton } = this.#product;
    if (automaton.initial < 0) return true;
    for (const state of graph.initial) this.#entered.add(state * width + automaton.initial);
    for (const { states, accepts } of automaton.components) {
      const region = new Uint8Array(width);
      for (const state of states) region[state] = 1;
      const isDone = accepts ? await this.#judgeEntered(region) : await this.#reach(region, states);
      if (!isDone) return false;
    }
    return true;
  }

  /** Judges everything on these states where a run can stay, as if it were reached. */
  async runWithin(within: Bits): Promise<boolean> {
    const { graph, width, automaton } = this.#product;
    for (const { states, accepts } of automaton.components) {
      if (!accepts) continue;
      const region = new Uint8Array(width);
      for (const state of states) region[state] = 1;
      const allowed = new Bits((graph.size + 1) * width);
      within.each((state) => {
        for (const own of states) allowed.add(state * width + own);
      });
      if (!(await this.#judgeAll({ region, allowed }, allowed))) return false;
    }
    return true;
  }

  /** Enters everything that can be reached, first inside of a part of the automaton, then from there. */
  async #reach(region: Uint8Array, states: readonly number[]): Promise<boolean> {
    const { graph, width, automaton } = this.#product;
    const [only] = states;
    const isFree = automaton.transitions[automaton.initial]?.some(
      ({ literals, target }) => target === automaton.initial && literals.length === 0,
    );
    if (states.length === 1 && only === automaton.initial && isFree) {
      // A run can wait here: every state is reached.
      for (let state = 1; state <= graph.size; state++) {
        if (state % slice === 0 && (await this.#stop())) return false;
        this.#leave(state, only);
      }
      return true;
    }
    let stack: number[] = [];
    this.#entered.each((node) => {
      if (region[node % width] === 1) stack.push(node);
    });
    for (let visited = 0; stack.length > 0; visited++) {
      if (visited % slice === slice - 1 && (await this.#stop())) return false;
      const node = stack.pop() as number;
      const state = Math.floor(node / width);
      this.#each(state, node - state * width, (next, own) => {
        if (this.#entered.enter(next) && region[own] === 1) stack.push(next);
      });
    }
    stack = [];
    return true;
  }

  /** Enters what the moves of a node lead to, unless it is the same state of the automaton. */
  #leave(state: number, own: number): void {
    const { product } = this;
    const { graph, eventCount, width } = product;
    if (eventCount === 1) {
      const end = graph.offsets[state + 1] as number;
      for (const { to, stays } of this.#waysOut(own, graph.valuation[state] as number)) {
        this.#entered.add(state * width + to);
        // A run that pauses here first comes to the same nodes.
        if (stays) continue;
        for (let step = graph.offsets[state] as number; step < end; step++) {
          const target = graph.target(step);
          if (target !== 0) this.#entered.add(target * width + to);
        }
      }
      return;
    }
    this.#each(state, own, (next, to) => {
      if (to !== own) this.#entered.add(next);
    });
  }

  /** Where the automaton may go from a state of it, other than to itself, and whether it may stay there with the next step. */
  #waysOut(own: number, valuation: number): readonly WayOut[] {
    const { product } = this;
    const at = valuation * product.width + own;
    let ways = this.#leaving[at];
    if (!ways) {
      const targets = new Set(product.moves(own, valuation, 0).map(({ target }) => target));
      targets.delete(own);
      ways = [...targets].map((to) => ({
        to,
        stays: product.moves(to, valuation, 0).some(({ target }) => target === to),
      }));
      this.#leaving[at] = ways;
    }
    return ways;
  }

  #each(state: number, own: number, visit: (node: number, own: number) => void): void {
    const { product } = this;
    const { graph, width, eventsOf } = product;
    const valuation = graph.valuation[state] as number;
    for (const { target } of product.moves(own, valuation, 0)) visit(state * width + target, target);
    const end = graph.offsets[state + 1] as number;
    for (let step = graph.offsets[state] as number; step < end; step++) {
      const next = graph.target(step);
      if (next === 0) continue;
      for (const { target } of product.moves(own, valuation, eventsOf[graph.label(step)] as number))
        visit(next * width + target, target);
    }
  }

  #judgeEntered(region: Uint8Array): Promise<boolean> {
    return this.#judgeAll({ region, leave: (node) => this.#entered.add(node) }, this.#entered);
  }

  /** `starts`: those outside of the region do not count. */
  async #judgeAll(where: Pick<Walk, "region" | "allowed" | "leave">, starts: Bits): Promise<boolean> {
    const { product } = this;
    const found = (members: Uint32Array) => this.#component(members);
    const first = new Components({ product, ...where, found });
    for (let node = starts.next(0); node >= 0; node = starts.next(node + 1)) {
      if (where.region[node % product.width] === 0) continue;
      if (first.start(node) && !first.advance(slice) && !(await this.#walkOn(first))) return false;
    }
    if (this.#waiting.length === 0) return true;
    // What is left after nodes were taken out falls into components again.
    const allowed = new Bits((product.graph.size + 1) * product.width);
    const again = new Components({ product, region: where.region, allowed, found });
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) {
      const { members } = next;
      this.#heldUpHere = next.heldUp;
      for (const node of members) allowed.add(node);
      for (const node of members)
        if (again.start(node) && !again.advance(slice) && !(await this.#walkOn(again))) return false;
      again.forget(members);
      for (const node of members) allowed.remove(node);
    }
    this.#heldUpHere = undefined;
    return true;
  }

  /** A walk that takes long: false when the caller wanted it to stop. */
  async #walkOn(components: Components): Promise<boolean> {
    do if (await this.#stop()) return false;
    while (!components.advance(slice));
    return true;
  }

  #component(members: Uint32Array): void {
    if (members.length === 1) {
      const standing = this.#standing(members[0] as number);
      if (standing === "accepted") this.#accept(members, this.#heldUpHere);
      if (standing !== "unknown") return;
    }
    for (const node of members) this.#inside.add(node);
    const { strictly, loosely = strictly, heldUp } = this.#judge.judge(members, this.#inside);
    for (const node of members) this.#inside.remove(node);
    const before = this.#heldUpHere;
    const isStrict = !this.#isLoose && before === undefined;
    this.#settle(members, isStrict ? strictly : loosely, before && [...before, ...heldUp]);
    if (isStrict && loosely !== strictly) this.#settle(members, loosely, heldUp);
  }

  #settle(members: Uint32Array, standing: Standing, heldUp: readonly number[] | undefined): void {
    if (standing.kind === "smaller") this.#waiting.push({ members: standing.left, heldUp });
    else if (standing.kind === "accepted") this.#accept(members, heldUp);
  }

  /** A behaviour can stay here for ever; or could, but for the conditions that are held up. */
  #accept(members: Uint32Array, heldUp: readonly number[] | undefined): void {
    if (heldUp) {
      for (const at of heldUp) this.#heldUp.add(at);
      return;
    }
    this.#isEmpty = false;
    for (const node of members) this.#good.add(node);
    if (members.length > 1) this.#groups.push(members);
  }

  /**
   * A quick look at a node by itself, which most components are. It can only pause, or step to itself: pausing is fair when
   * nothing fair is enabled. "unknown" where that does not tell.
   */
  #standing(node: number): "accepted" | "rejected" | "unknown" {
    const { graph, width, eventCount } = this.#product;
    const { offsets, steps, shift } = graph;
    const state = Math.floor(node / width);
    const own = node - state * width;
    const rests = this.#rests(own, graph.valuation[state] as number);
    if (!rests && eventCount === 1) return "rejected";
    let stepsToItself = false;
    let isCut = false;
    for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++) {
      const target = (steps[step] as number) >>> shift;
      if (target === state) stepsToItself = true;
      else if (this.#isFair[graph.label(step)] === 0) continue;
      else if (target === 0) isCut = true;
      else if (rests) return "rejected";
    }
    if (rests) return isCut ? "unknown" : "accepted";
    return stepsToItself ? "unknown" : "rejected";
  }

  /** Whether pausing for ever in such a node is accepted. */
  #rests(own: number, valuation: number): boolean {
    const at = valuation * this.#product.width + own;
    let rests = this.#resting[at];
    if (rests === undefined) {
      const moves = this.#product.moves(own, valuation, 0).filter(({ target }) => target === own);
      rests = moves.length > 0 && new Set(moves.flatMap(({ sets }) => sets)).size === this.#product.setCount;
      this.#resting[at] = rests;
    }
    return rests;
  }

  get product(): Product {
    return this.#product;
  }
}

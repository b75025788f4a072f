/**
 * Strongly connected components of a part of a product, found while walking through it: the algorithm of Pearce ("A
 * space-efficient algorithm for finding strongly connected components", 2016), which keeps one number for each node, with a
 * stack of its own, because graphs are far deeper than a call stack. It works in slices, so that its caller can pause.
 */
import type { Bits } from "./bits.ts";
import type { Product } from "./product.ts";

export interface Walk {
  readonly product: Product;
  /** By state of the automaton: 1 where the walk goes. */
  readonly region: Uint8Array;
  /** Nodes that it may go to, beyond being in the region; all when absent. */
  readonly allowed?: Bits;
  /** Told of nodes that are reached but not in the region. */
  readonly leave?: (node: number) => void;
  /**
   * Every component, those that others lead to first. A component of one node need not have a step to itself; its array is
   * used again for the next one.
   */
  readonly found: (members: Uint32Array) => void;
}

export class Components {
  readonly #walk: Walk;
  /** The automaton's states where the walk goes, and by state of the automaton its position among them. */
  readonly #inside: readonly number[];
  readonly #position: Int32Array;
  /** By place, which is state × inside + position. 0: not seen; small: on the stack; large: in a component. */
  readonly #index: Uint32Array;
  readonly #targets: (readonly number[] | undefined)[] = [];
  #next = 1;
  #component = 2 ** 32 - 1;
  // Frames: place, which of its steps is next (0: the pause), which move of that step, whether it may be a root.
  #places = new Uint32Array(1024);
  #cursors = new Uint32Array(1024);
  #moves = new Uint16Array(1024);
  #roots = new Uint8Array(1024);
  #depth = 0;
  // Places whose component is not complete.
  #open = new Uint32Array(1024);
  #openCount = 0;
  /** Most components are single nodes: one array does for all of them. */
  readonly #single = new Uint32Array(1);

  constructor(walk: Walk) {
    this.#walk = walk;
    this.#inside = [...walk.region.keys()].filter((own) => walk.region[own] === 1);
    this.#position = Int32Array.from(walk.region, (_isIn, own) => this.#inside.indexOf(own));
    this.#index = new Uint32Array((walk.product.graph.size + 1) * this.#inside.length);
  }

  /** Walks on from `node`, unless it was there; `advance` does the walking. */
  start(node: number): boolean {
    const place = this.#placeOf(node);
    if (this.#index[place] !== 0) return false;
    this.#push(place);
    return true;
  }

  /** Forgets these nodes, so that they can be walked through again with other bounds. */
  forget(members: Uint32Array): void {
    for (const node of members) this.#index[this.#placeOf(node)] = 0;
  }

  /** So many frames at most; whether everything that was started is finished. */
  advance(budget: number): boolean {
    const { product, allowed, leave } = this.#walk;
    const { graph, width, eventsOf, eventCount } = product;
    const [inside, position] = [this.#inside, this.#position];
    const count = inside.length;
    const [only = 0] = inside;
    const { offsets, steps, shift, valuation, wide } = graph;
    const mask = shift === 0 ? 0 : 2 ** shift - 1;
    const index = this.#index;
    let left = budget;
    while (this.#depth > 0) {
      if (left-- <= 0) return false;
      const top = this.#depth - 1;
      const place = this.#places[top] as number;
      const state = count === 1 ? place : Math.floor(place / count);
      const own = count === 1 ? only : (inside[place - state * count] as number);
      const values = valuation[state] as number;
      const first = offsets[state] as number;
      const stepCount = (offsets[state + 1] as number) - first;
      let cursor = this.#cursors[top] as number;
      let move = this.#moves[top] as number;
      let low = index[place] as number;
      let child = 0;
      let targets = this.#targetsOf(own, values, 0);
      let isRoot = this.#roots[top] as number;
      if (eventCount === 1 && targets.length === 0) cursor = stepCount + 1;
      walking: for (; cursor <= stepCount; cursor++) {
        let target = state;
        if (cursor > 0) {
          const step = steps[first + cursor - 1] as number;
          target = step >>> shift;
          if (target === 0) continue;
          if (eventCount > 1) {
            const label = wide ? (wide[first + cursor - 1] as number) : step & mask;
            targets = this.#targetsOf(own, values, eventsOf[label] as number);
          }
        } else if (eventCount > 1) targets = this.#targetsOf(own, values, 0);
        for (; move < targets.length; move++) {
          const to = targets[move] as number;
          const among = position[to] as number;
          if (among < 0) {
            leave?.(target * width + to);
            continue;
          }
          const next = target * count + among;
          const seen = index[next] as number;
          if (seen === 0) {
            if (allowed && !allowed.has(target * width + to)) continue;
            child = next;
            move += 1;
            break walking;
          }
          if (seen < low) {
            low = seen;
            isRoot = 0;
          }
        }
        move = 0;
      }
      index[place] = low;
      this.#roots[top] = isRoot;
      if (child !== 0) {
        this.#cursors[top] = cursor;
        this.#moves[top] = move;
        this.#push(child);
        continue;
      }
      this.#depth = top;
      if (isRoot === 1) this.#close(place);
      else {
        if (this.#openCount === this.#open.length) this.#open = grown(this.#open);
        this.#open[this.#openCount++] = place;
      }
      if (top > 0) {
        const parent = this.#places[top - 1] as number;
        const after = index[place] as number;
        if (after < (index[parent] as number)) {
          index[parent] = after;
          this.#roots[top - 1] = 0;
        }
      }
    }
    return true;
  }

  #targetsOf(state: number, valuation: number, events: number): readonly number[] {
    const { product } = this.#walk;
    const at = (valuation * product.eventCount + events) * product.width + state;
    let targets = this.#targets[at];
    if (!targets) {
      targets = [...new Set(product.moves(state, valuation, events).map(({ target }) => target))];
      this.#targets[at] = targets;
    }
    return targets;
  }

  #placeOf(node: number): number {
    const { width } = this.#walk.product;
    const state = Math.floor(node / width);
    return state * this.#inside.length + (this.#position[node - state * width] as number);
  }

  #nodeOf(place: number): number {
    const count = this.#inside.length;
    const state = Math.floor(place / count);
    return state * this.#walk.product.width + (this.#inside[place - state * count] as number);
  }

  #push(place: number): void {
    const at = this.#depth;
    if (at === this.#places.length) {
      this.#places = grown(this.#places);
      this.#cursors = grown(this.#cursors);
      const [moves, roots] = [this.#moves, this.#roots];
      this.#moves = new Uint16Array(2 * at);
      this.#moves.set(moves);
      this.#roots = new Uint8Array(2 * at);
      this.#roots.set(roots);
    }
    this.#index[place] = this.#next++;
    this.#places[at] = place;
    this.#cursors[at] = 0;
    this.#moves[at] = 0;
    this.#roots[at] = 1;
    this.#depth = at + 1;
  }

  /** The component of `root`: it and what was left open since it was entered. */
  #close(root: number): void {
    const index = this.#index;
    const own = index[root] as number;
    let start = this.#openCount;
    while (start > 0 && (index[this.#open[start - 1] as number] as number) >= own) start -= 1;
    const count = this.#openCount - start + 1;
    const members = count === 1 ? this.#single : new Uint32Array(count);
    for (let at = 0; at < count; at++) {
      const place = at === count - 1 ? root : (this.#open[start + at] as number);
      index[place] = this.#component;
      members[at] = this.#nodeOf(place);
    }
    this.#next -= members.length;
    this.#component -= 1;
    this.#openCount = start;
    this.#walk.found(members);
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length);
  larger.set(array);
  return larger;
}

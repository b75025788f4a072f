/**
 * States on which some fair behaviour could stay for ever, whatever a formula says: where time runs out, most states are
 * passed once, and no case of a formula needs to be looked for there. Found in one walk, for all cases of all formulas;
 * a case that has nothing on these states, reached or not, has no behaviour. Fairness is taken loosely here, so that what
 * bounds hold up is not lost.
 */
import { automatonOf } from "./automaton.ts";
import type { Bits } from "./bits.ts";
import type { FairCondition } from "./fair.ts";
import { yes } from "./formula.ts";
import type { StateGraph } from "./graph.ts";
import { Product } from "./product.ts";
import { findRegion, isEmptyWithin, type Pause } from "./region.ts";

/** Walking through so much of the graph twice costs less than it may save. */
const mostOfAll = 1 / 4;

export class FairCore {
  readonly #graph: StateGraph;
  readonly #conditions: readonly FairCondition[];
  /** "large": not worth being looked at. */
  #states: Bits | "large" | undefined;

  constructor(graph: StateGraph, conditions: readonly FairCondition[]) {
    this.#graph = graph;
    this.#conditions = conditions;
  }

  /** Whether it shows that a product has no fair, accepted behaviour. Undefined when the caller wanted it to stop. */
  async excludes(product: Product, stop: Pause): Promise<boolean | undefined> {
    this.#states ??= await this.#find(stop);
    if (this.#states === undefined) return undefined;
    if (this.#states === "large") return false;
    return isEmptyWithin(this.#states, product, this.#conditions, stop);
  }

  async #find(stop: Pause): Promise<Bits | "large" | undefined> {
    const anything = new Product(this.#graph, automatonOf(yes), []);
    const region = await findRegion(anything, this.#conditions, stop, "loosely");
    if (!region) return undefined;
    let count = 0;
    region.good.each(() => {
      count += 1;
    });
    return count > this.#graph.size * mostOfAll ? "large" : region.good;
  }
}

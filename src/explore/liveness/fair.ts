/**
 * Whether behaviours can stay in a component for ever, fairly, and be accepted. Fairness and acceptance are met by steps
 * inside of the component, not by its nodes; a condition of weak fairness also by a node in which nothing of it is enabled.
 * Where strong fairness fails, nodes in which the condition is enabled are taken out, and what remains is looked at again
 * (Emerson and Lei, 1987). What is enabled is a matter of all steps of a state: also of those that a bound cut.
 */
import type { Bits } from "./bits.ts";
import type { Product } from "./product.ts";

/** A condition of fairness: steps whose label names its position. */
export interface FairCondition {
  readonly name: string;
  readonly strength: "weak" | "strong";
}

export type Judgement =
  | { readonly kind: "accepted" }
  /** `heldUp`: positions of conditions that fail only because their steps were cut. */
  | { readonly kind: "rejected"; readonly heldUp: readonly number[] }
  /** Only what remains without some nodes may be accepted. */
  | { readonly kind: "smaller"; readonly members: Uint32Array };

export class Judge {
  readonly #product: Product;
  readonly #conditions: readonly FairCondition[];
  /** By condition: when it was last seen enabled, and enabled by a step that is not cut. */
  readonly #enabled: Uint32Array;
  readonly #enabledInside: Uint32Array;
  #moment = 0;

  constructor(product: Product, conditions: readonly FairCondition[]) {
    this.#product = product;
    this.#conditions = conditions;
    this.#enabled = new Uint32Array(conditions.length);
    this.#enabledInside = new Uint32Array(conditions.length);
  }

  /** `inside` has exactly the members. */
  judge(members: Uint32Array, inside: Bits): Judgement {
    const { product } = this;
    const { graph, width, eventsOf, setCount } = product;
    const count = this.#conditions.length;
    const sets = new Uint8Array(setCount);
    const taken = new Uint8Array(count);
    const disabled = new Uint8Array(count);
    const enabled = new Uint8Array(count);
    const disabledInside = new Uint8Array(count);
    let moves = 0;
    for (const node of members) {
      const state = Math.floor(node / width);
      const own = node - state * width;
      const valuation = graph.valuation[state] as number;
      for (const move of product.moves(own, valuation, 0)) {
        if (!inside.has(state * width + move.target)) continue;
        moves += 1;
        for (const set of move.sets) sets[set] = 1;
      }
      const end = graph.offsets[state + 1] as number;
      for (let step = graph.offsets[state] as number; step < end; step++) {
        const target = graph.target(step);
        if (target === 0) continue;
        const label = graph.label(step);
        for (const move of product.moves(own, valuation, eventsOf[label] as number)) {
          if (!inside.has(target * width + move.target)) continue;
          moves += 1;
          for (const set of move.sets) sets[set] = 1;
          if (target !== state) for (const at of graph.labels[label]?.fair ?? []) taken[at] = 1;
        }
      }
      this.look(state);
      for (let at = 0; at < count; at++) {
        if (this.#enabled[at] === this.#moment) enabled[at] = 1;
        else disabled[at] = 1;
        if (this.#enabledInside[at] !== this.#moment) disabledInside[at] = 1;
      }
    }
    if (moves === 0 || sets.includes(0)) return { kind: "rejected", heldUp: [] };
    const failing = [...this.#conditions.keys()].filter(
      (at) => taken[at] === 0 && (this.#conditions[at]?.strength === "weak" ? disabled[at] === 0 : enabled[at] === 1),
    );
    if (failing.length === 0) return { kind: "accepted" };
    const isHeldUp = failing.every((at) => disabledInside[at] === 1);
    const weak = failing.filter((at) => this.#conditions[at]?.strength === "weak");
    if (weak.length > 0) return { kind: "rejected", heldUp: isHeldUp ? failing : [] };
    const left = members.filter((node) => {
      this.look(Math.floor(node / width));
      return failing.every((at) => !this.isEnabled(at));
    });
    return left.length === 0
      ? { kind: "rejected", heldUp: isHeldUp ? failing : [] }
      : { kind: "smaller", members: left };
  }

  /** Finds out what is enabled in a state, for `isEnabled`. */
  look(state: number): void {
    const { graph } = this.product;
    this.#moment += 1;
    const end = graph.offsets[state + 1] as number;
    for (let step = graph.offsets[state] as number; step < end; step++) {
      const target = graph.target(step);
      if (target === state) continue;
      for (const at of graph.labels[graph.label(step)]?.fair ?? []) {
        this.#enabled[at] = this.#moment;
        if (target !== 0) this.#enabledInside[at] = this.#moment;
      }
    }
  }

  /** Whether a step of the condition that changes something is enabled in the state that was looked at last. */
  isEnabled(condition: number): boolean {
    return this.#enabled[condition] === this.#moment;
  }

  get product(): Product {
    return this.#product;
  }

  get conditions(): readonly FairCondition[] {
    return this.#conditions;
  }
}

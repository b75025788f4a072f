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

/** What becomes of a component: with `left`, only what remains without some nodes may be accepted. */
export type Standing =
  | { readonly kind: "accepted" | "rejected" }
  | { readonly kind: "smaller"; readonly left: Uint32Array };

export interface Judgement {
  readonly strictly: Standing;
  /** The same if steps that bounds cut were not enabled; absent where that makes no difference. */
  readonly loosely?: Standing;
  /** Positions of conditions that fail and of which somewhere only steps are enabled that bounds cut. */
  readonly heldUp: readonly number[];
}

const rejected: Standing = { kind: "rejected" };

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
    const enabledInside = new Uint8Array(count);
    const disabledInside = new Uint8Array(count);
    /** In some node, only steps of it are enabled that were cut. */
    const cut = new Uint8Array(count);
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
        const isEnabled = this.#enabled[at] === this.#moment;
        const isInside = this.#enabledInside[at] === this.#moment;
        if (isEnabled) enabled[at] = 1;
        else disabled[at] = 1;
        if (isInside) enabledInside[at] = 1;
        else disabledInside[at] = 1;
        if (isEnabled && !isInside) cut[at] = 1;
      }
    }
    if (moves === 0 || sets.includes(0)) return { strictly: rejected, heldUp: [] };
    const failing = (isOn: Uint8Array, isOff: Uint8Array) =>
      [...this.#conditions.keys()].filter(
        (at) => taken[at] === 0 && (this.#isWeak(at) ? isOff[at] === 0 : isOn[at] === 1),
      );
    const failingNow = failing(enabled, disabled);
    const strictly = this.#standing(members, failingNow, (at) => this.isEnabled(at));
    const failingLoosely = failing(enabledInside, disabledInside);
    // Fewer are enabled without what was cut, so fewer fail; a failing one of strong fairness may take fewer nodes out.
    if (failingLoosely.length === failingNow.length && failingNow.every((at) => cut[at] === 0))
      return { strictly, heldUp: [] };
    const loosely = this.#standing(members, failingLoosely, (at) => this.#enabledInside[at] === this.#moment);
    return { strictly, loosely, heldUp: failingNow.filter((at) => cut[at] === 1) };
  }

  #isWeak(at: number): boolean {
    return this.#conditions[at]?.strength === "weak";
  }

  #standing(members: Uint32Array, failing: readonly number[], isEnabled: (at: number) => boolean): Standing {
    if (failing.length === 0) return { kind: "accepted" };
    if (failing.some((at) => this.#isWeak(at))) return rejected;
    const left = members.filter((node) => {
      this.look(Math.floor(node / this.#product.width));
      return failing.every((at) => !isEnabled(at));
    });
    return left.length === 0 ? rejected : { kind: "smaller", left };
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

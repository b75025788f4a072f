/**
 * Which states are known, exactly, and how each was first reached: from which state and by which of its steps. Only
 * numbers are kept for a state that has been expanded; its path is rebuilt by taking the steps again.
 */
import { assert } from "../source/index.ts";
import type { Path } from "./outcome.ts";
import type { Edge, Searchable } from "./searchable.ts";

/** How a state was reached: the `ordinal`-th step of a known state, or the `ordinal`-th initial state. */
export interface Arrival {
  readonly parent: number | undefined;
  readonly ordinal: number;
}

export class Visited {
  readonly #numbers = new Map<string, number>();
  readonly #parents: number[] = [];
  readonly #ordinals: number[] = [];

  get size(): number {
    return this.#parents.length;
  }

  has(key: string): boolean {
    return this.#numbers.has(key);
  }

  /** Enters a new state and returns its number. */
  add(key: string, { parent, ordinal }: Arrival): number {
    const number = this.size;
    this.#numbers.set(key, number);
    this.#parents.push(parent ?? -1);
    this.#ordinals.push(ordinal);
    return number;
  }

  arrival(number: number): Arrival {
    const parent = this.#parents[number];
    const ordinal = this.#ordinals[number];
    assert(parent !== undefined && ordinal !== undefined, "no state has this number");
    return { parent: parent < 0 ? undefined : parent, ordinal };
  }

  /** The path of first arrivals that ends with `last`. */
  path<State, Step extends Edge<State>, Label, Failure>(
    machine: Searchable<State, Step, Label, Failure>,
    last: Arrival,
  ): Path<State, Step> {
    const ordinals: number[] = [];
    let start = last;
    while (start.parent !== undefined) {
      ordinals.push(start.ordinal);
      start = this.arrival(start.parent);
    }
    const first = machine.initial().states;
    assert(start.ordinal < first.length, "the initial states have changed");
    let state = first[start.ordinal] as State;
    const states = [state];
    const steps: Step[] = [];
    for (const ordinal of ordinals.reverse()) {
      const step: Step | undefined = machine.expand(state).steps[ordinal];
      assert(step, "the steps of a state have changed");
      state = step.target;
      states.push(state);
      steps.push(step);
    }
    return { states, steps };
  }
}

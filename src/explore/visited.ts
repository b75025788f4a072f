/**
 * Which states are known, exactly, and how each was first reached: from which state and by which of its steps. Only
 * numbers are kept for a state that has been expanded; its path is rebuilt by taking the steps again.
 */
import { assert } from "../source/index.ts";
import type { Arrival, History } from "./path.ts";

export class Visited implements History {
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
}

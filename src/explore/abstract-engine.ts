/**
 * What the compiled abstract model says about fairness: the images of states are words behind the predicates of a graph's
 * valuations; the model's engine expands each of them once and labels its steps.
 */
import { type GraphImage, openProbe, type Probe } from "../engine/index.ts";
import { assert } from "../source/index.ts";
import type { AbstractBehaviour, StateGraph } from "./liveness/index.ts";

interface Known {
  readonly enabled: ReadonlySet<number>;
  /** By the key of the state that a step leads to. */
  readonly taken: ReadonlyMap<string, ReadonlySet<number>>;
}

export class AbstractEngine implements AbstractBehaviour {
  readonly #probe: Probe;
  readonly #numbers: readonly number[];
  readonly #images: Uint32Array[] = [];
  readonly #known = new Map<number, Known>();
  /** Of the image that is expanded. */
  #key = "";
  #enabled = new Set<number>();
  #taken = new Map<string, Set<number>>();
  /** There was not enough room for what a step of the abstract model needs. */
  crowded: number | undefined;

  constructor({ valuations }: StateGraph, { from, to, abstract }: GraphImage) {
    const numbers = new Map<string, number>();
    this.#numbers = valuations.map((row) => {
      const image = row.subarray(from, to);
      const key = image.join();
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, this.#images.length);
      return this.#images.push(image) - 1;
    });
    this.#probe = openProbe(abstract, {
      emit: () => this.#step(),
      cutStep: () => {
        for (const at of this.#probe.label()?.fair ?? []) this.#enabled.add(at);
      },
      crowded: (id) => {
        this.crowded ??= id;
      },
    });
    // Now, while more room can still be asked for.
    for (const image of this.#images.keys()) this.#look(image);
  }

  imageOf(valuation: number): number {
    return this.#numbers[valuation] ?? 0;
  }

  enabled(image: number): readonly number[] {
    return [...this.#look(image).enabled];
  }

  taken(before: number, after: number): readonly number[] {
    const target = this.#images[after];
    assert(target, "every image has its words");
    return [...(this.#look(before).taken.get(target.join()) ?? [])];
  }

  #look(image: number): Known {
    let known = this.#known.get(image);
    if (!known) {
      const words = this.#images[image];
      assert(words, "every image has its words");
      this.#key = words.join();
      this.#enabled = new Set();
      this.#taken = new Map();
      this.#probe.load(words);
      this.#probe.expand();
      known = { enabled: this.#enabled, taken: this.#taken };
      this.#known.set(image, known);
    }
    return known;
  }

  /** What changes nothing counts for nothing. */
  #step(): void {
    const key = this.#probe.successor.join();
    const fair = this.#probe.label()?.fair ?? [];
    if (key === this.#key || fair.length === 0) return;
    const taken = this.#taken.get(key) ?? new Set();
    this.#taken.set(key, taken);
    for (const at of fair) {
      this.#enabled.add(at);
      taken.add(at);
    }
  }
}

/**
 * The steps of a model that another one refines, by its own compiled engine: asked for a pair of its states, it says whether
 * one step leads from the first to the second. What follows a state is computed once.
 */
import { openProbe, type Probe, type ProbeAssembly } from "../engine/index.ts";

export type AbstractAnswer = "allowed" | "refused" | { readonly crowded: number };

export class AbstractSteps {
  readonly #probe: Probe;
  readonly #wordCount: number;
  readonly #followers = new Map<string, ReadonlySet<string>>();
  #found = new Set<string>();
  #crowded: number | undefined;

  constructor(assembly: ProbeAssembly) {
    this.#wordCount = assembly.wordCount;
    this.#probe = openProbe(assembly, {
      emit: () => void this.#found.add(keyOf(this.#probe.successor)),
      crowded: (room) => {
        this.#crowded ??= room;
      },
    });
  }

  /** `images`: the words of two different states, behind each other. */
  allows(images: Uint32Array): AbstractAnswer {
    const before = images.subarray(0, this.#wordCount);
    const key = keyOf(before);
    let followers = this.#followers.get(key);
    if (!followers) {
      this.#found = new Set();
      this.#probe.load(before);
      this.#probe.expand();
      if (this.#crowded !== undefined) return { crowded: this.#crowded };
      followers = this.#found;
      this.#followers.set(key, followers);
    }
    return followers.has(keyOf(images.subarray(this.#wordCount))) ? "allowed" : "refused";
  }
}

/** Equal for equal words only: a character for each half. */
function keyOf(words: Uint32Array): string {
  let key = "";
  for (const word of words) key += String.fromCharCode(word & 0xffff, word >>> 16);
  return key;
}

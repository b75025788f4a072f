/**
 * Which states walks have come through: two 32-bit hashes of each, in a table with open addressing. It only counts, so a
 * collision costs one in a figure, never a verdict.
 */

const firstSlots = 1 << 12;

export class SeenStates {
  /** Pairs of hashes; both 0 where a slot is free. */
  #slots = new Uint32Array(2 * firstSlots);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether it was not there before. */
  add(high: number, low: number): boolean {
    const safe = (high | low) === 0 ? 1 : low >>> 0;
    const slot = this.#find(high >>> 0, safe);
    if (this.#slots[slot] !== 0 || this.#slots[slot + 1] !== 0) return false;
    this.#slots[slot] = high;
    this.#slots[slot + 1] = safe;
    this.#size += 1;
    if (this.#size * 4 > this.#slots.length) this.#widen();
    return true;
  }

  #find(high: number, low: number): number {
    const mask = this.#slots.length / 2 - 1;
    for (let slot = (low ^ (high >>> 7)) & mask; ; slot = (slot + 1) & mask) {
      const [first, second] = [this.#slots[2 * slot], this.#slots[2 * slot + 1]];
      if ((first === 0 && second === 0) || (first === high && second === low)) return 2 * slot;
    }
  }

  #widen(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += 2) {
      const [high = 0, low = 0] = [before[at], before[at + 1]];
      if (high === 0 && low === 0) continue;
      const slot = this.#find(high, low);
      this.#slots[slot] = high;
      this.#slots[slot + 1] = low;
    }
  }
}

/** Two hashes of a state's words. */
export function hashes(words: Uint32Array): readonly [number, number] {
  let [first, second] = [0x2545f491, 0x9e3779b9];
  for (const word of words) {
    first = Math.imul(first ^ word, 0x85ebca6b);
    first ^= first >>> 15;
    second = Math.imul(second + word, 0xc2b2ae35);
    second = (second << 13) | (second >>> 19);
  }
  first = Math.imul(first ^ (first >>> 13), 0x27d4eb2f);
  second = Math.imul(second ^ (second >>> 16), 0x165667b1);
  return [(first ^ (first >>> 16)) >>> 0, (second ^ (second >>> 15)) >>> 0];
}

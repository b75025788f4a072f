/**
 * States as rows of words, each kept once and whole, numbered in the order in which they come. A search that runs over the
 * rows in their order is breadth-first, so that they are its queue too.
 */

const firstRows = 1024;

export class KnownStates {
  readonly #width: number;
  #words: Uint32Array;
  /** Row numbers plus one, by hash; 0 is empty. */
  #table = new Int32Array(4 * firstRows);
  #size = 0;

  constructor(width: number) {
    this.#width = width;
    this.#words = new Uint32Array(width * firstRows);
  }

  get size(): number {
    return this.#size;
  }

  /** Of memory that is in use, at the next growth. */
  get bytes(): number {
    return 3 * this.#words.byteLength + 3 * this.#table.byteLength;
  }

  row(number: number): Uint32Array {
    return this.#words.subarray(number * this.#width, (number + 1) * this.#width);
  }

  /** Enters `words`, unless they are known. Whether they are new. */
  add(words: Uint32Array): boolean {
    const slot = this.#find(words);
    if (this.#table[slot] !== 0) return false;
    if ((this.#size + 1) * this.#width > this.#words.length) {
      const grown = new Uint32Array(2 * this.#words.length);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words.set(words, this.#size * this.#width);
    this.#size += 1;
    this.#table[slot] = this.#size;
    if (this.#size * 2 > this.#table.length) this.#widen();
    return true;
  }

  #find(words: Uint32Array): number {
    const mask = this.#table.length - 1;
    for (let slot = hash(words, 0, this.#width) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#table[slot] ?? 0;
      if (entry === 0 || this.#isRow(entry - 1, words)) return slot;
    }
  }

  #isRow(row: number, words: Uint32Array): boolean {
    const start = row * this.#width;
    for (let at = 0; at < this.#width; at++) if (this.#words[start + at] !== words[at]) return false;
    return true;
  }

  #widen(): void {
    const table = new Int32Array(2 * this.#table.length);
    const mask = table.length - 1;
    for (let row = 0; row < this.#size; row++) {
      let slot = hash(this.#words, row * this.#width, this.#width) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = row + 1;
    }
    this.#table = table;
  }
}

function hash(words: Uint32Array, start: number, count: number): number {
  let sum = 0x9e3779b9;
  for (let at = start; at < start + count; at++) {
    sum = Math.imul(sum ^ (words[at] ?? 0), 0x85ebca6b);
    sum = (sum ^ (sum >>> 13)) + (sum << 7);
  }
  sum = Math.imul(sum ^ (sum >>> 16), 0xc2b2ae35);
  return sum ^ (sum >>> 15);
}
